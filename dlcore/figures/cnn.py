"""Charts about the inside of a network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from dlcore.figures import palette
from dlcore.figures.layout import figure, quiet_layout

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_FADED = 0.75
_WORTH = 0.2  # a probability that is ever above it bears its digit


def answers(
    before: np.ndarray,
    after: np.ndarray,
    *,
    before_label: str,
    after_label: str,
    x_label: str,
    height: int,
) -> Figure:
    """Ten probabilities twice: as they were, and as they are.

    Args:
        before, after: (10,) in [0, 1].
    """
    strongest = int(np.argmax(after))
    colours = [palette.RIGHT if i == strongest else palette.TRAINING for i in range(10)]
    shared = {"type": "bar", "orientation": "h", "y": [str(i) for i in range(10)]}
    hover = "%{y}: %{x:.1%}<extra></extra>"
    return figure(
        [
            shared
            | {
                "name": after_label,
                "x": np.asarray(after, float),
                "marker": {"color": colours, "cornerradius": 3},
                "hovertemplate": hover,
                "showlegend": False,
            },
            shared
            | {
                "type": "scatter",
                "mode": "markers",
                "name": before_label,
                "x": np.asarray(before, float),
                "marker": {
                    "symbol": "line-ns-open",
                    "size": 12,
                    "color": palette.MUTED,
                    "line": {"width": 3, "color": palette.MUTED},
                },
                "hovertemplate": hover,
            },
        ],
        quiet_layout(
            height,
            margin={"l": 8, "r": 8, "t": 28, "b": 8},
            bargap=0.3,
            xaxis={"range": [0, 1.03], "tickformat": ".0%", "title": {"text": x_label}},
            yaxis={"type": "category", "autorange": "reversed", "dtick": 1},
        ),
    )


def units(
    values: np.ndarray, *, chosen: int | None, x_label: str, y_label: str, height: int
) -> Figure:
    """What leaves a layer without maps: a bar for each unit.

    Args:
        values: (units,).
        chosen: the one in another colour.
    """
    colours = [palette.VALIDATION if i == chosen else palette.TRAINING for i in range(len(values))]
    bar = {
        "type": "bar",
        "x": np.arange(len(values)),
        "y": np.asarray(values, float),
        "marker": {"color": colours, "line": {"width": 0}},
        "hovertemplate": "%{x}: %{y:.3g}<extra></extra>",
    }
    return figure(
        [bar],
        quiet_layout(
            height,
            margin={"l": 8, "r": 8, "t": 8, "b": 8},
            bargap=0.05,
            showlegend=False,
            xaxis={"title": {"text": x_label}, "range": [-0.5, len(values) - 0.5]},
            yaxis={"title": {"text": y_label}},
        ),
    )


def readings(
    epochs: np.ndarray,
    probabilities: np.ndarray,
    accuracy: np.ndarray,
    *,
    now: float,
    accuracy_label: str,
    x_label: str,
    y_label: str,
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
        {
            "type": "scatter",
            "mode": "lines+text",
            "x": epochs,
            "y": probabilities[:, digit],
            "line": {"color": palette.CLASSES[digit], "width": 2.5},
            "text": [str(digit)] * len(epochs) if probabilities[:, digit].max() > _WORTH else None,
            "textposition": "top center",
            "textfont": {"color": palette.CLASSES[digit], "size": 12},
            "hovertemplate": f"{digit}: %{{y:.1%}}<extra></extra>",
            "showlegend": False,
        }
        for digit in range(10)
    ]
    right = {
        "type": "scatter",
        "mode": "lines",
        "name": accuracy_label,
        "x": epochs,
        "y": accuracy,
        "line": {"color": palette.MUTED, "dash": "dot", "width": 2},
        "hovertemplate": "%{y:.1%}<extra></extra>",
    }
    return figure(
        [*lines, right],
        quiet_layout(
            height,
            shapes=[_upright(now)],
            xaxis={"title": {"text": x_label}, "dtick": 1 if epochs[-1] <= 12 else None},
            yaxis={"title": {"text": y_label}, "range": [-0.02, 1.08], "tickformat": ".0%"},
        ),
    )


def _upright(x: float) -> dict:
    return {
        "type": "line",
        "x0": x,
        "x1": x,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": palette.VALIDATION, "width": 1.5, "dash": "dot"},
    }


def attack_curve(
    epsilons: Sequence[float],
    attacked: Sequence[float],
    random: Sequence[float],
    *,
    now: float,
    attacked_label: str,
    random_label: str,
    x_label: str,
    y_label: str,
    height: int,
) -> Figure:
    """Accuracy over the size of the change, attacked and by chance."""
    lines = [
        (attacked_label, attacked, palette.WRONG, "solid"),
        (random_label, random, palette.MUTED, "dash"),
    ]
    return figure(
        [
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": label,
                "x": list(epsilons),
                "y": list(shares),
                "line": {"color": colour, "dash": dash, "width": 2.5},
                "hovertemplate": "ε = %{x}: %{y:.1%}<extra></extra>",
            }
            for label, shares, colour, dash in lines
        ],
        quiet_layout(
            height,
            shapes=[_upright(now)],
            xaxis={"title": {"text": x_label}, "range": [-0.005, max(epsilons) + 0.005]},
            yaxis={"title": {"text": y_label}, "range": [0, 1.03], "tickformat": ".0%"},
        ),
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
    marks = [
        {
            "type": "scatter",
            "mode": "text",
            "name": str(digit),
            "x": points[truth == digit, 0],
            "y": points[truth == digit, 1],
            "text": str(digit),
            "textfont": {"color": palette.rgba(palette.CLASSES[digit], _FADED), "size": 11},
            "hovertext": [
                hover.format(number=i, truth=digit) for i in np.flatnonzero(truth == digit)
            ],
            "hoverinfo": "text",
            "showlegend": False,
        }
        for digit in range(10)
    ]
    star = {
        "type": "scatter",
        "mode": "markers+text",
        "x": own[:1],
        "y": own[1:],
        "text": f"<b>{own_label}</b>",
        "textposition": "top center",
        "textfont": {"color": text_colour, "size": 14},
        "marker": {
            "symbol": "star",
            "size": 20,
            "color": palette.VALIDATION,
            "line": {"color": text_colour, "width": 1.5},
        },
        "hoverinfo": "skip",
        "showlegend": False,
    }
    ring: dict[str, Any] = {
        "type": "scatter",
        "mode": "markers",
        "x": [] if chosen is None else points[[chosen], 0],
        "y": [] if chosen is None else points[[chosen], 1],
        "marker": {"symbol": "circle-open", "size": 22, "color": text_colour, "line": {"width": 2}},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    hidden = {"showticklabels": False, "zeroline": False, "showgrid": False}
    return figure(
        [*marks, ring, star],
        quiet_layout(
            height,
            margin={"l": 4, "r": 4, "t": 4, "b": 4},
            hovermode="closest",
            xaxis=hidden,
            yaxis=hidden,
        ),
    )
