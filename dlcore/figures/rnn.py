"""Charts of a network that reads step by step; those that are films hide what is not read yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from dlcore.figures import heat, marks, palette
from dlcore.figures.classes import categories, short
from dlcore.figures.layout import HIDDEN, axis, figure, legend, margin
from dlcore.figures.lines import Line

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

Edges = tuple[tuple[int, str], ...]  # that move in a film: index of a shape, and name of its edge

COVER = 0  # index of the shape that hides what is not read yet
_DIM = 0.86  # of a row that is not read yet
MOST_BELIEFS = len(palette.CLASSES)
"""So many classes have a line of their own."""
_WORTH = 0.12  # a belief above it bears its name
_BRIEF = 2  # characters: a name for which there is room beside the last step
_WORTH_LONG = 0.3  # the same of longer names, of which few have room beside each other
_POWERS = {"type": "log", "exponentformat": "power"}  # of an axis
_LEFT = 64  # px, margin of charts that stand above each other, over one x


def digit(picture: str, order: str, *, height: int) -> tuple[Figure, Edges]:
    """An image whose rows come one after another, and the edges that move in its film.

    Args:
        picture: data URI of its 28 x 28 pixels.
        order: "rows" or "columns"; anything else covers nothing.
    """
    along, across = ("y", "x") if order == "rows" else ("x", "y")
    ends = {f"{along}0": 28.5, f"{along}1": 28.5, f"{across}0": 0.5, f"{across}1": 28.5}
    cover = marks.rectangle(**ends, fillcolor=heat.paper(_DIM))
    reading = cover | {"type": "line", "line": {"color": palette.VALIDATION, "width": 2}}
    shown = figure(
        [{"type": "scatter", "x": [1], "y": [1], "opacity": 0, "hoverinfo": "skip"}],
        height,
        margin=margin(2),
        images=[marks.image(picture, 0.5, 0.5, 28, 28)],
        shapes=[cover, reading],
        showlegend=False,
        hovermode=False,
        xaxis=HIDDEN | {"range": [0.5, 28.5], "constrain": "domain"},
        yaxis=HIDDEN | {"range": [28.5, 0.5], "scaleanchor": "x", "constrain": "domain"},
    )
    edges = ((COVER, f"{along}0"), (1, f"{along}0"), (1, f"{along}1"))
    return shown, edges if order in ("rows", "columns") else ()


@dataclass(frozen=True)
class UnitWords:
    """What stands in `units`; `hover` has plotly's %{customdata}, the unit, %{x} and %{z}."""

    x: str
    y: str
    hover: str


def units(
    values: np.ndarray,
    order: np.ndarray,
    *,
    signed: bool,
    extent: float,
    chosen: int | None,
    words: UnitWords,
    height: int,
    wide: bool,
) -> tuple[Figure, Edges]:
    """What each unit says at each step, a row for each unit, and the edges that move in its film.

    Args:
        values: (time, units).
        order: (units,), which unit stands in which row, the uppermost first.
        signed: whether the colours tell below from above 0.
        extent: the value of the strongest colour.
        chosen: the unit with a frame.
        wide: whether its steps stand below those of `beliefs`.
    """
    steps, count = values.shape
    end = steps + 0.5
    shapes = [marks.rectangle(end, -0.5, end, count - 0.5, fillcolor=heat.paper(1))]
    if chosen is not None:
        row, look = int(np.argmax(order == chosen)), {"color": palette.RIGHT, "width": 1}
        shapes.append(marks.rectangle(0.5, row - 0.5, end, row + 0.5, line=look))
    span = _over(steps) if wide else [0.5, end]
    bare = {"showticklabels": False, "ticks": "", "showgrid": False, "zeroline": False}
    shown = figure(
        [_cells(values[:, order].T, order, signed, extent, words.hover)],
        height,
        margin=margin(l=_LEFT, t=4) if wide else margin(t=4),
        shapes=shapes,
        hovermode="closest",
        xaxis=axis(words.x, range=span, showgrid=False, zeroline=False),
        yaxis=axis(words.y, range=[count - 0.5, -0.5], automargin=not wide, **bare),
    )
    return shown, ((COVER, "x0"),)


def _cells(
    rows: np.ndarray, order: np.ndarray, signed: bool, extent: float, hover: str
) -> marks.Mark:
    count, steps = rows.shape
    return {
        "type": "heatmap",
        "z": np.ascontiguousarray(rows, np.float32),
        "x": np.arange(1, steps + 1),
        "y": np.arange(count),
        "customdata": np.repeat(order[:, None], steps, axis=1),
        "zmin": -extent if signed else 0,
        "zmax": extent,
        "colorscale": heat.colour_scale(below_zero=signed),
        "showscale": False,
        "hovertemplate": hover + "<extra></extra>",
    }


def _over(steps: int) -> list[float]:
    """From nothing read to all read, with room for what stands at the end of a line."""
    return [-0.3, steps + 1.2]


@dataclass(frozen=True)
class BeliefWords:
    """What stands in `beliefs`: where the answer is decided, at the axes, and where a pointer rests
    on the classes that share a line."""

    decided: str
    x: str
    y: str
    others: str


@dataclass(frozen=True)
class BeliefMoves:
    """Indices of the traces of `beliefs` that grow in a film, and of those that are heads."""

    grown: tuple[int, ...]
    heads: tuple[int, ...]


def beliefs(
    shares: np.ndarray,
    names: Sequence[str],
    drawn: Sequence[int],
    *,
    decided: int,
    words: BeliefWords,
    height: int,
) -> tuple[Figure, BeliefMoves]:
    """Lines over the steps, each with its class at its head and peak, and how they move in a film.

    Args:
        shares: (time + 1, k) in [0, 1], before anything is read and after each step.
        names: of the k classes.
        drawn: classes with a line of their own, the answer among them, at most `MOST_BELIEFS`; all
            others together are one dotted line.
        decided: the step from which the answer stays.
    """
    steps = len(shares) - 1
    answer = int(shares[-1].argmax())
    # Where names are long they stand above their lines: beside the last step is no room for them.
    brief = max(map(len, names)) <= _BRIEF
    styled = list(zip(drawn, palette.CLASSES, strict=False))
    worth = _worth(shares, brief)
    lines = [
        _belief(shares[:, i], names[i], c, worth[:, i] & (i != answer), brief) for i, c in styled
    ]
    if len(drawn) < len(names):
        lines.append(_others(shares, drawn, words.others))
    heads = [
        head for i, c in styled for head in _heads(shares[:, i], names[i], c, worth[:, i], brief)
    ]
    moves = BeliefMoves(tuple(range(len(lines))), tuple(range(len(lines), len(lines) + len(heads))))
    shown = figure(
        [*lines, *heads],
        height,
        margin=margin(l=_LEFT, t=20),
        hovermode="closest",
        shapes=[marks.upright(decided)],
        annotations=[_at_the_top(decided, words.decided, steps)],
        xaxis=axis(words.x, range=_over(steps), zeroline=False),
        yaxis=axis(
            words.y, range=[-0.03, 1.05 if brief else 1.13], tickformat=".0%", automargin=False
        ),
    )
    return shown, moves


def _worth(shares: np.ndarray, brief: bool) -> np.ndarray:
    """Which beliefs bear their names, (time + 1, k): long ones where they lead, or nearly."""
    leads = shares == shares.max(axis=1, keepdims=True)
    return shares > np.where(leads | brief, _WORTH, _WORTH_LONG)


def _belief(
    shares: np.ndarray, name: str, colour: str, worth: np.ndarray, brief: bool
) -> marks.Mark:
    """A line with its class at its peak, if that is worth it; the answer has it at its head."""
    x, peak = np.arange(len(shares)), int(shares.argmax())
    return marks.curve(
        x,
        shares,
        colour,
        mode="lines+text",
        text=[_shown(name) if worth[peak] and i == peak else "" for i in x],
        textposition="top center" if brief else _above(2 * peak < len(x)),
        textfont={"color": colour, "size": 12},
        **_said(name),
    )


def _others(shares: np.ndarray, drawn: Sequence[int], name: str) -> marks.Mark:
    """The sum of all beliefs that have no line of their own."""
    together = np.delete(shares, np.asarray(drawn), axis=1).sum(axis=1)
    return marks.curve(np.arange(len(shares)), together, palette.MUTED, 1.5, "dot", **_said(name))


def _said(name: str) -> marks.Mark:
    """Where a pointer rests; the name is no part of the template, in which it could be one."""
    (text,) = categories([name])
    hover = "%{fullData.name}: %{y:.1%}<extra></extra>"
    return {"name": text, "hovertemplate": hover, "showlegend": False}


def _heads(
    shares: np.ndarray, name: str, colour: str, worth: np.ndarray, brief: bool
) -> list[marks.Mark]:
    """The point that a line has come to, with its class where that is worth it.

    A trace has its texts on one side alone, so a long name takes two: what stands to the right of
    early steps, and to the left of late ones.
    """
    x = np.arange(len(shares))
    early = 2 * x < len(x)
    texts = [f"<b>{_shown(name)}</b>" if there else "" for there in worth]
    sides = [("middle right", np.ones(len(x), bool))]
    if not brief:
        sides = [(_above(True), early), (_above(False), ~early)]
    return [
        marks.points(
            x,
            shares,
            colour,
            7,
            mode="markers+text",
            text=[text if there else "" for text, there in zip(texts, where, strict=True)],
            textposition=side,
            textfont={"color": colour, "size": 14},
            hoverinfo="skip",
            cliponaxis=False,
            showlegend=False,
        )
        for side, where in sides
    ]


def _shown(name: str) -> str:
    (text,) = categories([short(name)])
    return text


def _above(early: bool) -> str:
    """Where a long name stands: within the picture."""
    return "top right" if early else "top left"


def _at_the_top(x: float, text: str, end: float) -> marks.Mark:
    side = "right" if x > end / 2 else "left"
    look = {"font": {"color": palette.MUTED, "size": 12}}
    return marks.note(x, 1, text, yref="paper", yanchor="bottom", xanchor=side, **look)


def lines(
    shown: Sequence[Line],
    *,
    x_label: str,
    y_label: str,
    height: int,
    y_range: tuple[float, float] | None = None,
    percent: bool = False,
    logs: str = "",
    uprights: Sequence[float] = (),
    band: tuple[float, float] | None = None,
    levels: Sequence[tuple[float, str]] = (),
) -> Figure:
    """Lines over one x.

    Args:
        shown: all over the same x.
        percent: whether y is shown in percent.
        y_range: from the lower to the upper end.
        logs: which axes are logarithmic: "", "x", "y" or "xy"; what is not above 0 is left out.
        uprights: x with a dotted line each.
        band: a stretch of x that is shaded.
        levels: y with a dotted line each, and its name; drawn where a line comes near.
    """
    log = "y" in logs
    hover = "%{x}: %{y:.1%}" if percent else "%{x}: %{y:.3g}"
    if log:
        shown = [replace(one, y=np.where(one.y > 0, one.y, np.nan)) for one in shown]
    lowest = min((float(np.nanmin(one.y, initial=np.inf)) for one in shown), default=np.inf)
    reached = [(y, name) for y, name in levels if lowest < 100 * y]
    return figure(
        [marks.line(one, hovertemplate=hover) for one in shown],
        height,
        margin=margin(),
        shapes=[
            *map(marks.upright, uprights),
            *([marks.band(*band, palette.VALIDATION)] if band else []),
            *(marks.level(y) for y, _name in reached),
        ],
        annotations=[marks.level_name(y, name, log=log) for y, name in reached],
        showlegend=True,
        legend=legend(),
        xaxis=axis(x_label, **(_log_ticks(shown) if "x" in logs else {})),
        yaxis=_y_axis(y_label, y_range, percent, log),
    )


def _log_ticks(shown: Sequence[Line]) -> dict[str, Any]:
    """One at each x, which are few."""
    x = shown[0].x if shown else np.empty(0)
    return _POWERS | {"tickvals": x, "ticktext": [f"{value:g}" for value in x]}


def _y_axis(
    label: str, span: tuple[float, float] | None, percent: bool, log: bool
) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if span:
        more["range"] = [float(np.log10(y)) for y in span] if log else [*span]
    if percent:
        more["tickformat"] = ".0%"
    return axis(label, **more, **(_POWERS | {"nticks": 7} if log else {}))
