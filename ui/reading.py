"""One drawing read by one model, and how a page shows it."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass

import numpy as np
import streamlit as st

from dlcore import tasks
from dlcore.engine import Run
from dlcore.errors import LabError
from dlcore.figures.digits import probability_bars
from ui.engine import ask
from ui.i18n import explain
from ui.i18n import gettext as _
from ui.pixels import enlarged

_SEEN_SCALE = 5  # 28 px -> 140 px
_ANSWER_WIDTH, _SEEN_WIDTH = 170, 150  # px; side by side even on a phone


@dataclass(frozen=True)
class Timed:
    """A reading and the seconds between question and answer, as the page saw them."""

    reading: tasks.Reading
    seconds: float


def read(image: np.ndarray, run: Run | None) -> Timed | None:
    """Asks the engine what an image shows; None after one sentence where there is no answer.

    Args:
        image: as `dlcore.digits.preprocess` takes it.
        run: the training whose network is to read it; None for the network that ships.
    """
    begun = time.perf_counter()
    try:
        reading = _ask(image, run)
    except LabError as error:
        st.error(explain(error), icon=":material/error:")
        return None
    return Timed(reading, time.perf_counter() - begun) if reading else None


def _ask(image: np.ndarray, run: Run | None) -> tasks.Reading | None:
    if run is None:
        return ask(tasks.read_drawing, image, "cnn")
    model = run.result.model
    digest = hashlib.sha256(model).hexdigest()
    try:  # the megabyte travels once to each worker, not with each stroke
        return ask(tasks.read_drawing, image, digest)
    except tasks.ModelNotLoaded:
        return ask(tasks.read_drawing, image, digest, model)


def show(timed: Timed | None, nothing: str) -> None:
    """The digit, what the network saw of it, and ten bars; `nothing` where there is no digit."""
    digit = None if timed is None or timed.reading.blank else _best(timed.reading)
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width=_ANSWER_WIDTH):
            with st.container(key="draw_result"):
                if digit is None:
                    st.markdown(nothing, text_alignment="center")
                else:
                    st.header(str(digit), anchor=False, text_alignment="center")
            if digit is not None:
                st.caption(_sentence(timed), text_alignment="center")
        with st.container(key="draw_seen", width=_SEEN_WIDTH):
            _seen(timed)
    with st.container(key="draw_bars_place"):  # as tall as the chart that comes, so nothing jumps
        if digit is not None:
            _bars(timed.reading.probabilities)


def _best(reading: tasks.Reading) -> int:
    return int(np.argmax(reading.probabilities))


def _sentence(timed: Timed) -> str:
    return _("{share:.1%} sure  \nanswered in {ms:.0f} ms").format(
        share=float(np.max(timed.reading.probabilities)), ms=timed.seconds * 1000
    )


def _seen(timed: Timed | None) -> None:
    blank = np.zeros((28, 28), np.float32)
    image = blank if timed is None else timed.reading.seen
    st.image(
        enlarged(image, _SEEN_SCALE),
        alt=_("The drawing as the network sees it, 28 by 28 pixels"),
        caption=_("what it sees: 28 × 28"),
    )


def _bars(probabilities: np.ndarray) -> None:
    """Drawn with the first reading: plotly takes a browser a second, and the page stands before."""
    likely = np.argsort(probabilities)[::-1][:3]
    said = ", ".join(f"{d}: {probabilities[d]:.1%}" for d in likely)
    st.plotly_chart(
        probability_bars(
            probabilities, x_label=_("probability"), hover=_("{digit}: {probability}")
        ),
        key="draw_bars",
        config={"displayModeBar": False},
        alt=_("Probability of each digit. {said}").format(said=said),
    )
