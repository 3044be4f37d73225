"""A view of the page: do pictures of why a network answers depend on the network?"""

from __future__ import annotations

import streamlit as st

from dlcore.limits.explanation.config import ExplanationConfig, ExplanationResult
from dlcore.limits.explanation.script import script
from ui.frame import explore
from ui.frame.engine import current_run
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.jobs import EXPLANATION
from ui.frame.setting import Choice, Setting, Whole
from ui.frame.settings import configured
from ui.limits import experiment, subject
from ui.limits.explanation import game, removing, said, sanity

_USUAL = ExplanationConfig()
NETWORK = Choice.of(
    _USUAL,
    "network",
    "explanation_network",
    N_("Network"),
    N_(
        "Whose answers are explained. The lab's own is larger and takes four times as long; the "
        "last has the weights that a training begins with."
    ),
    {
        "cnn-tutorial": N_("the tutorial's"),
        "cnn": N_("the lab's own"),
        "untrained": N_("one that never learnt"),
    },
)
IMAGES = Whole.of(
    _USUAL,
    "images",
    "explanation_images",
    N_("Digits"),
    N_("Test images that are explained. With one there is no telling what is chance."),
)
DRAWS = Whole.of(
    _USUAL,
    "draws",
    "explanation_draws",
    N_("Random draws"),
    N_("How often other random weights are drawn. All numbers are means over them."),
)
SEED = Whole.of(
    _USUAL,
    "seed",
    "explanation_seed",
    N_("Seed"),
    N_("The same seed takes the same digits and the same random weights."),
)
_OF_THE_RUN = (NETWORK, IMAGES, DRAWS, SEED)
SETTINGS: tuple[Setting, ...] = (*_OF_THE_RUN, *sanity.SETTINGS, *removing.SETTINGS)

PRESETS = {
    "whole": Preset(
        N_("As it was learnt"),
        N_(
            "Five pictures of why the network answers as it does; the last is drawn without asking "
            "it. Which would you believe?"
        ),
        {sanity.MOMENT.key: 0, sanity.MEASURE.key: "strength"},
    ),
    "random": Preset(
        N_("Every layer random"),
        N_(
            "Nothing that was learnt is left. Compare the framed column with the first: whose "
            "picture has not noticed?"
        ),
        {sanity.MOMENT.key: sanity.ALL, sanity.MEASURE.key: "strength"},
    ),
    "signs": Preset(
        N_("Look at the signs"),
        N_(
            "The same maps, but orange and blue count now: a place that spoke for the digit may "
            "not speak against it. See which curves fall."
        ),
        {sanity.MOMENT.key: sanity.ALL, sanity.MEASURE.key: "signed"},
    ),
    "ink": Preset(
        N_("Ink alone"),
        N_(
            "Black pixels are left out: where all methods are silent, it is easy to agree. How "
            "much of the likeness was that?"
        ),
        {sanity.MOMENT.key: sanity.ALL, sanity.MEASURE.key: "ink"},
    ),
}


def show() -> None:
    """What to set, what is found, the code."""
    subject.say_mnist(
        N_(
            "Whatever set is chosen, this is about MNIST: what is explained are answers of "
            "networks that ship, and those read digits."
        )
    )
    explore.presets("explanation", PRESETS)
    run = current_run(EXPLANATION)
    controls, pictures = st.columns([3, 8], gap="large")
    with controls:
        NETWORK.selectbox()
        IMAGES.slider()
        DRAWS.slider()
        SEED.number_input()
        config = configured(_USUAL, _OF_THE_RUN, st.session_state)
        experiment.buttons(EXPLANATION, run, config)
    with pictures:
        experiment.show(EXPLANATION, run, _draw)
    explore.code(script(config))


def _draw(found: ExplanationResult) -> None:
    """All of it together: the digit and the level that are set in one part count in others."""
    with st.container(key="explanation_notes"):
        if found.source == "sample":
            st.caption(
                _(
                    "The digits are those of the small sample: images that the networks that ship "
                    "have learnt from."
                )
            )
    with st.container(key="explanation_sanity"):
        sanity.show(found)
    with st.container(key="explanation_removing"):
        removing.show(found)
    with st.container(key="explanation_game"):
        game.show(found)
    said.show(found)
