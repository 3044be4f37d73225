"""The answers to a line: how probable each is, and what else each digit might be."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.figures import line as drawing
from dlcore.figures.digits import probability_bars
from dlcore.line import ctc
from dlcore.line.reading import FIRST_DIGIT, OTHER, LineReading
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Name
from ui.rnn.line.signs import sign, written
from ui.shared import chart
from ui.shared.verdicts import percent

DIGIT = Name(
    "line_digit",
    "1",
    N_("Digit"),
    N_("Which place of the answer to look at; a click into the belief chooses it too."),
)
SETTINGS = (DIGIT,)
_SHOWN = 5  # answers
_BAR = 28  # px
_BARS_HEIGHT = 250  # px
_UNSEEN = "\u200b"  # no width
_NUMBERED = 0.0005  # a bar shorter than this has no number at its end


def show(reading: LineReading) -> None:
    """The answer, its rivals, and ten bars for one of its digits."""
    _whole(reading)
    with st.container(key="line_digit_place"):
        if reading.labels:
            _digit(reading)


def chosen_span(reading: LineReading) -> tuple[int, int] | None:
    """Where the chosen digit is written; None where nothing is read."""
    return reading.spans[_chosen(reading)] if reading.labels else None


def choose(reading: LineReading, place: int) -> None:
    """Takes the digit that is nearest to a place; for use in callbacks."""
    middles = [(first + after - 1) / 2 for first, after in reading.spans]
    if middles:
        DIGIT.set(str(1 + int(np.argmin(np.abs(np.array(middles) - place)))))


def _chosen(reading: LineReading) -> int:
    """The number of the chosen digit: the last, where the answer has become shorter."""
    asked = int(DIGIT.value) if DIGIT.value.isdecimal() else 1
    return min(max(asked, 1), len(reading.labels)) - 1


def _label(reading: LineReading, number: int) -> str:
    """A digit of the answer; streamlit takes buttons of one text for one, hence what is unseen."""
    return sign(reading.labels[number - 1]) + _UNSEEN * number


def _whole(reading: LineReading) -> None:
    said = _("**It reads {answer}**, {share} sure of the whole.").format(
        answer=written(reading.labels) or _("nothing"), share=percent(reading.probability)
    )
    st.markdown(said)
    answers = [(reading.labels, reading.probability), *reading.runners_up][:_SHOWN]
    names = [written(labels) or _("nothing") for labels, _p in answers]
    shares = [share for _labels, share in answers]
    texts = [percent(share) for share in shares]
    chart.show(
        drawing.ranked(names, shares, texts, best=1, height=_BAR * len(answers) + 16),
        key="line_answers",
        alt="; ".join(f"{name}: {text}" for name, text in zip(names, texts, strict=True)),
    )
    st.caption(_paths(reading))


def _paths(reading: LineReading) -> str:
    """How much of an answer its likeliest path is, and where that one leads astray."""
    path = reading.beliefs.argmax(axis=1)
    alone = ctc.collapse(path)
    if alone != reading.labels:
        return _(
            "Here the likeliest symbol of each place would be read as {path}. But more paths, each "
            "less likely, lead to {answer}: together they outweigh it."
        ).format(
            path=written(alone) or _("nothing"), answer=written(reading.labels) or _("nothing")
        )
    with np.errstate(divide="ignore"):
        log_beliefs = np.log(reading.beliefs)
    best = float(log_beliefs.max(axis=1).sum())
    share = np.exp(best - ctc.log_probability(log_beliefs, alone))
    return _(
        "The likeliest path is {share} of this answer: all the others put the same digits a place "
        "further left or right."
    ).format(share=percent(float(share)))


def _digit(reading: LineReading) -> None:
    chosen = _chosen(reading)
    DIGIT.set(str(chosen + 1))
    DIGIT.segmented(
        [str(i) for i in range(1, len(reading.labels) + 1)],
        format_func=lambda number: _label(reading, int(number)),
    )
    shares = reading.posteriors[chosen]
    digits = shares[FIRST_DIGIT:OTHER]
    label = reading.labels[chosen]
    chart.show(
        probability_bars(
            digits,
            () if label == OTHER else (label - FIRST_DIGIT,),
            texts=[percent(float(p)) if p >= _NUMBERED else "" for p in digits],
            x_label=_("probability"),
            hover=_("{digit}: {probability}"),
            height=_BARS_HEIGHT,
        ),
        key="line_bars",
        alt=_("Place {place} of the answer: {said}").format(
            place=chosen + 1,
            said=", ".join(f"{i} {percent(float(p))}" for i, p in enumerate(digits)),
        ),
    )
    st.caption(
        _("If all other digits stay as they are. No digit at all: {share}.").format(
            share=percent(float(shares[OTHER]))
        )
    )
