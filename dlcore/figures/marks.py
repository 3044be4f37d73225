"""The few marks that all charts are made of, each a dict as plotly reads it.

`more` is handed on to plotly as it is: `name`, `yaxis`, `hovertemplate` ...
"""

from __future__ import annotations

import math
from typing import Any

from dlcore.figures import palette
from dlcore.figures.lines import Line

Mark = dict[str, Any]

# Traces: what has data, a place in the legend, and words where a pointer rests.


def curve(
    x: Any, y: Any, colour: str, width: float = 2.5, dash: str | None = None, **more: Any
) -> Mark:
    """A line through points."""
    look = {"color": colour, "width": width} | ({"dash": dash} if dash else {})
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": look, **more}


def line(drawn: Line, width: float = 2.5, **more: Any) -> Mark:
    """A `Line` as it looks by itself."""
    mode = "lines+markers" if drawn.marked else "lines"
    look = {"name": drawn.label, "mode": mode, **more}
    return curve(drawn.x, drawn.y, drawn.colour, width, drawn.dash, **look)


def points(
    x: Any,
    y: Any,
    colour: str | list[str],
    size: int,
    *,
    symbol: str | None = None,
    edge: tuple[str, float] | None = None,
    **more: Any,
) -> Mark:
    """Points; `symbol` as plotly calls it, `edge` the colour and width of their outline."""
    marker: Mark = {"color": colour, "size": size} | ({"symbol": symbol} if symbol else {})
    if edge:
        marker["line"] = {"color": edge[0], "width": edge[1]}
    return {"type": "scatter", "mode": "markers", "x": x, "y": y, "marker": marker, **more}


def ring(x: Any, y: Any, colour: str) -> Mark:
    """A ring around the points."""
    look = {"symbol": "circle-open", "size": 22, "color": colour, "line": {"width": 2}}
    silent = {"hoverinfo": "skip", "showlegend": False}
    return {"type": "scatter", "mode": "markers", "x": x, "y": y, "marker": look, **silent}


def spots(x: Any, y: Any, said: list[str]) -> Mark:
    """Nothing to be seen, but places to point at and to click on."""
    look = {"marker": {"opacity": 0, "size": 20}, "hovertext": said, "hoverinfo": "text"}
    return {"type": "scatter", "mode": "markers", "x": x, "y": y, **look}


def bars(x: Any, y: Any, marker: Mark, *, texts: Any = None, **more: Any) -> Mark:
    """Bars; with `texts`, one stands at the end of each."""
    if texts is not None:
        more |= {"text": texts, "textposition": "outside", "cliponaxis": False}
    return {"type": "bar", "x": x, "y": y, "marker": marker, **more}


def table(z: Any, columns: Any, rows: Any, texts: Any, text_colour: str, **more: Any) -> Mark:
    """Cells of a colour each, with a text in it; rows from the bottom up."""
    return {
        "type": "heatmap",
        "x": columns,
        "y": rows,
        "z": z,
        "text": texts,
        "texttemplate": "%{text}",
        "textfont": {"color": text_colour},
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        **more,
    }


# Shapes, notes and pictures of the layout: what stands still, before or behind the traces.


def upright(
    x: float, colour: str = palette.MUTED, width: float = 1.5, dash: str | None = "dot", **more: Any
) -> Mark:
    """A line from bottom to top."""
    look = {"color": colour, "width": width} | ({"dash": dash} if dash else {})
    ends = {"x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1}
    return {"type": "line", "line": look, **ends, **more}


def level(y: float, yref: str = "y") -> Mark:
    """A thin dotted line from left to right, behind the curves: a value to compare them with."""
    look = {"color": palette.MUTED, "width": 1, "dash": "dot"}
    ends = {"xref": "paper", "x0": 0, "x1": 1, "yref": yref, "y0": y, "y1": y}
    return {"type": "line", "layer": "below", "line": look, **ends}


def level_name(y: float, text: str, *, log: bool = False) -> Mark:
    """What a `level` is, written above its right end; `log` where the axis is logarithmic."""
    height = math.log10(y) if log else y  # as plotly has it for annotations, not for shapes
    look = {"font": {"size": 11, "color": palette.MUTED}}
    return note(1, height, text, xref="paper", xanchor="right", yanchor="bottom", **look)


def rectangle(x0: float, y0: float, x1: float, y1: float, **more: Any) -> Mark:
    """A frame, where `more` has a `line`, or a surface, where it has a `fillcolor`."""
    return {"type": "rect", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "line": {"width": 0}, **more}


def band(left: float, right: float, colour: str, alpha: float = 0.14, **more: Any) -> Mark:
    """A shaded stretch of the x axis, from bottom to top."""
    look = {"layer": "below", "fillcolor": palette.rgba(colour, alpha)}
    return rectangle(left, 0, right, 1, yref="paper", **look, **more)


def note(x: float, y: float, text: str, **more: Any) -> Mark:
    """Words at a place."""
    return {"x": x, "y": y, "text": text, "showarrow": False, **more}


def image(source: str, x: float, y: float, width: float, height: float, **more: Any) -> Mark:
    """A picture, as a data URI, stretched from its upper left corner over a part of the axes."""
    place = {"xref": "x", "yref": "y", "x": x, "y": y, "sizex": width, "sizey": height}
    return {"source": source, "sizing": "stretch", "layer": "below", **place, **more}
