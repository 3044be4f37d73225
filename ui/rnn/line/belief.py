"""The belief along the line, and how it becomes the answer; played in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dlcore.figures import heat
from dlcore.figures import line as drawing
from dlcore.line import ctc
from dlcore.line.reading import LineReading
from ui.frame.i18n import gap
from ui.frame.i18n import gettext as _
from ui.rnn.line import answers
from ui.rnn.line.signs import ALL, sign, written
from ui.shared import chart, pictures
from ui.shared.verdicts import percent

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_HEIGHT = 540  # px
_SHARP = 900  # px, of the picture of the line


def show(reading: LineReading) -> None:
    """The line, twelve rows of belief below it, and three steps from them to the answer."""
    figure, grown, edges = _drawn(reading)
    said = _said(reading)
    chart.show(
        figure,
        key="line_belief",
        alt=gap().join(said[:: max(1, len(said) // 7)]),
        on_click=lambda x, _y: answers.choose(reading, round(x) - 1),
        film=chart.Film(
            traces=grown,
            heads=(),
            steps=len(reading.beliefs),
            edges=edges,
            says=said,
            plays="line_belief",
        ),
        save="dlcore-line",
    )
    st.caption(
        _(
            "“–” is the blank, “?” what is no digit. The film goes from left to right, but the "
            "network has read the line from both sides before it says anything. Click on a digit's "
            "belief to see its ten bars."
        )
    )


def _drawn(reading: LineReading) -> tuple[Figure, tuple[int, ...], drawing.Edges]:
    tall, wide = reading.seen.shape
    return drawing.reading(
        pictures.data_uri(heat.grey(reading.seen, 1.0), _SHARP),
        (wide, tall),
        reading.beliefs,
        chosen=answers.chosen_span(reading),
        words=drawing.LineWords(
            signs=ALL,
            x=_("place in the line"),
            path=_("likeliest"),
            merged=_("merged"),
            read=_("read as"),
            hover=_("place {place}, {symbol}: {belief}").format(
                place="%{x}", symbol="%{customdata}", belief="%{z:.1%}"
            ),
        ),
        height=_HEIGHT,
    )


def _said(reading: LineReading) -> tuple[str, ...]:
    """What is believed and read at each moment of the film, in words."""
    path = reading.beliefs.argmax(axis=1)
    after = (
        _("Place {place}: “{symbol}”, {share}. Read so far: {answer}").format(
            place=place + 1,
            symbol=sign(int(path[place])),
            share=percent(float(reading.beliefs[place].max())),
            answer=written(ctc.collapse(path[: place + 1])) or _("nothing"),
        )
        for place in range(len(path))
    )
    return _("Nothing read yet."), *after
