"""Charts of a training: how it went, and what the network confuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dlcore.figures import palette
from dlcore.figures.layout import figure, quiet_layout

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

Points = Sequence[Sequence[float]]  # [x, y] each


@dataclass(frozen=True)
class Curve:
    """One line of a learning curve: x in epochs, y in the unit of what was measured."""

    x: np.ndarray
    y: np.ndarray


def learning_curve_info(
    history: Mapping[str, Points], quantity: str, steps_per_epoch: int
) -> tuple[Curve, Curve]:
    """The training and the validation curve of one quantity, in epochs.

    Args:
        history: series by name, each of points [step, value].
        quantity: "loss" or "accuracy"; its validation series is named "val_" + quantity.
        steps_per_epoch: what turns steps into epochs, at least 1.
    """
    return (
        _curve(history.get(quantity, ()), steps_per_epoch),
        _curve(history.get(f"val_{quantity}", ()), steps_per_epoch),
    )


def _curve(points: Points, steps_per_epoch: int) -> Curve:
    table = np.asarray(points, dtype=float).reshape(-1, 2)
    return Curve(table[:, 0] / max(1, steps_per_epoch), table[:, 1])


def learning_curve(
    training: Curve,
    validation: Curve,
    *,
    epochs: float,
    title: str,
    training_label: str,
    validation_label: str,
    epoch_label: str,
    percent: bool = False,
    height: int = 300,
) -> Figure:
    """Training as a thin line by group of steps, validation as marked points by epoch.

    The x axis spans the whole run from its first moment, so that nothing jumps as points arrive.
    """
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": training_label,
            "x": training.x,
            "y": training.y,
            "line": {"color": palette.TRAINING, "width": 1.5},
        },
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": validation_label,
            "x": validation.x,
            "y": validation.y,
            "line": {"color": palette.VALIDATION, "width": 2.5},
            "marker": {"size": 8, "symbol": "diamond"},  # a shape too: not by colour alone
        },
    ]
    y_axis = {"rangemode": "tozero", "automargin": True}
    if percent:
        y_axis = {"tickformat": ".0%", "range": [_floor(training, validation), 1.005]}
    return figure(
        traces,
        quiet_layout(
            height,
            title={"text": title, "x": 0},
            xaxis={"title": {"text": epoch_label}, "range": [0, epochs], "nticks": 11},
            yaxis=y_axis,
            showlegend=True,
        ),
    )


def _floor(*curves: Curve) -> float:
    """Where an accuracy axis begins: 0 while the network guesses, higher once it has learnt.

    In steps of 10 % that follow the late half of the curves, so that the interesting last percent
    can be seen and the axis still moves rarely.
    """
    late = [c.y[len(c.y) // 2 :] for c in curves if len(c.y)]
    lowest = min((float(np.min(y)) for y in late), default=0.0)
    return max(0.0, min(0.9, np.floor(lowest * 10) / 10 - 0.1)) if lowest > 0.3 else 0.0


def confusion(
    matrix: np.ndarray,
    *,
    guess_label: str,
    truth_label: str,
    hover: str,
    text_colour: str,
    height: int = 420,
) -> Figure:
    """Counts of what was said (columns) for what was true (rows), right ones set apart by colour.

    Args:
        matrix: (n, n) non-negative integers, rows truth; may be all zero.
        hover: template with {truth}, {guess}, {count}, already in the reader's language.
        text_colour: of the page; the cells are tinted lightly enough for it.
    """
    right = np.diag(np.diag(matrix)).astype(float)
    wrong = (matrix - right).astype(float)
    names = [str(i) for i in range(len(matrix))]
    template = hover.format(truth="%{y}", guess="%{x}", count="%{customdata}") + "<extra></extra>"
    traces = [
        {
            "type": "heatmap",
            "x": names,
            "y": names,
            "z": np.where(shown > 0, np.sqrt(shown), np.nan),  # root: a single error stays visible
            "customdata": matrix,
            "text": np.where(shown > 0, matrix.astype(str), ""),
            "texttemplate": "%{text}",
            "textfont": {"color": text_colour},
            "hovertemplate": template,
            "colorscale": [[0, palette.rgba(colour, 0.08)], [1, palette.rgba(colour, 0.55)]],
            "zmin": 0,
            "showscale": False,
            "xgap": 2,
            "ygap": 2,
        }
        for shown, colour in ((right, palette.RIGHT), (wrong, palette.WRONG))
    ]
    axis = {"type": "category", "showgrid": False, "constrain": "domain", "dtick": 1}
    return figure(
        traces,
        quiet_layout(
            height,
            xaxis=axis | {"title": {"text": guess_label}, "side": "bottom"},
            yaxis=axis
            | {"title": {"text": truth_label}, "autorange": "reversed", "scaleanchor": "x"},
        ),
    )
