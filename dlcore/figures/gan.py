"""Charts of a GAN: how the game goes, and what is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlcore.figures import marks, palette
from dlcore.figures.classes import categories, class_axis
from dlcore.figures.layout import axis, figure, legend, margin
from dlcore.figures.lines import Line, Points

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

GENERATOR = palette.SERIES[2]
DISCRIMINATOR = palette.SERIES[3]
_NAMED = 20  # classes below an axis
_FEW, _DASH = 12, 22  # classes, and px of the dash over each


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
    hover = "%{y:.1%}" if percent else "%{y:.3g}"
    span = bounds or reach([line.y for line in lines], level[0] if level else None)
    return figure(
        [marks.line(line, 1.8, marker={"size": 5}, hovertemplate=hover) for line in lines],
        height,
        margin=margin(t=56),
        title={"text": title, "x": 0, "y": 0.98, "yanchor": "top"},
        legend=legend(y=1.0),
        shapes=[marks.level(level[0])] if level else [],
        annotations=[marks.level_name(*level)] if level else [],
        xaxis=axis(step_label, range=[0, max(1, steps)], nticks=5),
        yaxis=axis(range=list(span), **({"tickformat": ".0%"} if percent else {})),
        showlegend=True,
        hovermode="x",
    )


def reach(series: Sequence[NDArray], level: float | None) -> tuple[float, float]:
    """The part of a vertical axis that holds all but the farthest hundredth of the values."""
    values = np.concatenate([*series, np.zeros(0)])
    values = values[np.isfinite(values)]
    low, high = np.percentile(values, [1, 99]) if len(values) else (0.0, 1.0)
    if level is not None:
        low, high = min(low, level), max(high, level)
    room = 0.1 * (high - low) or 0.5
    return float(low - room), float(high + room)


@dataclass(frozen=True)
class CountWords:
    """What stands in `counts`: in the legend, and at the axis."""

    read: str
    asked: str
    label: str


def counts(
    read: ArrayLike,
    asked: ArrayLike | None,
    *,
    classes: Sequence[str],
    words: CountWords,
    height: int = 230,
) -> Figure:
    """How many drawings were read as each class, and how many were asked for.

    Args:
        read: (k,) whole numbers.
        asked: the same; None where nothing was asked for.
        classes: names of the k.
    """
    names = categories(classes)
    look: marks.Mark = {"color": palette.TRAINING, "cornerradius": 3}
    traces = [marks.bars(names, np.asarray(read), look, name=words.read)]
    if asked is not None:
        colour = palette.VALIDATION
        size = _DASH if len(names) <= _FEW else _DASH // 3  # or they would be one line
        look = {"symbol": "line-ew-open", "edge": (colour, 3), "name": words.asked}
        traces.append(marks.points(names, np.asarray(asked), colour, size, **look))
    top = max([1, *np.ravel(read), *np.ravel(asked if asked is not None else 0)])
    return figure(
        traces,
        height,
        bargap=0.25,
        showlegend=True,
        xaxis=class_axis(classes, _NAMED, words.label),
        yaxis=axis(range=[0, 1.12 * top], nticks=5),
    )


def last(history: Mapping[str, Points], name: str) -> float | None:
    """The newest value of a series; None where there is none."""
    points = history.get(name)
    return float(points[-1][1]) if points else None
