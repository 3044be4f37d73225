"""One digit read by one network, and how a page shows it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numpy as np
import streamlit as st

from dlcore import tasks
from dlcore.digits.verdict import Verdict, judge
from dlcore.figures.digits import probability_bars
from ui.frame.i18n import gettext as _
from ui.shared import chart, verdicts
from ui.shared.pixels import enlarged
from ui.shared.readers import Reader

T = TypeVar("T")

_LAST = "draw_last_reading"
_SEEN_SCALE = 5  # 28 px -> 140 px
_ANSWER_WIDTH, _SEEN_WIDTH = 170, 150  # px; side by side even on a phone
_SHOWN = 0.0005  # a bar shorter than this has no number at its end
_BARS_HEIGHT = 270  # px; style.css keeps as much free for them


def answer(image: np.ndarray | None, by: Reader, *, is_drawn: bool) -> tasks.Reading | None:
    """The digit, what the network saw of it, what it is in words, and ten bars.

    Args:
        image: as `dlcore.digits.preprocess` takes it; None where nothing is drawn.
        is_drawn: on a canvas; else it is a picture of something.

    Returns:
        What was read; None where nothing was.
    """
    reading, ms = read(tasks.read_drawing, image, by)
    verdict = None
    if reading and not reading.blank:
        verdict = judge(reading.probabilities, reading.digit_score, by.threshold)
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(key="draw_result", width=_ANSWER_WIDTH):
            _result(verdict, why_nothing(image, reading, is_drawn=is_drawn))
        with st.container(key="draw_seen", width=_SEEN_WIDTH):
            _seen(reading)
    # These two keep their places while there is nothing to say, so that nothing jumps.
    with st.container(key="draw_words", gap="xsmall"):
        _words(verdict, ms)
    with st.container(key="draw_bars_place"):
        _bars(reading, verdict)
    return reading


def why_nothing(image: np.ndarray | None, found: object | None, *, is_drawn: bool) -> str:
    """Why no digit is shown; arguments as `answer` takes them, and what was read."""
    if image is None:
        return _("Nothing is drawn yet.")
    if found is None:
        return _("No answer.")
    return _("Nothing is drawn yet.") if is_drawn else _("No ink was found in the picture.")


def read(task: Callable[..., T], image: np.ndarray | None, by: Reader) -> tuple[T | None, float]:
    """What a network makes of a drawing, and the milliseconds that took.

    Args:
        task: takes the image, and a model and its bytes.
        image: None where nothing is drawn. One that was the last to be read is not read again: a
            photo takes a second, and something else on the page has changed.
    """
    if image is None:
        return None, 0.0
    last = st.session_state.get(_LAST)
    if last and last.image is image and (last.task, last.by) == (task, by):
        return last.found, last.ms
    begun = time.perf_counter()
    found = by.answer(task, image)
    ms = 1000 * (time.perf_counter() - begun)
    if found is not None:  # else there was a sentence, which is to be said again
        st.session_state[_LAST] = _Last(image, task, by, found, ms)
    return found, ms


class _Last(NamedTuple):
    """What was read last: of which image, how, by whom."""

    image: np.ndarray
    task: Callable[..., Any]
    by: Reader
    found: Any
    ms: float


def _result(verdict: Verdict | None, instead: str) -> None:
    """The digit as text on its own, or why there is none."""
    if verdict is None:
        st.markdown(instead, text_alignment="center")
    elif verdict.kind == "not_digit":
        st.markdown(_("This does not look like a digit."), text_alignment="center")
    else:
        st.header(str(verdict.best.digit), anchor=False, text_alignment="center")


def _seen(reading: tasks.Reading | None) -> None:
    st.image(
        enlarged(np.zeros((28, 28)) if reading is None else reading.seen, _SEEN_SCALE),
        alt=_("The drawing as the network sees it, 28 by 28 pixels"),
        caption=_("what it sees: 28 × 28"),
    )


def _words(verdict: Verdict | None, ms: float) -> None:
    if verdict is None:
        st.caption(_("What it is, and how sure the network is, will stand here."))
        return
    st.markdown(verdicts.sentence(verdict))
    answered = _("answered in {ms:.0f} ms").format(ms=ms)
    st.caption(f"{verdicts.runners_up(verdict)} · {answered}")


def _bars(reading: tasks.Reading | None, verdict: Verdict | None) -> None:
    """Drawn with the first reading: plotly takes a browser a second, and the page stands before."""
    if reading is None or verdict is None:
        st.caption(_("Ten bars will stand here: how probable each digit is."))
        return
    chart.show(
        probability_bars(
            reading.probabilities,
            verdict.candidates,
            texts=[verdicts.percent(p) if p >= _SHOWN else "" for p in reading.probabilities],
            x_label=_("probability"),
            hover=_("{digit}: {probability}"),
            height=_BARS_HEIGHT,
        ),
        key="draw_bars",
        alt=_("Probability of each digit. {said}").format(said=verdicts.shares(verdict.guesses)),
    )
