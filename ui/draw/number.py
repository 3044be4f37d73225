"""A number read digit by digit, and how a page shows it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from dlcore import tasks
from dlcore.digits.verdict import Verdict, judge
from dlcore.figures import strip
from ui.draw.reading import read
from ui.frame import shell
from ui.frame.i18n import gettext as _
from ui.shared import verdicts
from ui.shared.pixels import enlarged
from ui.shared.readers import Reader

_UNKNOWN = "?"
_SEEN_SCALE = 2  # 28 px -> 56 px


def answer(image: np.ndarray | None, by: Reader) -> None:
    """The number, what it is in words, and each digit with what the network saw and its bars.

    Args:
        image: as `dlcore.digits.preprocess` takes it; None where nothing is drawn.
    """
    found, ms = read(tasks.read_number, image, by)
    readings = [reading for _box, reading in found.parts] if found else []
    judged = [judge(r.probabilities, r.digit_score, by.threshold) for r in readings]
    with st.container(key="draw_number"):
        with st.container(key="draw_result"):
            _result(judged, _("No answer.") if image is not None and not found else None)
        with st.container(key="draw_words", gap="xsmall"):
            _words(judged, ms)
        with st.container(key="draw_seen", horizontal=True):
            for reading, verdict in zip(readings, judged, strict=True):
                _digit(reading, verdict)


def _result(judged: Sequence[Verdict], instead: str | None) -> None:
    """The number as text on its own, or why there is none."""
    if not judged:
        st.markdown(instead or _("Nothing is drawn yet."))
    elif all(verdict.kind == "not_digit" for verdict in judged):
        st.markdown(_("Nothing here looks like a digit."))
    else:
        st.header("".join(map(_character, judged)), anchor=False)


def _character(verdict: Verdict) -> str:
    return _UNKNOWN if verdict.kind == "not_digit" else str(verdict.best.digit)


def _words(judged: Sequence[Verdict], ms: float) -> None:
    if not judged:
        st.caption(_("Each digit will stand here, with what the network saw and its ten bars."))
        return
    kinds = {verdict.kind for verdict in judged}
    if kinds == {"digit"}:
        _sure(judged)
    if "unsure" in kinds:
        _unsure(judged)
    if "not_digit" in kinds:
        _not_digits(judged)
    st.caption(
        _("Read from left to right, each digit by itself · answered in {ms:.0f} ms").format(ms=ms)
    )


def _sure(judged: Sequence[Verdict]) -> None:
    share = float(np.prod([verdict.best.probability for verdict in judged]))
    said = _("**This is {number}.** {share} sure of the whole number.").format(
        number="".join(map(_character, judged)), share=verdicts.percent(share)
    )
    st.markdown(f"{verdicts.MARKS['digit']} {said}")


def _unsure(judged: Sequence[Verdict]) -> None:
    doubts = (
        _("digit {place} could be {digits}").format(
            place=place, digits=verdicts.one_of(verdict.candidates)
        )
        for place, verdict in enumerate(judged, 1)
        if verdict.kind == "unsure"
    )
    said = _("**Not sure:** {doubts}.").format(doubts=verdicts.listed(doubts))
    st.markdown(f"{verdicts.MARKS['unsure']} {said}")


def _not_digits(judged: Sequence[Verdict]) -> None:
    places = (str(i) for i, verdict in enumerate(judged, 1) if verdict.kind == "not_digit")
    said = _("**“?”** stands for what does not look like a digit. Place: {places}.").format(
        places=verdicts.listed(places)
    )
    st.markdown(f"{verdicts.MARKS['not_digit']} {said}")


def _digit(reading: tasks.Reading, verdict: Verdict) -> None:
    """As narrow as a stamp: twenty of them wrap into a few rows, three stand on a phone."""
    with st.container(width=strip.WIDTH, gap="xsmall"):
        st.image(
            enlarged(reading.seen, _SEEN_SCALE),
            alt=_("The drawing as the network sees it, 28 by 28 pixels"),
        )
        st.image(
            strip.probability_strip(
                reading.probabilities, verdict.candidates, text_colour=shell.text_colour()
            ),
            alt=_("Probability of each digit. {said}").format(
                said=verdicts.shares(verdict.guesses)
            ),
        )
        st.markdown(_said(verdict))
        st.caption("  \n".join(verdicts.shares([guess], 0) for guess in verdict.guesses))


def _said(verdict: Verdict) -> str:
    mark = verdicts.MARKS[verdict.kind]
    if verdict.kind == "digit":
        return f"{mark} **{verdict.best.digit}**"
    if verdict.kind == "unsure":
        return f"{mark} {verdicts.one_of(verdict.candidates)}"
    said = _("no digit")
    return f"{mark} {said}"
