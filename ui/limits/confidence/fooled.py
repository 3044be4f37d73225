"""One noise, moved a little in ten directions: the network calls it each of the ten digits."""

from __future__ import annotations

import streamlit as st

from dlcore.limits.confidence.config import REFUSED, SURE, ConfidenceResult, OnPictures
from dlcore.limits.confidence.fooling import RADII
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Whole
from ui.limits.confidence import words

RADIUS = Whole(
    "confidence_radius",
    4,
    N_("How far each pixel may be moved"),
    N_("0 is the noise as it was; the last step moves each pixel by up to 0.3 of black to white."),
    0,
    len(RADII) - 1,
)
SETTINGS = (RADIUS,)


@st.fragment
def show(found: ConfidenceResult, reader: str) -> None:
    """The ten pictures and what one network says of them; a fragment, for the slider."""
    st.caption(
        _(
            "Made against the tutorial's network alone; the others are asked about the same "
            "pictures, and others might fool them."
        )
    )
    step = RADIUS.slider()  # before there is anything too: it would lose what it is set to
    if found.fooling is None:
        st.caption(_("There are no such pictures yet."))
        return
    pictures = words.asked_pictures(found, reader)
    if pictures is None or pictures.fooled_answers is None:
        return
    with st.container(horizontal=True, gap="xxsmall", key="confidence_fooling"):
        for target, image in enumerate(found.fooling[step]):
            answer, sure = _answers(pictures, step, target)
            alt = _("Noise made to be a {digit}").format(digit=target)
            words.tile(image, words.answer(answer, sure), alt)
    with st.container(key="confidence_fooling_said"):
        st.markdown(said(pictures, step))


def _answers(pictures: OnPictures, step: int, target: int) -> tuple[int, float]:
    assert pictures.fooled_answers is not None  # `show` has seen to it
    assert pictures.fooled_confidence is not None
    answer = int(pictures.fooled_answers[step, target])
    return answer, float(pictures.fooled_confidence[step, target])


def said(pictures: OnPictures, step: int) -> str:
    """How many of the ten are taken for what they were made to be."""
    answers = [_answers(pictures, step, target) for target in range(10)]
    hit = [sure for target, (answer, sure) in enumerate(answers) if answer == target]
    none = sum(answer == REFUSED for answer, _sure in answers)
    return _(
        "Each pixel moved by at most {radius:g}: **{hit} of 10 are read as the digit they were "
        "made to be, {sure} with more than {bound:.0%}**; {none} as no digit."
    ).format(
        radius=RADII[step],
        hit=len(hit),
        sure=sum(one > SURE for one in hit),
        bound=SURE,
        none=none,
    )
