"""The way of several optimizers down a surface: contour above, loss by step below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dlcore.figures import palette
from dlcore.figures.layout import figure, quiet_layout

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

HEIGHT = 620  # px
START_TRACE = 1
_FIRST_WAY = 2
_PER_WAY = 4  # path, loss, and their heads
_CONTOUR_SHARE = (0.36, 1.0)  # of the height
_LOSS_SHARE = (0.0, 0.24)
_FLOOR = 1e-12  # a loss nearer to the lowest is drawn here
_DECADES = 6  # shown of a loss, below the highest
_INK, _PAPER = "#1B2237", "#FFFFFF"  # of marks that stand out on light and dark ground alike


@dataclass(frozen=True)
class Way:
    """One optimizer's way: points (n, 2) and losses (n,), finite, the start first."""

    label: str
    points: np.ndarray
    losses: np.ndarray
    style: palette.LineStyle


def descent(
    ways: Sequence[Way],
    *,
    view: tuple[float, float, float, float],
    relief: str,
    minima: Sequence[tuple[float, float]],
    lowest: float,
    start: tuple[float, float],
    steps: int,
    minimum_label: str,
    start_label: str,
    step_label: str,
    loss_label: str,
    height: int = HEIGHT,
) -> Figure:
    """Draws every way twice, on the contour and as loss by step, each with a head at its end.

    Args:
        ways: may be empty.
        view: x from, x to, y from, y to.
        relief: the surface as a picture of the view, see `dlcore.figures.relief`.
        lowest: what losses are measured from, so that a logarithmic axis can show them.
        steps: where the axis of steps ends.
    """
    left, right, bottom, top = view
    traces = [
        _marks(np.reshape(minima, (-1, 2)), "star", 15, minimum_label),
        _marks(np.reshape(start, (1, 2)), "diamond", 13, start_label),
    ]
    for way in ways:
        above = np.maximum(way.losses.astype(float) - lowest, _FLOOR)
        counted = np.arange(len(above))
        traces += [
            _line(way, way.points[:, 0], way.points[:, 1], "", legend=True),
            _line(way, counted, above, "2"),
            _head(way, way.points[:, 0], way.points[:, 1], ""),
            _head(way, counted, above, "2"),
        ]
    return figure(
        traces,
        quiet_layout(
            height,
            margin={"l": 8, "r": 12, "t": 8, "b": 8},
            legend={"orientation": "h", "x": 0, "y": 1.01, "yanchor": "bottom"},
            showlegend=True,
            hovermode="closest",
            images=[
                {
                    "source": relief,
                    "xref": "x",
                    "yref": "y",
                    "x": left,
                    "y": top,
                    "sizex": right - left,
                    "sizey": top - bottom,
                    "sizing": "stretch",
                    "layer": "below",
                }
            ],
            xaxis={"range": [left, right], "showgrid": False, "zeroline": False},
            yaxis={
                "range": [bottom, top],
                "domain": _CONTOUR_SHARE,
                "showgrid": False,
                "zeroline": False,
            },
            xaxis2={"range": [0, steps], "anchor": "y2", "title": {"text": step_label}},
            yaxis2={
                "type": "log",
                "domain": _LOSS_SHARE,
                "anchor": "x2",
                "range": loss_range([way.losses for way in ways], lowest),
                "exponentformat": "power",
                "nticks": 5,
                "title": {"text": loss_label},
            },
        ),
    )


def moving(count: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Indices of the traces that grow in a film of so many ways, and of those that are heads."""
    firsts = [_FIRST_WAY + _PER_WAY * i for i in range(count)]
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


def _marks(points: np.ndarray, symbol: str, size: int, name: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": points[:, 0],
        "y": points[:, 1],
        "marker": {
            "symbol": symbol,
            "size": size,
            "color": _PAPER,
            "line": {"color": _INK, "width": 1.5},
        },
        "hovertemplate": "%{x:.3g}, %{y:.3g}<extra>" + name + "</extra>",
    }


def _line(
    way: Way, x: np.ndarray, y: np.ndarray, axis: str, legend: bool = False
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": way.label,
        "legendgroup": way.label,
        "showlegend": legend,
        "x": x,
        "y": y,
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "line": {"color": way.style.colour, "dash": way.style.dash, "width": 2.5},
        "hovertemplate": "%{x:.4g}, %{y:.4g}<extra>" + way.label + "</extra>",
    }


def _head(way: Way, x: np.ndarray, y: np.ndarray, axis: str) -> dict[str, Any]:
    return {
        **_line(way, x, y, axis),
        "mode": "markers",
        "marker": {
            "color": way.style.colour,
            "size": 11 if not axis else 8,
            "line": {"color": _PAPER, "width": 1.5},
        },
        "hoverinfo": "skip",
    }
