"""A view of the page: the experiment's settings, whom its networks fail, and what that means."""

from __future__ import annotations

import streamlit as st

from dlcore.limits.bias.config import BiasConfig, BiasResult
from dlcore.limits.bias.script import script
from ui.frame import explore
from ui.frame.engine import current_run
from ui.frame.jobs import BIAS
from ui.frame.setting import Setting
from ui.limits import experiment, subject
from ui.limits.bias import controls, headline, looks, numbers, verdict

SETTINGS: tuple[Setting, ...] = (*controls.OF_THE_EXPERIMENT, *controls.OF_THE_LOOKS)
OF_OTHERS = controls.OF_OTHERS


def show() -> None:
    """What to set, what is found, the code."""
    if subject.DATA_SET.is_mnist:  # what they say is of MNIST
        explore.presets("bias", controls.PRESETS)
    run, config = current_run(BIAS), None
    left, right = st.columns([3, 8], gap="large")
    with left:
        asked = subject.choose()
        if asked:
            controls.show(asked)
            config = controls.config(asked)
        experiment.buttons(BIAS, run, config, asked)
    with right:
        experiment.show(BIAS, run, _draw, asked)
    explore.code(script(config or BiasConfig()))


def _draw(found: BiasResult) -> None:
    """The numbers everybody looks at, four ways to look closer, and one sentence."""
    with st.container(key="bias_headline"):
        headline.show(found)
    if found.networks:
        looks.show(found)
    else:
        looks.leave()
    with st.container(key="bias_said"):
        st.markdown(f"**{verdict.sentence(found)}**")
        for doubt in verdict.doubts(found):
            st.caption(doubt)
    if found.networks:
        numbers.show(found)
