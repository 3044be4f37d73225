"""The way of several optimizers down a surface: contour above, loss by step below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dlcore.figures import marks, palette
from dlcore.figures.layout import axis, figure, legend, margin

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

HEIGHT = 620  # px
START_TRACE = 1
_FIRST, _EACH = 2, 4  # traces: the first of a trajectory, and how many each has
_CONTOUR_SHARE = (0.36, 1.0)  # of the height
_LOSS_SHARE = (0.0, 0.24)
_FLOOR = 1e-12  # a loss nearer to the lowest is drawn here
_DECADES = 6  # shown of a loss, below the highest
_INK, _PAPER = "#1B2237", "#FFFFFF"  # of marks that stand out on light and dark ground alike


@dataclass(frozen=True)
class DescentPath:
    """One optimizer's way: points (n, 2) and losses (n,), finite, the start first."""

    label: str
    points: np.ndarray
    losses: np.ndarray
    style: palette.LineStyle


@dataclass(frozen=True)
class DescentWords:
    """What stands in `descent`: in the legend, and at the axes below."""

    minimum: str
    start: str
    step: str
    loss: str


def descent(
    trajectories: Sequence[DescentPath],
    *,
    view: tuple[float, float, float, float],
    relief: str,
    minima: Sequence[tuple[float, float]],
    lowest: float,
    start: tuple[float, float],
    steps: int,
    words: DescentWords,
    height: int = HEIGHT,
) -> Figure:
    """Draws every way twice, on the contour and as loss by step, each with a head at its end.

    Args:
        trajectories: may be empty.
        view: x from, x to, y from, y to.
        relief: the surface as a picture of the view, see `dlcore.figures.relief`.
        lowest: what losses are measured from, so that a logarithmic axis can show them.
        steps: where the axis of steps ends.
    """
    left, right, bottom, top = view
    losses = loss_range([one.losses for one in trajectories], lowest)
    power = {"type": "log", "exponentformat": "power", "nticks": 5}
    bare: dict[str, Any] = {"showgrid": False, "zeroline": False}
    return figure(
        [
            _landmark(np.reshape(minima, (-1, 2)), "star", 15, words.minimum),
            _landmark(np.reshape(start, (1, 2)), "diamond", 13, words.start),
            *(trace for one in trajectories for trace in _traces(one, lowest)),
        ],
        height,
        margin=margin(r=12),
        legend=legend(y=1.01),
        showlegend=True,
        hovermode="closest",
        images=[marks.image(relief, left, top, right - left, top - bottom)],
        xaxis=axis(range=[left, right], **bare),
        yaxis=axis(range=[bottom, top], domain=_CONTOUR_SHARE, **bare),
        xaxis2=axis(words.step, range=[0, steps], anchor="y2"),
        yaxis2=axis(words.loss, domain=_LOSS_SHARE, anchor="x2", range=losses, **power),
    )


def moving(count: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Indices of the traces that grow in a film of so many, and of those that are heads."""
    firsts = [_FIRST + _EACH * i for i in range(count)]
    grown = tuple(first + k for first in firsts for k in (0, 1))
    return grown, tuple(first + k for first in firsts for k in (2, 3))


def loss_range(losses: Sequence[np.ndarray], lowest: float) -> list[float]:
    """Powers of ten from the lowest to the highest loss worth showing, above `lowest`.

    What diverges may leave the panel: its numbers would press all others flat.
    """
    above = [np.maximum(loss.astype(float) - lowest, _FLOOR) for loss in losses if len(loss)]
    if not above:
        return [-3.0, 1.0]
    top = max(min(one.max(), 100 * one[0]) for one in above)
    bottom = min(one.min() for one in above)
    low, high = np.log10(bottom), np.log10(max(top, _FLOOR))
    low = max(low, high - _DECADES)
    room = 0.05 * max(high - low, 0.2)
    return [float(low - room), float(high + room)]


def _landmark(places: np.ndarray, symbol: str, size: int, name: str) -> marks.Mark:
    hover = "%{x:.3g}, %{y:.3g}<extra>" + name + "</extra>"
    look: marks.Mark = {"symbol": symbol, "edge": (_INK, 1.5), "name": name}
    return marks.points(places[:, 0], places[:, 1], _PAPER, size, **look, hovertemplate=hover)


def _traces(one: DescentPath, lowest: float) -> list[marks.Mark]:
    """Path, loss, and their heads."""
    above = np.maximum(one.losses.astype(float) - lowest, _FLOOR)
    path, loss = (one.points[:, 0], one.points[:, 1], ""), (np.arange(len(above)), above, "2")
    return [
        _line(one, *path, legend=True),
        _line(one, *loss),
        _head(one, *path),
        _head(one, *loss),
    ]


def _line(
    one: DescentPath, x: np.ndarray, y: np.ndarray, axes: str, *, legend: bool = False
) -> marks.Mark:
    return marks.curve(
        x,
        y,
        one.style.colour,
        dash=one.style.dash,
        name=one.label,
        legendgroup=one.label,
        showlegend=legend,
        xaxis=f"x{axes}",
        yaxis=f"y{axes}",
        hovertemplate="%{x:.4g}, %{y:.4g}<extra>" + one.label + "</extra>",
    )


def _head(one: DescentPath, x: np.ndarray, y: np.ndarray, axes: str) -> marks.Mark:
    size = 8 if axes else 11
    head = marks.points(x, y, one.style.colour, size, edge=(_PAPER, 1.5), hoverinfo="skip")
    return _line(one, x, y, axes) | head
