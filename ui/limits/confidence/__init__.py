"""A view of the page: how sure networks are of digits that are changed and of what is none."""

from __future__ import annotations

import streamlit as st

from dlcore.limits.confidence.config import ConfidenceConfig, ConfidenceResult
from dlcore.limits.confidence.nonsense import NONSENSE
from dlcore.limits.confidence.script import script
from ui.frame import explore
from ui.frame.engine import current_run
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.jobs import CONFIDENCE
from ui.frame.setting import Setting, Several, Whole
from ui.frame.settings import configured
from ui.limits import experiment, subject
from ui.limits.confidence import changed, cures, fooled, pictures, sentence
from ui.limits.confidence.words import READER

_USUAL = ConfidenceConfig()
IMAGES = Whole.of(
    _USUAL,
    "images",
    "confidence_images",
    N_("Test images"),
    N_("Drawn at random, changed in all ways and asked about. Fewer are faster and less certain."),
)
PICTURES = Whole.of(
    _USUAL,
    "pictures",
    "confidence_pictures",
    N_("Pictures of each kind of nonsense"),
    N_("Letters, shirts, shapes, stripes, blots and noise, made by program."),
)
TAUGHT = Several(
    "confidence_taught",
    list(_USUAL.taught),
    N_("The eleventh class is taught"),
    N_("These kinds. Of all others it is only asked: does it refuse what it has never seen?"),
    {name: kind.title for name, kind in NONSENSE.items()},
    fields=("taught",),
    at_most=len(NONSENSE),
)
OUTLIERS = Whole.of(
    _USUAL,
    "outliers",
    "confidence_outliers",
    N_("Pictures to teach it with"),
    N_("Of the kinds above, together. 0 teaches nothing."),
    step=500,
)
DIGITS = Whole.of(
    _USUAL,
    "digits",
    "confidence_digits",
    N_("Digits beside them"),
    N_("Training images that are shown along, so that they are not forgotten."),
    step=500,
)
EPOCHS = Whole.of(
    _USUAL,
    "epochs",
    "confidence_epochs",
    N_("Epochs of teaching"),
    N_("How often it sees all of these. 0 teaches nothing."),
)
SEED = Whole.of(
    _USUAL,
    "seed",
    "confidence_seed",
    N_("Seed"),
    N_("Of all chance in it: the same seed finds the same."),
)
_CONFIGURED = (IMAGES, PICTURES, TAUGHT, OUTLIERS, DIGITS, EPOCHS, SEED)
SETTINGS: tuple[Setting, ...] = (
    *_CONFIGURED,
    *changed.SETTINGS,
    *pictures.SETTINGS,
    *fooled.SETTINGS,
    *cures.SETTINGS,
)


def show() -> None:
    """What to set, what is found, the code."""
    subject.say_mnist(
        N_(
            "Whatever set is chosen, this is about MNIST: those who are asked are networks that "
            "ship, and they read digits."
        )
    )
    run = current_run(CONFIDENCE)
    controls, results = st.columns([3, 8], gap="large")
    with controls:
        config = _controls()
        experiment.buttons(CONFIDENCE, run, config)
    with results:
        experiment.show(CONFIDENCE, run, _draw)
    explore.code(script(config))


def _controls() -> ConfidenceConfig:
    with st.expander(_("The experiment"), icon=":material/tune:"):
        IMAGES.number_input()
        PICTURES.number_input()
        TAUGHT.pills()
        for one in (OUTLIERS, DIGITS, EPOCHS, SEED):
            one.number_input()
    return configured(_USUAL, _CONFIGURED, st.session_state)


def _draw(found: ConfidenceResult) -> None:
    """From digits over nonsense to what helps; each part draws what there is of it."""
    with st.container(key="confidence_warnings"):
        for text in sentence.warnings(found):
            st.warning(text, icon=":material/warning:")
    changed.choose()
    shift, reader = changed.SHIFT.value, READER.value
    changed.show(found, shift, reader)
    st.header(_("What shows no digit"), anchor=False)
    pictures.show(found, reader)
    with st.expander(_("Your own scribble"), icon=":material/draw:"):
        pictures.show_scribble()
    st.header(_("Noise that is any digit you like"), anchor=False)
    fooled.show(found, reader)
    st.header(_("What helps, and what it costs"), anchor=False)
    cures.show(found)
    st.header(_("Can a temperature help?"), anchor=False)
    cures.show_temperature(found, shift)
    with st.container(key="confidence_said"):
        st.markdown(sentence.said(found))
