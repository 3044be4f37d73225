"""What all charts have in common."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from dlcore.figures import palette

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def quiet_layout(height: int, **more: Any) -> dict[str, Any]:
    """A layout without a title bar or colours of its own: page and theme show through.

    `uirevision` is constant so that a chart drawn anew keeps the zoom its reader chose.
    """
    return {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 36, "b": 8},
        "uirevision": "kept",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "legend": {"orientation": "h", "x": 1, "xanchor": "right", "y": 1.02, "yanchor": "bottom"},
        **more,
    }


def level_line(y: float, yref: str = "y") -> dict[str, Any]:
    """A thin dotted line from left to right, behind the curves: a value to compare them with."""
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "yref": yref,
        "y0": y,
        "y1": y,
        "layer": "below",
        "line": {"color": palette.MUTED, "width": 1, "dash": "dot"},
    }


def level_name(y: float, text: str, *, log: bool = False) -> dict[str, Any]:
    """What a `level_line` is, written above its right end; `log` where the axis is logarithmic."""
    return {
        "text": text,
        "xref": "paper",
        "x": 1,
        "xanchor": "right",
        "y": math.log10(y) if log else y,  # as plotly has it for annotations, not for shapes
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 11, "color": palette.MUTED},
    }


def figure(traces: list[dict[str, Any]], layout: dict[str, Any]) -> Figure:
    """A plotly figure from plain dicts; plotly is imported here, by the page that first draws."""
    from plotly.graph_objects import Figure

    return Figure({"data": traces, "layout": layout})
