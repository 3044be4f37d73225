"""One drawing read by one network, and how a page shows it."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from dlcore import tasks
from dlcore.data.dataset import DIGITS
from dlcore.digits.verdict import Verdict
from dlcore.few.acquaintance import Likeness
from dlcore.figures.digits import probability_bars
from ui.draw import judged
from ui.frame.i18n import gettext as _
from ui.frame.i18n import plain
from ui.shared import chart, verdicts
from ui.shared.answer import likeliest
from ui.shared.pixels import enlarged
from ui.shared.readers import Reader

_LAST = "draw_last_reading"
_SEEN_SCALE = 5  # 28 px -> 140 px
_ANSWER_WIDTH, _SEEN_WIDTH = 170, 150  # px; side by side even on a phone
_SHOWN = 0.0005  # a bar shorter than this has no number at its end
_BARS = 10  # at most
_BARS_HEIGHT = 270  # px, at most; style.css keeps as much free for them
_BAR_HEIGHT, _AXIS_HEIGHT = 26, 60  # px
_SKINS = {chr(code) for code in range(0x1F3FB, 0x1F400)}  # colours of an emoji's skin


def answer(image: np.ndarray | None, by: Reader, *, is_drawn: bool) -> tasks.Reading | None:
    """The digit or class, what the network saw of it, what it is in words, and bars.

    Args:
        image: as `dlcore.digits.preprocess` takes it; None where nothing is drawn.
        is_drawn: on a canvas; else it is a picture of something.

    Returns:
        What was read; None where nothing was.
    """
    reading, ms = read("digit", image, by)
    verdict = None
    if reading and not reading.blank:
        ((verdict,),) = judged.of_drawing(reading, by.threshold).rows
    classes = by.called(len(reading.probabilities)) if verdict else by.classes
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(key="draw_result", width=_ANSWER_WIDTH):
            _result(verdict, classes, why_nothing(image, reading, is_drawn=is_drawn))
        with st.container(key="draw_seen", width=_SEEN_WIDTH):
            _seen(reading)
        if by.taught is not None:
            with st.container(key="draw_nearest", width=_SEEN_WIDTH):
                _nearest(reading.likeness if verdict else None)
    # These keep their places while there is nothing to say, so that nothing jumps.
    with st.container(key="draw_words", gap="xsmall"):
        _words(verdict, classes, ms)
    with st.container(key="draw_bars_place"):
        _bars(reading, verdict, classes)
    if by.taught is not None:
        with st.container(key="draw_likeness"):
            _likeness(reading.likeness if verdict else None, classes)
    return reading


def why_nothing(image: np.ndarray | None, found: object | None, *, is_drawn: bool) -> str:
    """Why nothing was read; arguments as `answer` takes them, and what was read."""
    if image is None:
        return _("Nothing is drawn yet.")
    if found is None:
        return _("No answer.")
    return _("Nothing is drawn yet.") if is_drawn else _("No ink was found in the picture.")


def read(what: str, image: np.ndarray | None, by: Reader) -> tuple[Any, float]:
    """What a network makes of a drawing, and the milliseconds that took.

    Args:
        what: a key of `readers.TASKS`.
        image: None where nothing is drawn. One that was the last to be read is not read again: a
            photo takes a second, and something else on the page has changed.

    Returns:
        As `Reader.read`.
    """
    if image is None:
        st.session_state.pop(_LAST, None)
        return None, 0.0
    last = st.session_state.get(_LAST)
    if last and last.image is image and (last.what, last.by) == (what, by):
        return last.found, last.ms
    begun = time.perf_counter()
    found = by.read(what, image)
    ms = 1000 * (time.perf_counter() - begun)
    if found is not None:  # else there was a sentence, which is to be said again
        st.session_state[_LAST] = _Last(image, what, by, found, ms)
    return found, ms


def latest() -> np.ndarray | None:
    """The drawing that was read last and is still there; None where there is none."""
    last = st.session_state.get(_LAST)
    return last.image if last else None


class _Last(NamedTuple):
    """What was read last: of which image, how, by whom."""

    image: np.ndarray
    what: str
    by: Reader
    found: Any
    ms: float


def _result(verdict: Verdict | None, classes: Sequence[str], instead: str) -> None:
    """The answer on its own, as large as there is room for, or why there is none."""
    if verdict is None:
        st.markdown(instead, text_alignment="center")
    elif verdict.kind == "none":
        said = _("This does not look like a digit.")
        if classes != DIGITS:
            said = _("This looks like none of them.")
        st.markdown(said, text_alignment="center")
    else:
        name = plain(classes[verdict.best.label])
        show = st.header if _width(classes[verdict.best.label]) == 1 else st.subheader
        show(name, anchor=False, text_alignment="center")


def _width(name: str) -> int:
    """About how many characters are seen: marks on a letter, and what joins an emoji, are none."""
    return sum(unicodedata.category(c)[0] not in "MC" and c not in _SKINS for c in name)


def _seen(reading: tasks.Reading | None) -> None:
    st.image(
        enlarged(np.zeros((28, 28)) if reading is None else reading.seen, _SEEN_SCALE),
        alt=_("The drawing as the network sees it, 28 by 28 pixels"),
        caption=_("what it sees: 28 × 28"),
    )


def _nearest(likeness: Likeness | None) -> None:
    st.image(
        enlarged(np.zeros((28, 28)) if likeness is None else likeness.nearest, _SEEN_SCALE),
        alt=_("Of the images that it learnt from, the nearest to the drawing"),
        caption=_("the nearest that it learnt from"),
        width=_SEEN_SCALE * 28,
    )


def _words(verdict: Verdict | None, classes: Sequence[str], ms: float) -> None:
    if verdict is None:
        st.caption(_("What it is, and how sure the network is, will stand here."))
        return
    st.markdown(verdicts.sentence(verdict, classes))
    answered = _("answered in {ms:.0f} ms").format(ms=ms)
    st.caption(f"{verdicts.runners_up(verdict, classes)} · {answered}")


def _bars(reading: tasks.Reading | None, verdict: Verdict | None, classes: Sequence[str]) -> None:
    """Drawn with the first reading: plotly takes a browser a second, and the page stands before."""
    if reading is None or verdict is None:
        said = _("Bars will stand here: how probable the likeliest classes are.")
        if classes == DIGITS:
            said = _("Ten bars will stand here: how probable each digit is.")
        st.caption(said)
        return
    shown = likeliest(reading.probabilities, classes, _BARS)
    alt = _("Probability of the likeliest classes. {said}")
    if classes == DIGITS:
        alt = _("Probability of each digit. {said}")
    chart.show(
        probability_bars(
            shown.probabilities,
            shown.places(verdict.candidates),
            shown.names,
            texts=[verdicts.percent(p) if p >= _SHOWN else "" for p in shown.probabilities],
            x_label=_("probability"),
            hover=_("{digit}: {probability}"),
            height=min(_BARS_HEIGHT, _AXIS_HEIGHT + _BAR_HEIGHT * len(shown.names)),
        ),
        key="draw_bars",
        alt=alt.format(said=verdicts.shares(verdict.guesses, 1, classes)),
    )


def _likeness(likeness: Likeness | None, classes: Sequence[str]) -> None:
    """How familiar the drawing is, and how far a refusal can be trusted."""
    if likeness is None:
        st.caption(_("How familiar the network is with the drawing will stand here."))
        return
    strange = likeness.strangeness
    st.caption(
        _(
            "Familiarity {familiarity:.3f}, of {threshold:.3f} that one of its classes has to "
            "reach. The nearest that it learnt from is: {name}."
        ).format(
            familiarity=likeness.familiarity,
            threshold=strange.threshold,
            name=plain(classes[likeness.label]),
        )
    )
    kinds = {
        "symbols": _("Of drawn symbols that are none of them"),
        "digits": _("Of digits, which are none of them"),
    }
    st.caption(
        _("{strangers}, it refuses {refused:.0%}; of its own test images, {lost:.0%}.").format(
            strangers=kinds[strange.strangers], refused=strange.refused, lost=1 - strange.kept
        )
    )
