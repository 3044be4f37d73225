"""What shows no digit: made by program, and drawn by the visitor."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore import digits, tasks
from dlcore.limits.confidence.config import REFUSED, REFUSING, SURE, TUTORIAL, ConfidenceResult
from dlcore.limits.confidence.nonsense import NONSENSE
from ui.frame.i18n import gettext as _
from ui.limits.confidence import words
from ui.limits.confidence.words import NAMES
from ui.shared import canvas, digit_source
from ui.shared.readers import Reader

SETTINGS = canvas.DIGIT.settings
_SCRIBBLE = "confidence_scribble"  # what was drawn last, as a network sees it
_NETWORKS = {TUTORIAL: Reader("cnn-tutorial"), REFUSING: Reader("cnn")}


def show(found: ConfidenceResult, reader: str) -> None:
    """Four pictures of each kind with the answers of one network, and how many are sure."""
    pictures = words.asked_pictures(found, reader)
    if pictures is None:
        return
    places = [*st.columns(3, gap="medium"), *st.columns(3, gap="medium")]
    for number, (place, (name, kind)) in enumerate(zip(places, NONSENSE.items(), strict=True)):
        with place, st.container(key=f"confidence_kind_{name}"):
            sure = float((pictures.confidence[number] > SURE).mean())
            st.markdown(
                _("**{kind}**: {sure:.0%} read with more than {bound:.0%}").format(
                    kind=_(kind.title), sure=sure, bound=SURE
                )
            )
            with st.container(horizontal=True, gap="xxsmall"):
                for which, image in enumerate(found.gallery[number]):
                    said = words.answer(
                        int(pictures.answers[number, which]),
                        float(pictures.confidence[number, which]),
                    )
                    words.tile(image, said, _(kind.title))


@st.fragment
def show_scribble() -> None:
    """The visitor's own, read at once by two of the networks; a fragment, for the strokes."""
    paper, answers = st.columns([1, 1.4], gap="medium")
    with paper:
        image = digit_source.drawn()
    st.session_state[_SCRIBBLE] = image
    with answers:
        st.markdown(_("Draw what is no digit: a star, a house, your name."))
        for name, network in _NETWORKS.items():
            with st.container(key=f"confidence_scribble_{name}"):
                _answer_of(name, network, image)


def scribbled() -> np.ndarray | None:
    """What is drawn, (28, 28) float32 in [0, 1]; None where nothing is."""
    return st.session_state.get(_SCRIBBLE)


def _answer_of(name: str, network: Reader, image: np.ndarray | None) -> None:
    title = _(NAMES[name])
    if image is None:
        st.caption(_("{network}: its answer will stand here.").format(network=title))
        return
    probabilities = network.answer(tasks.read_digit, image)
    if probabilities is None:
        return
    score = float(digits.digit_score(probabilities[None])[0])
    refused = network.threshold is not None and score < network.threshold
    said = REFUSED if refused else int(probabilities.argmax())
    sure = float(probabilities.max())
    mark = ":violet[:material/block:]" if refused else ":material/help:"
    text = _("no digit") if said == REFUSED else f"**{said}** {sure:.1%}"
    st.markdown(f"{title}: {mark} {text}")
