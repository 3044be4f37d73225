"""Charts of a training: how it went, and what the network confuses."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from dlcore.figures import marks, palette
from dlcore.figures.classes import categories, class_axis
from dlcore.figures.layout import axis, figure
from dlcore.figures.lines import Line, Points

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def learning_curve_info(history: Mapping[str, Points], quantity: str) -> tuple[Line, Line]:
    """The training and the validation line of one quantity, in epochs.

    Args:
        history: series by name, each of points [step, value]; "epoch" says how many epochs were
            done after a step.
        quantity: "loss" or "accuracy"; its validation series is named "val_" + quantity.
    """
    training, validation = (
        replace(line, x=epochs_after(history, line.x))
        for line in (Line.measured(history.get(name, ())) for name in (quantity, f"val_{quantity}"))
    )
    return training, validation


def epochs_after(history: Mapping[str, Points], steps: Any) -> np.ndarray:
    """How many epochs of a run were done after these steps, fractions included.

    Args:
        history: of the run, see `learning_curve_info`; without "epoch", none were.
        steps: (n,).
    """
    known = np.array([(0, 0), *history.get("epoch", ())], float)
    return np.interp(np.asarray(steps, float), known[:, 0], known[:, 1])


@dataclass(frozen=True)
class LearningWords:
    """What stands in `learning_curve`."""

    title: str
    training: str
    validation: str
    epoch: str


@dataclass(frozen=True)
class Milestone:
    """A moment of a run that its charts name.

    Attributes:
        epoch: epochs done by then.
        text: what happened, in a few characters.
    """

    epoch: float
    text: str


def learning_curve(
    training: Line,
    validation: Line,
    *,
    epochs: float,
    words: LearningWords,
    percent: bool = False,
    milestones: Sequence[Milestone] = (),
    height: int = 300,
) -> Figure:
    """Training as a thin line by group of steps, validation as marked points by epoch.

    The x axis spans the whole run from its first moment, so that nothing jumps as points arrive.

    Args:
        milestones: named by an upright line each.
    """
    # A shape too: not by colour alone.
    marked: dict[str, Any] = {"mode": "lines+markers", "marker": {"size": 8, "symbol": "diamond"}}
    y_axis = axis(rangemode="tozero", automargin=True)
    if percent:
        y_axis = axis(tickformat=".0%", range=[_floor(training, validation), 1.005])
    return figure(
        [
            marks.curve(training.x, training.y, palette.TRAINING, 1.5, name=words.training),
            marks.curve(
                validation.x, validation.y, palette.VALIDATION, name=words.validation, **marked
            ),
        ],
        height,
        title={"text": words.title, "x": 0},
        xaxis=axis(words.epoch, range=[0, epochs], nticks=11),
        yaxis=y_axis,
        showlegend=True,
        shapes=[marks.upright(milestone.epoch) for milestone in milestones],
        annotations=[
            marks.note(
                milestone.epoch,
                1,
                milestone.text,
                yref="paper",
                xanchor="left",
                yanchor="top",
                textangle=90,
                font={"size": 11, "color": palette.MUTED},
            )
            for milestone in milestones
        ],
    )


def _floor(*lines: Line) -> float:
    """Where an accuracy axis begins: 0 while the network guesses, higher once it has learnt.

    In steps of 10 % that follow the late half of the lines, so that the interesting last percent
    can be seen and the axis still moves rarely.
    """
    late = [line.y[len(line.y) // 2 :] for line in lines if len(line.y)]
    lowest = min((float(np.min(y)) for y in late), default=0.0)
    return max(0.0, min(0.9, np.floor(lowest * 10) / 10 - 0.1)) if lowest > 0.3 else 0.0


@dataclass(frozen=True)
class RangeTestWords:
    """What stands in `range_test`; `suggested` and `diverges` beside the places they mark."""

    title: str
    measured: str
    smoothed: str
    rate: str
    suggested: str
    diverges: str


def range_test(
    rates: np.ndarray,
    measured: np.ndarray,
    losses: np.ndarray,
    suggestion: float | None,
    diverges: float | None,
    *,
    limits: tuple[float, float],
    words: RangeTestWords,
    height: int = 300,
) -> Figure:
    """Loss against learning rate on a logarithmic axis, with two rates marked where there are any.

    Args:
        rates: (n,) above 0; may be empty.
        measured, losses: (n,) as they came, and smoothed.
        suggestion, diverges: rates, or None.
        limits: the lowest and the highest rate of the whole run, between which the axis stands.
    """
    marked = [
        (rate, colour, text)
        for rate, colour, text in (
            (suggestion, palette.RIGHT, words.suggested),
            (diverges, palette.WRONG, words.diverges),
        )
        if rate is not None
    ]
    return figure(
        [
            marks.curve(rates, measured, _FAINT, 1, name=words.measured),
            marks.curve(rates, losses, palette.TRAINING, name=words.smoothed),
        ],
        height,
        title={"text": words.title, "x": 0},
        xaxis=axis(
            words.rate, type="log", range=[*map(math.log10, limits)], exponentformat="power"
        ),
        yaxis=axis(rangemode="tozero", automargin=True),
        shapes=[marks.upright(rate, colour, 2, "dash") for rate, colour, _ in marked],
        annotations=[
            marks.note(math.log10(rate), 1, text, yref="paper", font={"color": colour}, **_BESIDE)
            for rate, colour, text in marked
        ],
        showlegend=True,
    )


_FAINT = palette.rgba(palette.TRAINING, 0.35)
_BESIDE: dict[str, Any] = {"xanchor": "right", "yanchor": "top", "xshift": -4}


_MOST_NAMED = 31  # names at an axis of `confusion`


@dataclass(frozen=True)
class ConfusionWords:
    """What stands in `confusion`; `hover` is a template with {truth}, {guess} and {count}."""

    guess: str
    truth: str
    hover: str


def confusion(
    matrix: np.ndarray,
    names: Sequence[str] | None = None,
    *,
    words: ConfusionWords,
    text_colour: str,
    height: int | None = None,
) -> Figure:
    """Counts of what was said (columns) for what was true (rows), right ones set apart by colour.

    Args:
        matrix: (n, n) non-negative integers, rows truth; may be all zero.
        names: of the n classes; numbers from 0 where they are left out.
        text_colour: of the page; the cells are tinted lightly enough for it.
        height: px; by the number of classes where it is left out.
    """
    named = list(map(str, range(len(matrix)))) if names is None else list(names)
    is_large = len(named) > _MOST_NAMED
    right = np.diag(np.diag(matrix)).astype(float)
    wrong = (matrix - right).astype(float)
    said = words.hover.format(truth="%{y}", guess="%{x}", count="%{customdata}")
    shared: dict[str, Any] = {"showgrid": False, "constrain": "domain"}
    gap = 0.5 if is_large else 2
    look = {"hovertemplate": said + "<extra></extra>", "xgap": gap, "ygap": gap}
    return figure(
        [
            _counts(matrix, shown, named, colour, text_colour, look)
            for shown, colour in ((right, palette.RIGHT), (wrong, palette.WRONG))
        ],
        height or (640 if is_large else 420),
        xaxis=class_axis(named, _MOST_NAMED, words.guess, **shared, side="bottom"),
        yaxis=class_axis(
            named, _MOST_NAMED, words.truth, **shared, autorange="reversed", scaleanchor="x"
        ),
    )


def _counts(
    matrix: np.ndarray,
    shown: np.ndarray,
    names: Sequence[str],
    colour: str,
    text_colour: str,
    look: Mapping[str, Any],
) -> dict[str, Any]:
    return marks.table(
        np.where(shown > 0, np.sqrt(shown), np.nan),  # root: a single error stays visible
        categories(names),
        categories(names),
        np.where(shown > 0, matrix.astype(str), ""),
        text_colour,
        customdata=matrix,
        **look,
        colorscale=[[0, palette.rgba(colour, 0.08)], [1, palette.rgba(colour, 0.55)]],
        zmin=0,
    )
