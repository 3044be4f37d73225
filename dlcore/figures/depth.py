"""A signal and its gradient, layer by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dlcore.figures import palette
from dlcore.figures.layout import figure, quiet_layout

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def depth(
    value_edges: np.ndarray,
    values: np.ndarray,
    gradient_edges: np.ndarray,
    gradients: np.ndarray,
    median: np.ndarray,
    *,
    colour: str,
    gradient_range: tuple[float, float],
    value_label: str,
    gradient_label: str,
    layer_label: str,
    median_label: str,
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
        line = np.log10(median)
    return figure(
        [
            _histograms(layers, value_edges, values, colour, "y"),
            _histograms(layers, gradient_edges, gradients, colour, "y2"),
            {
                "type": "scatter",
                "mode": "lines",
                "name": median_label,
                "x": layers,
                "y": np.where(np.isfinite(line), line, np.nan),
                "yaxis": "y2",
                "line": {"color": palette.MUTED, "width": 2.5},
                "hovertemplate": "10<sup>%{y:.1f}</sup>",
            },
        ],
        quiet_layout(
            height,
            xaxis={
                "anchor": "y2",
                "title": {"text": layer_label},
                "range": [0.5, max(1, len(layers)) + 0.5],
                "showgrid": False,
            },
            yaxis={
                "title": {"text": value_label},
                "domain": [0.55, 1],
                "range": _occupied(value_edges, values),
                "automargin": True,
            },
            yaxis2={
                "title": {"text": gradient_label},
                "domain": [0, 0.47],
                "range": list(gradient_range),
                "tickprefix": "10<sup>",
                "ticksuffix": "</sup>",
                "nticks": 6,
                "automargin": True,
            },
            showlegend=True,
        ),
    )


def _occupied(edges: np.ndarray, shares: np.ndarray) -> list[float]:
    """The bins in which there is anything: half of them are empty where no value is negative."""
    places = np.flatnonzero(np.any(shares > 0, axis=0))
    if not len(places):
        return [float(edges[0]), float(edges[-1])]
    return [float(edges[places[0]]), float(edges[places[-1] + 1])]


def _histograms(
    layers: np.ndarray, edges: np.ndarray, shares: np.ndarray, colour: str, axis: str
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
        "yaxis": axis,
        "showscale": False,
        "hoverinfo": "skip",
    }
