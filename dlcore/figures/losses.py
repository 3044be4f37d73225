"""Losses over the prediction, each above its gradient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dlcore.figures import palette
from dlcore.figures.layout import figure, quiet_layout

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MARGIN = {"l": 8, "r": 8, "t": 8, "b": 8}
LEGEND = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom"}


@dataclass(frozen=True)
class Pair:
    """What is drawn of one loss: its values and its gradient, and both at one place.

    Attributes:
        label: in the legend.
        style: of all that is drawn of it.
        loss, gradient: (n,) over the same x as every other pair; NaN leaves a gap.
        loss_at, gradient_at: at the marked place; NaN marks nothing.
    """

    label: str
    style: palette.LineStyle
    loss: np.ndarray
    gradient: np.ndarray
    loss_at: float
    gradient_at: float


@dataclass(frozen=True)
class Shade:
    """A stretch of the x axis that is named."""

    low: float
    high: float
    label: str


def loss_and_gradient(
    x: np.ndarray,
    pairs: Mapping[str, Pair],
    at: float,
    *,
    x_label: str,
    loss_label: str,
    gradient_label: str,
    loss_limit: float | None = None,
    gradient_limit: float | None = None,
    shade: Shade | None = None,
    height: int = 480,
) -> Figure:
    """Loss above gradient over one x axis, each loss in one style in both.

    Args:
        x: (n,) predictions or logits.
        pairs: by name of the loss; may be empty.
        at: the marked place.
        loss_limit: what of the losses is shown; all of them where it is None.
        gradient_limit: the same for the gradients, to both sides of 0.
    """
    traces = [trace for name, pair in pairs.items() for trace in _pair(name, pair, x, at)]
    reach = [float(x[0]), float(x[-1])] if len(x) else [0.0, 1.0]
    below = None if loss_limit is None else [-0.04 * loss_limit, loss_limit]
    around = None if gradient_limit is None else [-gradient_limit, gradient_limit]
    return figure(
        traces,
        quiet_layout(
            height,
            margin=MARGIN | {"t": 60},
            legend=LEGEND,
            xaxis={"range": reach, "anchor": "y2", "title": {"text": x_label}},
            yaxis={"domain": [0.54, 1], "range": below, "title": {"text": loss_label}},
            yaxis2={
                "domain": [0, 0.46],
                "range": around,
                "title": {"text": gradient_label},
                "anchor": "x",
            },
            shapes=[upright(at), *([_stretch(shade)] if shade else [])],
            annotations=[_name_of(shade)] if shade else [],
            showlegend=True,
            hovermode="x unified",
        ),
    )


def _pair(name: str, pair: Pair, x: np.ndarray, at: float) -> list[dict[str, Any]]:
    upper = {"type": "scatter", "name": pair.label, "legendgroup": name, "xaxis": "x", "yaxis": "y"}
    lower = upper | {"yaxis": "y2", "showlegend": False}
    colour, dash = pair.style
    line = {"mode": "lines", "line": {"color": colour, "dash": dash, "width": 2.5}}
    dot = {
        "mode": "markers",
        "marker": {"color": colour, "size": 10},
        "showlegend": False,
        "hoverinfo": "skip",
    }
    return [
        upper | line | {"x": x, "y": pair.loss},
        lower | line | {"x": x, "y": pair.gradient},
        upper | dot | {"x": [at], "y": [pair.loss_at]},
        lower | dot | {"x": [at], "y": [pair.gradient_at]},
    ]


def upright(x: float) -> dict[str, Any]:
    """A thin dotted line from bottom to top."""
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": x,
        "x1": x,
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"color": palette.MUTED, "width": 1, "dash": "dot"},
    }


def _stretch(shade: Shade) -> dict[str, Any]:
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": shade.low,
        "x1": shade.high,
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"width": 0},
        "fillcolor": palette.rgba(palette.WRONG, 0.16),
    }


def _name_of(shade: Shade) -> dict[str, Any]:
    return {
        "text": shade.label,
        "xref": "x",
        "yref": "paper",
        "x": (shade.low + shade.high) / 2,
        "y": 0.23,  # between a gradient near 0 and a large one
        "showarrow": False,
    }
