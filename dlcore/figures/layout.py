"""What all charts have in common: plotly itself, the frame, axes, margins and the legend."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from dlcore.figures import palette

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

HIDDEN = {"visible": False, "fixedrange": True}  # an axis of pictures, which have no scale


def figure(traces: list[dict[str, Any]], height: int | dict[str, Any], **layout: Any) -> Figure:
    """A plotly figure from plain dicts; plotly is imported here, by the page that first draws.

    It has no title bar and no colours of its own: page and theme show through. `uirevision` is
    constant so that a chart drawn anew keeps the zoom its reader chose.
    """
    from plotly.graph_objects import Figure

    if isinstance(height, dict):  # a whole layout, from charts that `quiet_layout` serves
        return Figure({"data": traces, "layout": height})
    return Figure({"data": traces, "layout": quiet_layout(height, **layout)})


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


def axis(title: str | None = None, **more: Any) -> dict[str, Any]:
    """An axis with its title; `more` is handed on to plotly."""
    return ({} if title is None else {"title": {"text": title}}) | more


def margin(edge: int = 8, **sides: int) -> dict[str, int]:
    """Margins in px: `edge` but for the sides that are named, l, r, t or b."""
    return {"l": edge, "r": edge, "t": edge, "b": edge} | sides


def legend(x: float = 0, y: float = 1.02, **more: Any) -> dict[str, Any]:
    """A legend in one row above the plot."""
    return {"orientation": "h", "x": x, "y": y, "yanchor": "bottom", **more}
