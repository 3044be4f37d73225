"""Charts of the activations page: curves with their slopes, softmax, and signals through depth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dlcore.figures import palette
from dlcore.figures.layout import figure, level_line, quiet_layout

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
class Line:
    """One function: how it is called and drawn, f and f' over x, and both at the x read out."""

    label: str
    style: palette.LineStyle
    y: np.ndarray
    dy: np.ndarray
    y_at: float
    dy_at: float


def curves(
    x: np.ndarray,
    lines: Sequence[Line],
    *,
    at: float,
    zones: Sequence[tuple[float, float]],
    zone_colour: str,
    zone_label: str,
    level: float,
    value_label: str,
    slope_label: str,
    height: int = 520,
) -> Figure:
    """f above f' over the same x, with a line at the x that is read out.

    Args:
        x: (n,) rising.
        lines: any number, none included.
        zones: intervals of x that are shaded through both.
        level: |f'| below which a zone is one, drawn as two thin lines.
    """
    reach = max(1.0, *np.abs(x[[0, -1]])) if len(x) else 1.0
    upper = _limit([line.y for line in lines], 2 * reach)
    lower = _limit([line.dy for line in lines], _STEEPEST)
    return figure(
        [
            *(_curve(x, line, line.y, upper, "y") for line in lines),
            *(_curve(x, line, line.dy, lower, "y2") for line in lines),
            _points(lines, at, [line.y_at for line in lines], "y"),
            _points(lines, at, [line.dy_at for line in lines], "y2"),
        ],
        quiet_layout(
            height,
            xaxis={"anchor": "y2", "range": [*x[[0, -1]]] if len(x) else [-1, 1]},
            yaxis=_axis(value_label, _UPPER, [line.y for line in lines], upper),
            yaxis2=_axis(slope_label, _LOWER, [line.dy for line in lines], lower),
            shapes=[
                *(_shade(zone, zone_colour) for zone in widest(zones, _MOST_ZONES)),
                *(level_line(sign * level, "y2") for sign in (-1, 1)),
                _cursor(at),
            ],
            annotations=[_zone_name(zone, zone_label) for zone in widest(zones, 1)],
            showlegend=True,
        ),
    )


def widest(zones: Sequence[tuple[float, float]], count: int) -> list[tuple[float, float]]:
    return sorted(zones, key=lambda zone: zone[0] - zone[1])[:count]


def _curve(x: np.ndarray, line: Line, y: np.ndarray, limit: float, axis: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": line.label,
        "legendgroup": line.label,
        "showlegend": axis == "y",
        "x": x,
        "y": np.clip(y, -1e3 * limit, 1e3 * limit) * np.where(np.isfinite(y), 1, np.nan),
        "yaxis": axis,
        "line": {"color": line.style.colour, "dash": line.style.dash, "width": 2.5},
        "hovertemplate": "%{y:.4g}",
    }


def _points(lines: Sequence[Line], at: float, y: list[float], axis: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": np.full(len(y), at),
        "y": np.where(np.isfinite(y), y, np.nan),
        "yaxis": axis,
        "marker": {"size": 9, "color": [line.style.colour for line in lines]},
        "showlegend": False,
        "hoverinfo": "skip",
    }


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
    margin = 0.06 * max(float(np.ptp(shown)), 0.2)
    bounds = [float(shown.min()) - margin, float(shown.max()) + margin]
    return {"title": {"text": title}, "domain": domain, "range": bounds, "automargin": True}


def _shade(zone: tuple[float, float], colour: str) -> dict[str, Any]:
    return {
        "type": "rect",
        "layer": "below",
        "yref": "paper",
        "x0": zone[0],
        "x1": zone[1],
        "y0": 0,
        "y1": 1,
        "line": {"width": 0},
        "fillcolor": palette.rgba(colour, 0.14),
    }


def _cursor(x: float) -> dict[str, Any]:
    ends = {"x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1}
    return {"type": "line", "line": {"color": palette.MUTED, "width": 1.5}, **ends}


def _zone_name(zone: tuple[float, float], label: str) -> dict[str, Any]:
    return {
        "text": label,
        "x": (zone[0] + zone[1]) / 2,
        "y": _LOWER[1],
        "yref": "paper",
        "yanchor": "top",
        "showarrow": False,
        "font": _LABEL,
    }


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
    bar = {
        "type": "bar",
        "x": list(names),
        "y": np.asarray(values, dtype=float),
        "text": list(texts),
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": colour, "cornerradius": 4},
        "hoverinfo": "skip",
    }
    axis = {"range": [0, 1.1], "tickformat": ".0%"} if probabilities else {}
    return figure(
        [bar],
        quiet_layout(
            height,
            bargap=0.3,
            showlegend=False,
            xaxis={"type": "category"},
            yaxis={"title": {"text": y_label}, "automargin": True, **axis},
        ),
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
    cells = {
        "type": "heatmap",
        "x": list(columns),
        "y": list(rows),
        "z": shown,
        "zmin": -limit,
        "zmax": limit,
        "colorscale": _SIGNS,
        "text": [[f"{value:.3f}" for value in row] for row in shown],
        "texttemplate": "%{text}",
        "textfont": {"color": text_colour},
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverinfo": "skip",
    }
    return figure(
        [cells],
        quiet_layout(
            height,
            title={"text": title, "x": 0},
            xaxis={"type": "category", "showgrid": False},
            yaxis={"type": "category", "showgrid": False, "autorange": "reversed"},
        ),
    )
