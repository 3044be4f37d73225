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


@dataclass(frozen=True)
class WeightWords:
    """What stands in `one_weight`: at the axes and in the legend."""

    weight: str
    loss: str
    tangent: str
    way: str


def one_weight(
    w: np.ndarray,
    losses: np.ndarray,
    way: tuple[np.ndarray, np.ndarray],
    slope: float,
    following: float,
    *,
    top: float,
    words: WeightWords,
    height: int = 460,
) -> Figure:
    """The loss of one weight, the way so far, the tangent, and last of all the point to be dragged.

    Args:
        w, losses: (n,) each, the curve; w rising.
        way: the weights and the losses of the steps so far, the start first.
        slope: of the curve at the last of them.
        following: the weight after one more step, for an arrow at the foot.
        top: highest loss that is shown.
    """
    here, loss = float(way[0][-1]), float(way[1][-1])
    width, floor = float(np.ptp(w)), -0.1 * top
    half = 0.14 * width / float(np.hypot(1, slope * width / top))  # as long wherever it is
    ends = np.array([here - half, here + half])
    silent: dict[str, Any] = {"showlegend": False, "hoverinfo": "skip"}
    trail = marks.curve(*way, palette.VALIDATION, 1.5, "dot", name=words.way)
    return figure(
        [
            marks.curve(w, losses, palette.MUTED, 3, **silent),
            trail | {"mode": "lines+markers", "marker": {"size": 7}},
            marks.curve(ends, loss + slope * (ends - here), palette.WRONG, 3, name=words.tangent),
            marks.points([here], [loss], palette.TRAINING, 18, **silent),
        ],
        height,
        margin=margin(t=40),
        legend=legend(),
        xaxis=axis(words.weight, range=[float(w[0]), float(w[-1])]),
        yaxis=axis(words.loss, range=[1.6 * floor, top]),
        showlegend=True,
        annotations=[_arrow(here, following, floor)],
    )


def _arrow(start: float, end: float, height: float) -> marks.Mark:
    ends = {"ax": start, "ay": height, "axref": "x", "ayref": "y"}
    look = {"arrowhead": 2, "arrowwidth": 3, "arrowcolor": palette.TRAINING}
    return marks.note(end, height, "") | {"showarrow": True, **ends, **look}


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
