"""What all charts have in common: plotly itself, the frame, axes, margins and the legend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

Spec = dict[str, Any]  # what a Figure's `to_dict` gives; of lists, not arrays
HIDDEN = {"visible": False, "fixedrange": True}  # an axis of pictures, which have no scale


def figure(traces: list[dict[str, Any]], height: int, **layout: Any) -> Figure:
    """A plotly figure; plotly is imported here, by the page that first draws. See `spec`."""
    from plotly.graph_objects import Figure

    return Figure(spec(traces, height, **layout))


def spec(traces: list[dict[str, Any]], height: int, **layout: Any) -> Spec:
    """The same as plain data: a figure costs some 10 ms of checking, too much for each stroke.

    It has no title bar and no colours of its own: page and theme show through. `uirevision` is
    constant so that a chart drawn anew keeps the zoom its reader chose.
    """
    quiet = {
        "height": height,
        "margin": margin(t=36),
        "uirevision": "kept",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "legend": legend(1, xanchor="right"),
    }
    return {"data": traces, "layout": quiet | layout}


def axis(title: str | None = None, **more: Any) -> dict[str, Any]:
    """An axis with its title; `more` is handed on to plotly."""
    return ({} if title is None else {"title": {"text": title}}) | more


def margin(edge: int = 8, **sides: int) -> dict[str, int]:
    """Margins in px: `edge` but for the sides that are named, l, r, t or b."""
    return {"l": edge, "r": edge, "t": edge, "b": edge} | sides


def legend(x: float = 0, y: float = 1.02, **more: Any) -> dict[str, Any]:
    """A legend in one row above the plot."""
    return {"orientation": "h", "x": x, "y": y, "yanchor": "bottom", **more}
