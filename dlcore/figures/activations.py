"""Charts of the activations page: curves with their slopes, softmax, and signals through depth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dlcore.figures import marks, palette
from dlcore.figures.layout import axis, figure, legend, margin
from dlcore.figures.lines import ValueAndGradient

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_UPPER, _LOWER = [0.54, 1.0], [0.0, 0.46]  # shares of the height for f and f'
_STEEPEST = 4.0  # slope that is always in the picture
_MOST_ZONES = 20
# Both fade out towards 0, or their mixture would be grey there.
_SIGNS = [
    [0, palette.rgba(palette.VALIDATION, 0.6)],
    [0.4999, palette.rgba(palette.VALIDATION, 0)],
    [0.5, palette.rgba(palette.TRAINING, 0)],
    [1, palette.rgba(palette.TRAINING, 0.6)],
]
_LABEL = {"size": 12, "color": palette.MUTED}


@dataclass(frozen=True)
class BentWords:
    """What stands in `units`.

    Attributes:
        line: what goes in.
        output: what comes out of a unit that is alone.
        unit: of one of several, with a place for its {number}.
        total: their sum.
        x: at the axis.
    """

    line: str
    output: str
    unit: str
    total: str
    x: str


def units(
    x: np.ndarray,
    line: np.ndarray,
    outputs: Sequence[np.ndarray],
    total: np.ndarray,
    handles: tuple[np.ndarray, np.ndarray],
    *,
    words: BentWords,
    height: int = 460,
) -> Figure:
    """A line and what a unit makes of it; last of all the points by which the line can be dragged.

    Args:
        x: (n,) rising.
        line: (n,) before it is bent.
        outputs: (n,) of each unit; of several, each has its colour.
        total: (n,) their sum, drawn where there are several.
        handles: x and y of the points.
    """
    alone = len(outputs) == 1
    named = (
        [words.output]
        if alone
        else [words.unit.format(number=number) for number in range(1, len(outputs) + 1)]
    )
    width = 4 if alone else 2
    bent = [
        marks.curve(x, output, palette.SERIES[i], width, name=named[i])
        for i, output in enumerate(outputs)
    ]
    summed = [] if alone else [marks.curve(x, total, palette.SERIES[4], 5, name=words.total)]
    return figure(
        [
            marks.curve(x, line, palette.MUTED, 2, "dash", name=words.line),
            *bent,
            *summed,
            marks.points(*handles, palette.MUTED, 18, showlegend=False, hoverinfo="skip"),
        ],
        height,
        margin=margin(t=40),
        legend=legend(),
        xaxis=axis(words.x, range=[*x[[0, -1]]]),
        yaxis=axis(range=[-4, 4], automargin=True),
        showlegend=True,
    )


@dataclass(frozen=True)
class CurveWords:
    """What stands in `curves`: at the widest zone, and at both axes."""

    zone: str
    value: str
    slope: str


def curves(
    x: np.ndarray,
    shown: Sequence[ValueAndGradient],
    *,
    at: float,
    zones: Sequence[tuple[float, float]],
    zone_colour: str,
    level: float,
    words: CurveWords,
    height: int = 520,
) -> Figure:
    """f above f' over the same x, with a line at the x that is read out.

    Args:
        x: (n,) rising.
        shown: any number, none included.
        zones: intervals of x that are shaded through both.
        level: |f'| below which a zone is one, drawn as two thin lines.
    """
    values, slopes = [one.value for one in shown], [one.gradient for one in shown]
    reach = max(1.0, *np.abs(x[[0, -1]])) if len(x) else 1.0
    upper, lower = _limit(values, 2 * reach), _limit(slopes, _STEEPEST)
    return figure(
        [
            *(_curve(x, one, one.value, upper, "y") for one in shown),
            *(_curve(x, one, one.gradient, lower, "y2") for one in shown),
            _points(shown, at, [one.value_at for one in shown], "y"),
            _points(shown, at, [one.gradient_at for one in shown], "y2"),
        ],
        height,
        xaxis=axis(anchor="y2", range=[*x[[0, -1]]] if len(x) else [-1, 1]),
        yaxis=_axis(words.value, _UPPER, values, upper),
        yaxis2=_axis(words.slope, _LOWER, slopes, lower),
        shapes=[
            *(marks.band(*zone, zone_colour) for zone in widest(zones, _MOST_ZONES)),
            *(marks.level(sign * level, "y2") for sign in (-1, 1)),
            marks.upright(at, dash=None),
        ],
        annotations=[_zone_name(zone, words.zone) for zone in widest(zones, 1)],
        showlegend=True,
    )


def widest(zones: Sequence[tuple[float, float]], count: int) -> list[tuple[float, float]]:
    return sorted(zones, key=lambda zone: zone[0] - zone[1])[:count]


def _curve(
    x: np.ndarray, one: ValueAndGradient, y: np.ndarray, limit: float, axis_name: str
) -> dict[str, Any]:
    return marks.curve(
        x,
        np.clip(y, -1e3 * limit, 1e3 * limit) * np.where(np.isfinite(y), 1, np.nan),
        one.style.colour,
        dash=one.style.dash,
        name=one.label,
        legendgroup=one.label,
        showlegend=axis_name == "y",
        yaxis=axis_name,
        hovertemplate="%{y:.4g}",
    )


def _points(
    shown: Sequence[ValueAndGradient], at: float, y: list[float], axis_name: str
) -> dict[str, Any]:
    return marks.points(
        np.full(len(y), at),
        np.where(np.isfinite(y), y, np.nan),
        [one.style.colour for one in shown],
        9,
        yaxis=axis_name,
        showlegend=False,
        hoverinfo="skip",
    )


def _limit(series: Sequence[np.ndarray], least: float) -> float:
    """What leaves the picture: values far above what is usual for the tamest of the curves.

    Else the poles of one function would flatten all others.
    """
    usual = [float(np.median(np.abs(y[np.isfinite(y)]))) for y in series if np.isfinite(y).any()]
    return max(least, 4 * min(usual, default=0.0))


def _axis(
    title: str, domain: list[float], series: Sequence[np.ndarray], limit: float
) -> dict[str, Any]:
    """As high as the curves are, but no higher than `limit`, so that one does not flatten all."""
    values = np.concatenate([np.zeros(1), *series])
    shown = np.clip(values[np.isfinite(values)], -limit, limit)
    room = 0.06 * max(float(np.ptp(shown)), 0.2)
    bounds = [float(shown.min()) - room, float(shown.max()) + room]
    return axis(title, domain=domain, range=bounds, automargin=True)


def _zone_name(zone: tuple[float, float], label: str) -> dict[str, Any]:
    middle = (zone[0] + zone[1]) / 2
    return marks.note(middle, _LOWER[1], label, yref="paper", yanchor="top", font=_LABEL)


def bars(
    values: np.ndarray,
    names: Sequence[str],
    *,
    texts: Sequence[str],
    colour: str,
    y_label: str,
    probabilities: bool,
    height: int = 380,
) -> Figure:
    """One bar for each value of a vector.

    Args:
        values: (n,) finite.
        names, texts: n each, below and at the end of the bars.
        probabilities: they are shares of 1, and the axis is that of all shares.
    """
    look = {"color": colour, "cornerradius": 4}
    y = np.asarray(values, dtype=float)
    shares = {"range": [0, 1.1], "tickformat": ".0%"} if probabilities else {}
    return figure(
        [marks.bars(list(names), y, look, texts=list(texts), hoverinfo="skip")],
        height,
        bargap=0.3,
        showlegend=False,
        xaxis=axis(type="category"),
        yaxis=axis(y_label, automargin=True, **shares),
    )


def jacobian(
    matrix: np.ndarray,
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    title: str,
    text_colour: str,
    height: int = 380,
) -> Figure:
    """How each value answers to each logit: a table with a sign in colour and its number.

    Args:
        matrix: (n, n) finite; row i is the gradient of value i.
        text_colour: of the page; the cells are tinted lightly enough for it.
    """
    shown = np.asarray(matrix, dtype=float)
    limit = float(np.abs(shown).max(initial=0.0)) or 1.0
    texts = [[f"{value:.3f}" for value in row] for row in shown]
    scale = {"zmin": -limit, "zmax": limit, "colorscale": _SIGNS}
    return figure(
        [
            marks.table(
                shown, list(columns), list(rows), texts, text_colour, hoverinfo="skip", **scale
            )
        ],
        height,
        title={"text": title, "x": 0},
        xaxis=axis(type="category", showgrid=False),
        yaxis=axis(type="category", showgrid=False, autorange="reversed"),
    )


@dataclass(frozen=True)
class DepthWords:
    """What stands in `depth`: at its axes, and in the legend."""

    value: str
    gradient: str
    layer: str
    median: str


def depth(
    value_edges: np.ndarray,
    values: np.ndarray,
    gradient_edges: np.ndarray,
    gradients: np.ndarray,
    median: np.ndarray,
    *,
    colour: str,
    gradient_range: tuple[float, float],
    words: DepthWords,
    height: int = 430,
) -> Figure:
    """Histograms of all layers side by side: values above, gradients below.

    Args:
        value_edges, gradient_edges: (bins + 1,) of the histograms; the second in log10.
        values, gradients: (layers, bins) shares; all zero where there is nothing to draw.
        median: (layers,) of the absolute gradient; 0 or not finite leaves a gap in its line.
        colour: of the activation, wherever it appears.
        gradient_range: of the lower axis, in log10; the same for all that is compared.
    """
    layers = np.arange(1, len(values) + 1)
    with np.errstate(all="ignore"):
        powers = np.log10(median)
    powers = np.where(np.isfinite(powers), powers, np.nan)
    hover: marks.Mark = {"name": words.median, "hovertemplate": "10<sup>%{y:.1f}</sup>"}
    power = {"tickprefix": "10<sup>", "ticksuffix": "</sup>", "nticks": 6, "automargin": True}
    occupied = _occupied(value_edges, values)
    return figure(
        [
            _histograms(layers, value_edges, values, colour, "y"),
            _histograms(layers, gradient_edges, gradients, colour, "y2"),
            marks.curve(layers, powers, palette.MUTED, yaxis="y2", **hover),
        ],
        height,
        xaxis=axis(
            words.layer, anchor="y2", range=[0.5, max(1, len(layers)) + 0.5], showgrid=False
        ),
        yaxis=axis(words.value, domain=[0.55, 1], range=occupied, automargin=True),
        yaxis2=axis(words.gradient, domain=[0, 0.47], range=list(gradient_range), **power),
        showlegend=True,
    )


def _occupied(edges: np.ndarray, shares: np.ndarray) -> list[float]:
    """The bins in which there is anything: half of them are empty where no value is negative."""
    places = np.flatnonzero(np.any(shares > 0, axis=0))
    if not len(places):
        return [float(edges[0]), float(edges[-1])]
    return [float(edges[places[0]]), float(edges[places[-1] + 1])]


def _histograms(
    layers: np.ndarray, edges: np.ndarray, shares: np.ndarray, colour: str, axis_name: str
) -> dict[str, Any]:
    """Each layer a column; the root of a share is its opacity, so that rare values can be seen."""
    strength = np.sqrt(np.asarray(shares, dtype=float)).T  # (bins, layers)
    return {
        "type": "heatmap",
        "x": layers,
        "y": (edges[:-1] + edges[1:]) / 2,
        "z": np.where(strength > 0, strength, np.nan),
        "zmin": 0,
        "zmax": float(np.quantile(strength, 0.99)) if strength.any() else 1.0,
        "colorscale": [[0, palette.rgba(colour, 0.05)], [1, colour]],
        "yaxis": axis_name,
        "showscale": False,
        "hoverinfo": "skip",
    }
