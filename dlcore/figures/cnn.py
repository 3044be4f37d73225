"""Charts about the inside of a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dlcore.figures import marks, palette
from dlcore.figures.layout import axis, figure, margin
from dlcore.figures.lines import Line

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_FADED = 0.75
_WORTH = 0.2  # a probability that is ever above it bears its digit


@dataclass(frozen=True)
class AnswerWords:
    """What stands in `answers`: of the marks, of the bars, and at the axis."""

    before: str
    after: str
    x: str


def answers(before: np.ndarray, after: np.ndarray, *, words: AnswerWords, height: int) -> Figure:
    """Ten probabilities twice: as they were, and as they are.

    Args:
        before, after: (10,) in [0, 1].
    """
    digits = [str(i) for i in range(10)]
    strongest = int(np.argmax(after))
    colours = [palette.RIGHT if i == strongest else palette.TRAINING for i in range(10)]
    shared = {"orientation": "h", "hovertemplate": "%{y}: %{x:.1%}<extra></extra>"}
    look = {"color": colours, "cornerradius": 3}
    now = marks.bars(
        np.asarray(after, float), digits, look, name=words.after, showlegend=False, **shared
    )
    then = marks.points(
        np.asarray(before, float),
        digits,
        palette.MUTED,
        12,
        symbol="line-ns-open",
        edge=(palette.MUTED, 3),
        name=words.before,
        **shared,
    )
    return figure(
        [now, then],
        height,
        margin=margin(t=28),
        bargap=0.3,
        xaxis=axis(words.x, range=[0, 1.03], tickformat=".0%"),
        yaxis=axis(type="category", autorange="reversed", dtick=1),
    )


def units(
    values: np.ndarray, *, chosen: int | None, x_label: str, y_label: str, height: int
) -> Figure:
    """What leaves a layer without maps: a bar for each unit.

    Args:
        values: (units,).
        chosen: the one in another colour.
    """
    x, y = np.arange(len(values)), np.asarray(values, float)
    colours = [palette.VALIDATION if i == chosen else palette.TRAINING for i in x]
    look = {"color": colours, "line": {"width": 0}}
    return figure(
        [marks.bars(x, y, look, hovertemplate="%{x}: %{y:.3g}<extra></extra>")],
        height,
        margin=margin(),
        bargap=0.05,
        showlegend=False,
        xaxis=axis(x_label, range=[-0.5, len(values) - 0.5]),
        yaxis=axis(y_label),
    )


@dataclass(frozen=True)
class ReadingWords:
    """What stands in `readings`: in the legend, and at the axes."""

    accuracy: str
    x: str
    y: str


def readings(
    epochs: np.ndarray,
    probabilities: np.ndarray,
    accuracy: np.ndarray,
    *,
    now: float,
    words: ReadingWords,
    height: int,
) -> Figure:
    """How probable each digit was after each epoch; a line bears its digit.

    Args:
        epochs: (k,).
        probabilities: (k, 10) in [0, 1].
        accuracy: (k,) in [0, 1], of the whole test set, as a dotted line.
        now: where the upright line stands.
    """
    lines = [
        marks.curve(
            epochs,
            shares,
            palette.CLASSES[digit],
            mode="lines+text",
            text=[str(digit)] * len(epochs) if shares.max() > _WORTH else None,
            textposition="top center",
            textfont={"color": palette.CLASSES[digit], "size": 12},
            hovertemplate=f"{digit}: %{{y:.1%}}<extra></extra>",
            showlegend=False,
        )
        for digit, shares in enumerate(probabilities.T)
    ]
    right = Line(epochs, accuracy, words.accuracy, palette.MUTED, "dot")
    return figure(
        [*lines, marks.line(right, 2, hovertemplate="%{y:.1%}<extra></extra>")],
        height,
        shapes=[marks.upright(now, palette.VALIDATION)],
        xaxis=axis(words.x, dtick=1 if epochs[-1] <= 12 else None),
        yaxis=axis(words.y, range=[-0.02, 1.08], tickformat=".0%"),
    )


@dataclass(frozen=True)
class AttackWords:
    """What stands in `attack_curve`: in the legend, and at the axes."""

    attacked: str
    random: str
    x: str
    y: str


def attack_curve(
    epsilons: Sequence[float],
    attacked: Sequence[float],
    random: Sequence[float],
    *,
    now: float,
    words: AttackWords,
    height: int,
) -> Figure:
    """Accuracy over the size of the change, attacked and by chance.

    Args:
        now: where the upright line stands.
    """
    x = list(epsilons)
    shared: marks.Mark = {
        "mode": "lines+markers",
        "hovertemplate": "ε = %{x}: %{y:.1%}<extra></extra>",
    }
    return figure(
        [
            marks.curve(x, list(shares), colour, dash=dash, name=label, **shared)
            for label, shares, colour, dash in (
                (words.attacked, attacked, palette.WRONG, "solid"),
                (words.random, random, palette.MUTED, "dash"),
            )
        ],
        height,
        shapes=[marks.upright(now, palette.VALIDATION)],
        xaxis=axis(words.x, range=[-0.005, max(epsilons) + 0.005]),
        yaxis=axis(words.y, range=[0, 1.03], tickformat=".0%"),
    )


def plane(
    points: np.ndarray,
    truth: np.ndarray,
    own: np.ndarray,
    *,
    chosen: int | None,
    own_label: str,
    hover: str,
    text_colour: str,
    height: int,
) -> Figure:
    """Every test image as its digit, coloured by it, and one's own as a star.

    Args:
        points: (n, 2).
        truth: (n,) digits 0-9.
        own: (2,).
        chosen: a point with a ring around it.
        hover: template with {number} and {truth}.
    """
    ring_x, ring_y = ([], []) if chosen is None else points[[chosen]].T
    hidden = axis(showticklabels=False, zeroline=False, showgrid=False)
    return figure(
        [
            *(_images_of(digit, points, truth, hover) for digit in range(10)),
            marks.ring(ring_x, ring_y, text_colour),
            _star(own, f"<b>{own_label}</b>", text_colour),
        ],
        height,
        margin=margin(4),
        hovermode="closest",
        xaxis=hidden,
        yaxis=hidden,
    )


def _images_of(digit: int, points: np.ndarray, truth: np.ndarray, hover: str) -> marks.Mark:
    return {
        "type": "scatter",
        "mode": "text",
        "name": str(digit),
        "x": points[truth == digit, 0],
        "y": points[truth == digit, 1],
        "text": str(digit),
        "textfont": {"color": palette.rgba(palette.CLASSES[digit], _FADED), "size": 11},
        "hovertext": [hover.format(number=i, truth=digit) for i in np.flatnonzero(truth == digit)],
        "hoverinfo": "text",
        "showlegend": False,
    }


def _star(own: np.ndarray, label: str, text_colour: str) -> marks.Mark:
    return marks.points(
        own[:1],
        own[1:],
        palette.VALIDATION,
        20,
        symbol="star",
        edge=(text_colour, 1.5),
        mode="markers+text",
        text=label,
        textposition="top center",
        textfont={"color": text_colour, "size": 14},
        hoverinfo="skip",
        showlegend=False,
    )
