"""Digits that are changed along a slider: what a network says, how sure it is, how right."""

from __future__ import annotations

from math import isnan

import numpy as np
import streamlit as st

from dlcore.figures.limits.confidence import GapWords, gap_curves
from dlcore.limits.confidence.config import REFUSING, TUTORIAL, AlongShifts, ConfidenceResult
from dlcore.limits.confidence.shifts import LEVELS, SHIFTS, changed
from ui.frame import explore, shell
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice, Whole
from ui.limits.confidence import words
from ui.limits.confidence.words import READER
from ui.shared import chart

_NO_BETTER = 0.15  # right in less: as good as guessing one of ten
_HONEST = 0.05  # apart by less
_CHOICE = 170  # px; side by side on a phone too

SHIFT = Choice(
    "confidence_shift",
    "invert",
    N_("Change"),
    N_("What is done to test digits that the network reads well as they are."),
    {name: shift.title for name, shift in SHIFTS.items()},
)
LEVEL = Whole(
    "confidence_level",
    LEVELS - 1,
    N_("How far"),
    N_("From the digits as they are to as much of the change as was tried."),
    0,
    LEVELS - 1,
)
SETTINGS = (SHIFT, LEVEL, READER)


def _preset(title: str, look_for: str, shift: str, reader: str, level: int) -> Preset:
    return Preset(title, look_for, {SHIFT.key: shift, READER.key: reader}, {LEVEL.key: level})


PRESETS = {
    "inverted": _preset(
        N_("The negative"),
        N_(
            "You read each of them at once; the network has only seen white ink on black. Move the "
            "slider back: half way all is the same grey, and still each gets a digit, for ten "
            "outputs sum to one whatever is shown."
        ),
        "invert",
        TUTORIAL,
        LEVELS - 1,
    ),
    "turned": _preset(
        N_("On its side"),
        N_("A quarter turn: far more wrong answers than right ones, and hardly any doubt."),
        "rotate",
        TUTORIAL,
        5,
    ),
    "noise": _preset(
        N_("Noise"),
        N_(
            "The stronger the noise, the fewer are right. How sure it is falls at first, and then "
            "rises again."
        ),
        "noise",
        TUTORIAL,
        LEVELS - 1,
    ),
    "refusing": _preset(
        N_("The negative, may refuse"),
        N_(
            "The same digits, to the network that ships: it hardly answers any more, and so is "
            "hardly ever wrong."
        ),
        "invert",
        REFUSING,
        LEVELS - 1,
    ),
    "headlong": _preset(
        N_("Upside down, may refuse"),
        N_(
            "Refusal has its limit: a 6 upside down is a 9. What is like a digit is answered, and "
            "more surely than rightly."
        ),
        "rotate",
        REFUSING,
        LEVELS - 1,
    ),
}


def choose() -> None:
    """What is done, and who is asked; all that is shown depends on it."""
    explore.presets("confidence", PRESETS)
    with st.container(horizontal=True, gap="small"):
        SHIFT.selectbox(width=_CHOICE)
        READER.selectbox(width=_CHOICE)


@st.fragment
def show(found: ConfidenceResult, shift: str, reader: str) -> None:
    """The slider, the digits, and the two curves; a fragment, for the slider."""
    level = LEVEL.slider()
    along = found.along.get(reader)
    with st.container(horizontal=True, gap="xxsmall", key="confidence_samples"):
        _samples(found, along, shift, level)
    if along is None:
        words.not_asked()
        return
    with st.container(key="confidence_changed_said"):
        st.markdown(said(along, shift, level))
    with st.container(key="confidence_gap_place"):
        _curves(along, shift, level)
    _table(along, shift)


def _samples(found: ConfidenceResult, along: AlongShifts | None, shift: str, level: int) -> None:
    place = list(SHIFTS).index(shift), level
    images = changed(shift, level, found.samples, found.config.seed)
    for number, (image, truth) in enumerate(zip(images, found.sample_labels, strict=True)):
        answer = "–"
        if along is not None and not np.isnan(along.sample_confidence[place][number]):
            said_of_it = int(along.sample_answers[place][number])
            sure = float(along.sample_confidence[place][number])
            answer = words.answer(said_of_it, sure, int(truth))
        words.tile(
            image, answer, _("A {truth}, changed as the slider says").format(truth=int(truth))
        )


def said(along: AlongShifts, shift: str, level: int) -> str:
    """What is done and what becomes of it, in one or two sentences."""
    place = list(SHIFTS).index(shift), level
    kind = SHIFTS[shift]
    done = _(kind.said).format(strength=kind.strengths[level]) if level else _("As they are")
    answered, right, sure = (
        float(measure[place]) for measure in (along.answered, along.accuracy, along.confidence)
    )
    if isnan(answered):
        return _("{done}: not asked.").format(done=done)
    if isnan(right):
        return _("{done}: **none of them is taken for a digit.**").format(done=done)
    text = _("{done}: **{right:.0%} right, {sure:.0%} sure.**")
    if answered < 1:
        text = _(
            "{done}: {answered:.0%} are answered; of these **{right:.0%} right, {sure:.0%} sure.**"
        )
    text = text.format(done=done, answered=answered, right=right, sure=sure)
    if right < _NO_BETTER and sure - right > _HONEST:
        return f"{text} " + _("It is no better than guessing, and does not know.")
    if abs(sure - right) <= _HONEST:
        return f"{text} " + _("It is about as sure as it should be.")
    if sure > right:
        return f"{text} " + _("It is too sure.")
    return f"{text} " + _("It is less sure than it could be.")


def _curves(along: AlongShifts, shift: str, level: int) -> None:
    number, kind = list(SHIFTS).index(shift), SHIFTS[shift]
    chart.show(
        gap_curves(
            kind.strengths,
            along.accuracy[number],
            along.confidence[number],
            along.answered[number],
            at=level,
            words=GapWords(
                _(kind.unit), _("right"), _("how sure it is, on average"), _("answered at all")
            ),
            text_colour=shell.text_colour(),
        ),
        key="confidence_gap",
        alt=_in_words(along, shift),
    )


def _in_words(along: AlongShifts, shift: str) -> str:
    """The curves, for those who cannot see them."""
    number = list(SHIFTS).index(shift)
    values = zip(
        SHIFTS[shift].strengths, along.accuracy[number], along.confidence[number], strict=True
    )
    return _("Right and sure along the slider: {pairs}.").format(
        pairs="; ".join(
            f"{strength:g}: {right:.0%}, {sure:.0%}"
            for strength, right, sure in values
            if not isnan(right)
        )
    )


def _table(along: AlongShifts, shift: str) -> None:
    number = list(SHIFTS).index(shift)
    measures = {
        _("answered at all"): along.answered,
        _("right"): along.accuracy,
        _("how sure it is, on average"): along.confidence,
        _("calibration error"): along.calibration_error,
    }
    with st.expander(_("All of it as a table"), icon=":material/table_rows:"):
        st.dataframe(
            {_(SHIFTS[shift].unit): [f"{strength:g}" for strength in SHIFTS[shift].strengths]}
            | {
                title: ["–" if isnan(value) else f"{value:.1%}" for value in measure[number]]
                for title, measure in measures.items()
            },
            hide_index=True,
            key="confidence_gap_table",
            alt=_in_words(along, shift),
        )
