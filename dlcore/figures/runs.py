"""Charts of runs beside one another: their curves, what they confuse, what they cost."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore.figures import marks, palette
from dlcore.figures.classes import categories, class_axis
from dlcore.figures.layout import Spec, axis, legend, margin, spec
from dlcore.figures.palette import LineStyle

MOST = 6  # runs beside one another
_FAINT = 0.3
_FEW = 40  # points that are shown one by one


@dataclass(frozen=True)
class RunLook:
    """How one of the runs is drawn wherever it appears: never told by its colour alone."""

    style: LineStyle
    symbol: str


LOOKS = tuple(
    RunLook(LineStyle(colour, dash), symbol)
    for colour, dash, symbol in zip(
        palette.SERIES,
        (*palette.DASHES, "longdashdot"),
        ("circle", "diamond", "square", "triangle-up", "x", "star"),
        strict=True,
    )
)


@dataclass(frozen=True)
class RunLine:
    """One run's curve.

    Attributes:
        label: what the run is called; a stranger's text.
        look: how it is drawn.
        x, y: (n,) as measured.
        smooth: (n,) in place of y, which then lies faintly behind it; None draws y alone.
    """

    label: str
    look: RunLook
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    smooth: NDArray[np.float64] | None = None


@dataclass(frozen=True)
class CurvesWords:
    """What stands at the axes of `run_curves`."""

    x: str
    y: str


def run_curves(
    lines: Sequence[RunLine],
    *,
    words: CurvesWords,
    percent: bool = False,
    logarithmic: bool = False,
    height: int = 420,
) -> Spec:
    """Curves of at most `MOST` runs over one another, as plain data: a slider may wait for it.

    Args:
        percent: the values are shares.
        logarithmic: the value axis is.
    """
    y_axis = axis(words.y, tickformat=".0%") if percent else axis(words.y)
    if logarithmic:
        y_axis["type"] = "log"
    return spec(
        [trace for line in lines for trace in _traces(line, ".2%" if percent else ".4g")],
        height,
        margin=margin(t=60),
        legend=legend(xanchor="left"),
        xaxis=axis(words.x, rangemode="tozero"),
        yaxis=y_axis,
        showlegend=True,
        hovermode="x unified",
    )


def _traces(line: RunLine, shown_as: str) -> list[marks.Mark]:
    colour, dash = line.look.style
    x, faint = _packed(line.x), []
    if line.smooth is not None:
        silent: dict[str, Any] = {"hoverinfo": "skip", "showlegend": False}
        faint = [marks.curve(x, _packed(line.y), palette.rgba(colour, _FAINT), 1, **silent)]
    few: dict[str, Any] = {}
    if len(line.x) <= _FEW:
        few = {"mode": "lines+markers", "marker": {"size": 7, "symbol": line.look.symbol}}
    drawn = _packed(line.y if line.smooth is None else line.smooth)
    said: dict[str, Any] = {"name": _plain(line.label), "yhoverformat": shown_as}
    return [*faint, marks.curve(x, drawn, colour, 2.5, dash, **said, **few)]


@dataclass(frozen=True)
class RunDot:
    """One run as a point.

    Attributes:
        label: what the run is called; a stranger's text.
        x, y: its place.
        look: None for one of the many that are not compared.
    """

    label: str
    x: float
    y: float
    look: RunLook | None = None


def run_dots(dots: Sequence[RunDot], *, words: CurvesWords, others: str, height: int = 420) -> Spec:
    """Accuracy against what it cost, on a logarithmic axis; a run compared has its own mark.

    Args:
        dots: with x above 0; may be empty.
        others: name of those that are not compared.
    """
    rest = [dot for dot in dots if dot.look is None]
    traces = [_dots(rest, others, palette.rgba(palette.MUTED, 0.6), 9, "circle")] if rest else []
    for dot in dots:
        if dot.look:
            look = dot.look
            traces.append(_dots([dot], dot.label, look.style.colour, 14, look.symbol))
    return spec(
        traces,
        height,
        margin=margin(t=60),
        legend=legend(xanchor="left"),
        xaxis=axis(words.x, type="log"),
        yaxis=axis(words.y, tickformat=".1%"),
        showlegend=True,
        hovermode="closest",
    )


def _dots(dots: Sequence[RunDot], name: str, colour: str, size: int, symbol: str) -> marks.Mark:
    said = [f"{_plain(dot.label)}<br>{dot.y:.2%} · {dot.x:,.4g}" for dot in dots]
    look: dict[str, Any] = {
        "symbol": symbol,
        "hovertext": said,
        "hoverinfo": "text",
        "name": _plain(name),
    }
    return marks.points([dot.x for dot in dots], [dot.y for dot in dots], colour, size, **look)


_MOST_NAMED = 16  # names at an axis of a small chart


def small_confusion(
    matrix: NDArray[np.int64],
    names: Sequence[str] | None = None,
    *,
    right: str,
    wrong: str,
    text_colour: str,
    height: int = 300,
) -> Spec:
    """Counts of what was said (columns) for what was true (rows), to stand beside others.

    As `training.confusion`, without words at the axes and without numbers for what is right: nine
    in ten images are there, and what differs between two networks is beside the diagonal.

    Args:
        matrix: (n, n) non-negative integers, rows truth.
        names: of the n classes; numbers from 0 where they are left out.
        right, wrong: what a cell on and beside the diagonal says where a pointer rests on it, with
            {truth}, {guess} and {count}.
        text_colour: of the page.
    """
    named = list(map(str, range(len(matrix)))) if names is None else list(names)
    on = np.eye(len(matrix), dtype=bool)
    shared: dict[str, Any] = {"showgrid": False, "constrain": "domain"}
    return spec(
        [
            _cells(
                np.where(shown, matrix, 0), categories(named), colour, text_colour, said, numbered
            )
            for shown, colour, said, numbered in (
                (on, palette.RIGHT, right, False),
                (~on, palette.WRONG, wrong, True),
            )
        ],
        height,
        margin=margin(4),
        xaxis=class_axis(named, _MOST_NAMED, **shared, side="bottom"),
        yaxis=class_axis(named, _MOST_NAMED, **shared, autorange="reversed", scaleanchor="x"),
    )


def _cells(
    counts: NDArray[np.int64],
    names: list[str],
    colour: str,
    text_colour: str,
    said: str,
    numbered: bool,
) -> marks.Mark:
    said = said.format(truth="%{y}", guess="%{x}", count="%{customdata}")
    return marks.table(
        [[count**0.5 if count else None for count in row] for row in counts.tolist()],
        names,
        names,
        [[str(count) if count and numbered else "" for count in row] for row in counts.tolist()],
        text_colour,
        customdata=counts.tolist(),
        hovertemplate=said + "<extra></extra>",
        colorscale=[[0, palette.rgba(colour, 0.08)], [1, palette.rgba(colour, 0.6)]],
        zmin=0,
        xgap=1,
        ygap=1,
    )


def _packed(values: NDArray[np.float64]) -> dict[str, str]:
    """An array as plotly and a chart of ours read it: a third of the text, and no rounding in it
    that a picture could show."""
    packed = np.asarray(values, "<f4").tobytes()
    return {"dtype": "f4", "bdata": base64.b64encode(packed).decode()}


def _plain(label: str) -> str:
    """A stranger's text for plotly, which takes tags for its own, links among them."""
    return html.escape(label, quote=False)
