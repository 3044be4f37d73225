"""A number read digit by digit, or several in rows, and how a page shows them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import streamlit as st

from dlcore import tasks
from dlcore.digits.verdict import Verdict
from dlcore.figures import strip
from ui.draw import judged
from ui.draw.judged import Judged, written
from ui.draw.reading import read, why_nothing
from ui.frame import shell
from ui.frame.i18n import gap
from ui.frame.i18n import gettext as _
from ui.shared import verdicts
from ui.shared.pixels import enlarged
from ui.shared.readers import Reader

_SEEN_SCALE = 2  # 28 px -> 56 px


def reader(by: Reader) -> Reader:
    """Who reads a number: the chosen network, or where that reads no digits, the one that ships."""
    return by if by.reads_digits else Reader("cnn")


def answer(image: np.ndarray | None, by: Reader, *, is_drawn: bool) -> tasks.NumberReading | None:
    """The number, what it is in words, and each digit with what the network saw and its bars.

    Args:
        image: as `dlcore.digits.preprocess` takes it; None where nothing is drawn.
        by: a network of digits, see `reader`.
        is_drawn: on a canvas; else it is a picture of something.

    Returns:
        What was read; None where nothing was.
    """
    found, ms = read("number", image, by)
    number = judged.of_number(found or tasks.NumberReading(()), by.threshold)
    with st.container(key="draw_number"):
        with st.container(key="draw_result"):
            _result(number, why_nothing(image, found, is_drawn=is_drawn))
        with st.container(key="draw_words", gap="xsmall"):
            _words(number, ms)
        with st.container(key="draw_seen", horizontal=True):
            readings = [reading for _box, reading in found.parts] if found else []
            for reading, verdict in zip(readings, number.digits, strict=True):
                _digit(reading, verdict)
    return found


def _result(number: Judged, instead: str) -> None:
    """The number as text on its own, each of them where there are several; or why there is none."""
    if not number.rows:
        st.markdown(instead)
    elif number.kinds == {"none"}:
        st.markdown(_("Nothing here looks like a digit."))
    else:
        for row in number.rows:
            st.header(written(row), anchor=False)


def _words(number: Judged, ms: float) -> None:
    if not number.rows:
        st.caption(_("Each digit will stand here, with what the network saw and its ten bars."))
        return
    if number.kinds != {"none"}:
        _whole(number)
    if "unsure" in number.kinds:
        _unsure(number)
    if "none" in number.kinds:
        _not_digits(number)
    how = _("Read from left to right · answered in {ms:.0f} ms")
    if len(number.rows) > 1:
        how = _("Read row by row, from left to right · answered in {ms:.0f} ms")
    st.caption(how.format(ms=ms))


def _whole(number: Judged) -> None:
    """The number and how sure it is; nothing of one in which a digit is in doubt."""
    sure = number.kinds == {"sure"}
    if len(number.rows) > 1:
        numbers = verdicts.all_of([f"**{written(row)}**" for row in number.rows])
        said = _("{numbers}, **{count} rows.**").format(numbers=numbers, count=len(number.rows))
        if sure:
            each = verdicts.listed(map(verdicts.percent, number.whole))
            said += gap() + _("Sure of each: {shares}.").format(shares=each)
    elif sure:
        said = _("**This is {number}.** {share} sure of the whole number.").format(
            number=written(number.rows[0]), share=verdicts.percent(number.whole[0])
        )
    else:
        return
    st.markdown(f"{verdicts.MARKS['sure']} {said}" if sure else said)


def _unsure(number: Judged) -> None:
    doubts = (
        _("{place} could be {digits}").format(
            place=place, digits=verdicts.one_of(verdict.candidates)
        )
        for place, verdict in _placed(number, "unsure")
    )
    said = _("**Not sure:** {doubts}.").format(doubts=verdicts.listed(doubts))
    st.markdown(f"{verdicts.MARKS['unsure']} {said}")


def _not_digits(number: Judged) -> None:
    places = (place for place, _verdict in _placed(number, "none"))
    said = _("**“?”** stands for what is no digit, such as a sign or a letter: {places}.").format(
        places=verdicts.listed(places)
    )
    st.markdown(f"{verdicts.MARKS['none']} {said}")


def _placed(number: Judged, kind: str) -> Iterator[tuple[str, Verdict]]:
    """The verdicts of a kind, and in words where each stands."""
    where = _("row {row}, place {place}") if len(number.rows) > 1 else _("place {place}")
    for row, verdicts_of_row in enumerate(number.rows, 1):
        for place, verdict in enumerate(verdicts_of_row, 1):
            if verdict.kind == kind:
                yield where.format(row=row, place=place), verdict


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
    if verdict.kind == "sure":
        return f"{mark} **{verdict.best.label}**"
    if verdict.kind == "unsure":
        return f"{mark} {verdicts.one_of(verdict.candidates)}"
    said = _("no digit")
    return f"{mark} {said}"
