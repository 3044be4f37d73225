"""A view of the page: the experiment's settings, what it finds, and what that means."""

from __future__ import annotations

import streamlit as st

from dlcore.limits.explanation.config import ExplanationConfig, ExplanationResult
from dlcore.limits.explanation.script import script
from ui.frame import explore
from ui.frame.i18n import N_
from ui.frame.jobs import EXPLANATION
from ui.frame.setting import Setting, Whole
from ui.frame.settings import configured
from ui.limits import experiment

_USUAL = ExplanationConfig()
SEED = Whole.of(
    _USUAL,
    "seed",
    "explanation_seed",
    N_("Seed"),
    N_("The same seed finds the same."),
)
SETTINGS: tuple[Setting, ...] = (SEED,)


def show() -> None:
    """What to set, what is found, the code."""
    run = experiment.current(EXPLANATION)
    controls, pictures = st.columns([3, 8], gap="large")
    with controls:
        SEED.number_input()
        config = configured(_USUAL, SETTINGS, st.session_state)
        experiment.buttons(EXPLANATION, run, config)
    with pictures:
        experiment.show(EXPLANATION, run, _draw)
    explore.code(script(config))


def _draw(found: ExplanationResult) -> None:
    st.markdown(f"{found.seconds:.1f}")
