"""Charts of a GAN: how the game goes, and what is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlcore.figures import palette
from dlcore.figures.layout import figure, level_line, level_name, quiet_layout

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

Points = Sequence[Sequence[float]]  # [step, y] each

GENERATOR = palette.SERIES[2]
DISCRIMINATOR = palette.SERIES[3]


@dataclass(frozen=True)
class Line:
    """One quantity over the steps.

    Attributes:
        name: as the reader reads it.
        points: [step, value] each.
        colour: "#rrggbb".
        dash: as in plotly.
        marked: its points are few and are shown.
    """

    name: str
    points: Points
    colour: str
    dash: str = "solid"
    marked: bool = False


def game(
    lines: Sequence[Line],
    *,
    title: str,
    step_label: str,
    steps: int,
    level: tuple[float, str] | None = None,
    bounds: tuple[float, float] | None = None,
    percent: bool = False,
    height: int = 250,
) -> Figure:
    """Lines over the steps of a run, from its first moment to its end.

    Args:
        level: where the game would stand still, and what is said of it.
        bounds: of the vertical axis; by what there is where None, without the rare far points that
            would flatten all others.
        percent: the axis counts in percent.
    """
    traces = [
        {
            "type": "scatter",
            "mode": "lines+markers" if line.marked else "lines",
            "name": line.name,
            "x": _column(line.points, 0),
            "y": _column(line.points, 1),
            "line": {"color": line.colour, "width": 1.8, "dash": line.dash},
            "marker": {"size": 5},
            "hovertemplate": "%{y:.1%}" if percent else "%{y:.3g}",
        }
        for line in lines
    ]
    span = bounds or reach([line.points for line in lines], level[0] if level else None)
    return figure(
        traces,
        quiet_layout(
            height,
            margin={"l": 8, "r": 8, "t": 56, "b": 8},
            title={"text": title, "x": 0, "y": 0.98, "yanchor": "top"},
            legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
            shapes=[level_line(level[0])] if level else [],
            annotations=[level_name(*level)] if level else [],
            xaxis={"title": {"text": step_label}, "range": [0, max(1, steps)], "nticks": 5},
            yaxis={"range": list(span)} | ({"tickformat": ".0%"} if percent else {}),
            showlegend=True,
            hovermode="x",
        ),
    )


def reach(series: Sequence[Points], level: float | None) -> tuple[float, float]:
    """The part of a vertical axis that holds all but the farthest hundredth of the points."""
    values = np.concatenate([_column(points, 1) for points in series] or [np.zeros(0)])
    values = values[np.isfinite(values)]
    low, high = np.percentile(values, [1, 99]) if len(values) else (0.0, 1.0)
    if level is not None:
        low, high = min(low, level), max(high, level)
    margin = 0.1 * (high - low) or 0.5
    return float(low - margin), float(high + margin)


def counts(
    read: ArrayLike,
    asked: ArrayLike | None,
    *,
    read_label: str,
    asked_label: str,
    digit_label: str,
    height: int = 230,
) -> Figure:
    """How many drawings were read as each digit, and how many were asked for.

    Args:
        read: (10,) whole numbers.
        asked: the same; None where nothing was asked for.
    """
    digits = [str(digit) for digit in range(10)]
    traces: list[dict] = [
        {
            "type": "bar",
            "name": read_label,
            "x": digits,
            "y": np.asarray(read),
            "marker": {"color": palette.TRAINING, "cornerradius": 3},
        }
    ]
    if asked is not None:
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": asked_label,
                "x": digits,
                "y": np.asarray(asked),
                "marker": {
                    "symbol": "line-ew-open",
                    "size": 22,
                    "line": {"width": 3, "color": palette.VALIDATION},
                    "color": palette.VALIDATION,
                },
            }
        )
    top = max([1, *np.ravel(read), *np.ravel(asked if asked is not None else 0)])
    return figure(
        traces,
        quiet_layout(
            height,
            bargap=0.25,
            showlegend=True,
            xaxis={"type": "category", "title": {"text": digit_label}, "dtick": 1},
            yaxis={"range": [0, 1.12 * top], "nticks": 5},
        ),
    )


def last(history: Mapping[str, Points], name: str) -> float | None:
    """The newest value of a series; None where there is none."""
    points = history.get(name)
    return float(points[-1][1]) if points else None


def _column(points: Points, axis: int) -> NDArray[np.float64]:
    return np.asarray(points, float).reshape(-1, 2)[:, axis]
