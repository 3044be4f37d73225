"""Charts of losses: over the prediction, in a fit, on the way down a slope, and of examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dlcore.figures import marks, palette
from dlcore.figures.layout import axis, figure, legend, margin
from dlcore.figures.lines import ValueAndGradient
from dlcore.figures.palette import LineStyle

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_LEGEND = legend(xanchor="left")
_SHOWN_STEPS = 150


@dataclass(frozen=True)
class Shade:
    """A stretch of the x axis that is named."""

    low: float
    high: float
    label: str


@dataclass(frozen=True)
class LossWords:
    """What stands at the axes of `loss_and_gradient`."""

    x: str
    loss: str
    gradient: str


def loss_and_gradient(
    x: np.ndarray,
    losses: Mapping[str, ValueAndGradient],
    at: float,
    *,
    words: LossWords,
    loss_limit: float | None = None,
    gradient_limit: float | None = None,
    shade: Shade | None = None,
    height: int = 480,
) -> Figure:
    """Loss above gradient over one x axis, each loss in one style in both.

    Args:
        x: (n,) predictions or logits.
        losses: by name; may be empty.
        at: the marked place.
        loss_limit: what of the losses is shown; all of them where it is None.
        gradient_limit: the same for the gradients, to both sides of 0.
    """
    reach = [float(x[0]), float(x[-1])] if len(x) else [0.0, 1.0]
    below = None if loss_limit is None else [-0.04 * loss_limit, loss_limit]
    around = None if gradient_limit is None else [-gradient_limit, gradient_limit]
    shapes = [marks.upright(at, width=1, xref="x", layer="below")]
    if shade:
        shapes.append(marks.band(shade.low, shade.high, palette.WRONG, 0.16, xref="x"))
    return figure(
        [trace for name, one in losses.items() for trace in _traces(name, one, x, at)],
        height,
        margin=margin(t=60),
        legend=_LEGEND,
        xaxis=axis(words.x, range=reach, anchor="y2"),
        yaxis=axis(words.loss, domain=[0.54, 1], range=below),
        yaxis2=axis(words.gradient, domain=[0, 0.46], range=around, anchor="x"),
        shapes=shapes,
        annotations=[_name_of(shade)] if shade else [],
        showlegend=True,
        hovermode="x unified",
    )


def _traces(name: str, one: ValueAndGradient, x: np.ndarray, at: float) -> list[marks.Mark]:
    colour, dash = one.style
    upper: marks.Mark = {"name": one.label, "legendgroup": name, "xaxis": "x", "yaxis": "y"}
    lower = upper | {"yaxis": "y2", "showlegend": False}
    silent = {"showlegend": False, "hoverinfo": "skip"}
    return [
        marks.curve(x, one.value, colour, dash=dash, **upper),
        marks.curve(x, one.gradient, colour, dash=dash, **lower),
        marks.points([at], [one.value_at], colour, 10, **(upper | silent)),
        marks.points([at], [one.gradient_at], colour, 10, **(lower | silent)),
    ]


def _name_of(shade: Shade) -> marks.Mark:
    # Between a gradient near 0 and a large one.
    return marks.note((shade.low + shade.high) / 2, 0.23, shade.label, xref="x", yref="paper")


@dataclass(frozen=True)
class FitWords:
    """What stands in the legend of `fitted_lines` besides the losses."""

    points: str
    outlier: str
    truth: str


def fitted_lines(
    x: np.ndarray,
    y: np.ndarray,
    outlier: tuple[float, float] | None,
    lines: Mapping[str, tuple[float, float]],
    looks: Mapping[str, tuple[str, LineStyle]],
    truth: tuple[float, float],
    *,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    words: FitWords,
    height: int = 440,
) -> Figure:
    """Points, lines fitted to them, and last of all the outlier, the one point to be dragged.

    Args:
        x, y: (n,) the other points.
        outlier: its place; None draws none.
        lines: slope and intercept by name of the loss.
        looks: label and style by name of the loss.
        truth: slope and intercept of the line that the points come from.
    """
    ends = np.array(x_range, float)
    traces = [marks.curve(ends, _along(truth, ends), palette.MUTED, 1, name=words.truth)]
    for name, fit in lines.items():
        label, (colour, dash) = looks[name]
        traces.append(marks.curve(ends, _along(fit, ends), colour, dash=dash, name=label))
    traces.append(marks.points(x, y, palette.MUTED, 8, name=words.points))
    if outlier:
        look: marks.Mark = {"symbol": "diamond", "edge": (palette.MUTED, 2)}
        place = ([outlier[0]], [outlier[1]])
        traces.append(marks.points(*place, palette.WRONG, 18, **look, name=words.outlier))
    return figure(
        traces,
        height,
        margin=margin(t=60),
        legend=_LEGEND,
        xaxis=axis("x", range=list(x_range)),
        yaxis=axis("y", range=list(y_range)),
        showlegend=True,
    )


@dataclass(frozen=True)
class HandWords:
    """What stands in the legend of `line_by_hand`."""

    points: str
    drawn: str
    best: str


def line_by_hand(
    x: np.ndarray,
    y: np.ndarray,
    drawn: tuple[float, float],
    best: tuple[float, float] | None,
    *,
    ends: tuple[float, float],
    words: HandWords,
    height: int = 460,
) -> Figure:
    """Points, a line and its distances from them, and last of all its two ends, to be dragged.

    Args:
        x, y: (n,) the points.
        drawn: slope and intercept of the line.
        best: of another one; None draws none.
        ends: x of the two handles; the line goes on a little beyond.
    """
    wide = np.array([ends[0] - 1, ends[1] + 1])
    gaps = np.full(len(x), np.nan)
    silent: marks.Mark = {"showlegend": False, "hoverinfo": "skip"}
    distances = np.stack([y, _along(drawn, x), gaps], axis=1).ravel()
    traces = [marks.curve(np.repeat(x, 3), distances, palette.WRONG, 1.5, "dot", **silent)]
    if best:
        traces.append(
            marks.curve(wide, _along(best, wide), palette.RIGHT, dash="dash", name=words.best)
        )
    handles = np.array(ends)
    return figure(
        [
            *traces,
            marks.curve(wide, _along(drawn, wide), palette.TRAINING, 3, name=words.drawn),
            marks.points(x, y, palette.MUTED, 9, name=words.points),
            marks.points(handles, _along(drawn, handles), palette.TRAINING, 18, **silent),
        ],
        height,
        margin=margin(t=40),
        legend=_LEGEND,
        xaxis=axis("x", range=[float(wide[0]), float(wide[1])]),
        yaxis=axis("y", range=[-3, 13]),
        showlegend=True,
    )


def _along(line: tuple[float, float], x: np.ndarray) -> np.ndarray:
    return line[0] * x + line[1]


def descents(
    paths: Mapping[str, np.ndarray],
    looks: Mapping[str, tuple[str, LineStyle]],
    *,
    step_label: str,
    probability_label: str,
    height: int = 260,
) -> Figure:
    """Probability of the right answer against step; steps from 1 on, on a logarithmic axis.

    Args:
        paths: (steps + 1,) probabilities by name of the loss; may be empty.
        looks: label and style by name of the loss.
    """
    traces = []
    for name, path in paths.items():
        label, (colour, dash) = looks[name]
        steps = _spread(len(path) - 1)
        traces.append(marks.curve(steps, path[steps], colour, dash=dash, name=label))
    return figure(
        traces,
        height,
        margin=margin(t=36),
        xaxis=axis(step_label, type="log", dtick=1, range=[0, 3]),
        yaxis=axis(probability_label, range=[-0.02, 1.02], tickformat=".0%"),
        shapes=[marks.level(0.5)],
        showlegend=False,
    )


def _spread(steps: int) -> np.ndarray:
    """Steps from 1 on, as close together as a logarithmic axis can show."""
    spread = np.geomspace(1, max(1, steps), _SHOWN_STEPS).round().astype(int)
    return np.unique(spread[spread <= steps])


def example_bars(
    probabilities: np.ndarray,
    right: Sequence[int],
    chosen: int,
    *,
    classes: Sequence[str],
    titles: Sequence[str],
    height: int = 240,
) -> Figure:
    """One group of bars for each example, the right class ticked and in the colour of the answer.

    Args:
        probabilities: (examples, classes) in [0, 1].
        right: index of the right class of each example.
        chosen: index of the example that is shown in full colour.
        classes: names of the classes.
        titles: above each group.
    """
    count, gap = len(classes), len(classes) + 1
    shares = np.asarray(probabilities, float).ravel()
    places = (np.arange(len(titles))[:, None] * gap + np.arange(count)).ravel()
    is_right = [k == answer for answer in right for k in range(count)]
    colours = [
        palette.rgba(palette.RIGHT if ticked else palette.MUTED, 1.0 if i == chosen else 0.45)
        for i, ticked in zip(np.repeat(range(len(titles)), count), is_right, strict=True)
    ]
    names = [
        f"{name} ✓" if ticked else name
        for name, ticked in zip([*classes] * len(titles), is_right, strict=True)
    ]
    texts, look = [f"{p:.0%}" for p in shares], {"color": colours, "cornerradius": 4}
    above = [(float(i * gap + (count - 1) / 2), title) for i, title in enumerate(titles)]
    return figure(
        [marks.bars(places, shares, look, texts=texts, hoverinfo="skip")],
        height,
        margin=margin(),
        bargap=0.15,
        showlegend=False,
        annotations=[marks.note(x, 1.22, title) for x, title in above],
        xaxis=axis(tickvals=places, ticktext=names, showgrid=False, zeroline=False),
        yaxis=axis(range=[0, 1.3], showticklabels=False, showgrid=False),
    )
