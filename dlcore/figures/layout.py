"""What all charts have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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


def figure(traces: list[dict[str, Any]], layout: dict[str, Any]) -> Figure:
    """A plotly figure from plain dicts; plotly is imported here, by the page that first draws."""
    from plotly.graph_objects import Figure

    return Figure({"data": traces, "layout": layout})
