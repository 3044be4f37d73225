"""A number read digit by digit, or several in rows, and how a page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

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
    rows = _in_rows(judged, found.rows if found else ())
    with st.container(key="draw_number"):
        with st.container(key="draw_result"):
            _result(rows, _("No answer.") if image is not None and not found else None)
        with st.container(key="draw_words", gap="xsmall"):
            _words(rows, ms)
        with st.container(key="draw_seen", horizontal=True):
            for reading, verdict in zip(readings, judged, strict=True):
                _digit(reading, verdict)


def _in_rows(judged: Sequence[Verdict], places: Sequence[int]) -> list[list[Verdict]]:
    """The digits of each row, from top to bottom."""
    numbered = zip(places or [0] * len(judged), judged, strict=True)
    return [[verdict for _row, verdict in row] for _row, row in groupby(numbered, lambda n: n[0])]


def _result(rows: Sequence[Sequence[Verdict]], instead: str | None) -> None:
    """The number as text on its own, each of them where there are several; or why there is none."""
    if not rows:
        st.markdown(instead or _("Nothing is drawn yet."))
    elif all(verdict.kind == "not_digit" for row in rows for verdict in row):
        st.markdown(_("Nothing here looks like a digit."))
    else:
        for row in rows:
            st.header(_number(row), anchor=False)


def _number(row: Sequence[Verdict]) -> str:
    return "".join(map(_character, row))


def _character(verdict: Verdict) -> str:
    return _UNKNOWN if verdict.kind == "not_digit" else str(verdict.best.digit)


def _words(rows: Sequence[Sequence[Verdict]], ms: float) -> None:
    judged = [verdict for row in rows for verdict in row]
    if not judged:
        st.caption(_("Each digit will stand here, with what the network saw and its ten bars."))
        return
    kinds = {verdict.kind for verdict in judged}
    if kinds == {"digit"}:
        _sure(rows)
    if "unsure" in kinds:
        _unsure(judged)
    if "not_digit" in kinds:
        _not_digits(judged)
    how = _("Read from left to right, each digit by itself · answered in {ms:.0f} ms")
    if len(rows) > 1:
        how = _(
            "Read row by row, from left to right, each digit by itself · answered in {ms:.0f} ms"
        )
    st.caption(how.format(ms=ms))


def _sure(rows: Sequence[Sequence[Verdict]]) -> None:
    shares = [float(np.prod([verdict.best.probability for verdict in row])) for row in rows]
    said = _("**This is {number}.** {share} sure of the whole number.").format(
        number=_number(rows[0]), share=verdicts.percent(shares[0])
    )
    if len(rows) > 1:
        each = verdicts.listed(
            f"**{_number(row)}** ({verdicts.percent(share)})"
            for row, share in zip(rows, shares, strict=True)
        )
        said = _("**{count} rows,** one below the other: {each}.").format(
            count=len(rows), each=each
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
