"""Charts of a network that reads step by step; those that are films hide what is not read yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dlcore.figures import heat, palette
from dlcore.figures.layout import figure, level_line, level_name, quiet_layout

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

COVER = 0  # index of the shape that hides what is not read yet
_DIM = 0.86  # of a row that is not read yet
_WORTH = 0.12  # a belief above it bears its digit
_ALIKE = {"l": 64, "r": 8, "b": 8}  # margins of charts that stand above each other, over one x
_BARE = {"visible": False, "fixedrange": True}


@dataclass(frozen=True)
class Line:
    """One line of a chart.

    Attributes:
        y: (n,), over the chart's own x.
        dash: as plotly writes it.
    """

    label: str
    y: np.ndarray
    colour: str
    dash: str = "solid"


def digit(picture: str, order: str, *, height: int) -> tuple[Figure, tuple[tuple[int, str], ...]]:
    """A digit whose rows come one after another, and the edges that move in its film.

    Args:
        picture: data URI of its 28 x 28 pixels.
        order: "rows" or "columns"; anything else covers nothing.
    """
    along, across = ("y", "x") if order == "rows" else ("x", "y")
    cover = {
        "type": "rect",
        f"{along}0": 28.5,
        f"{along}1": 28.5,
        f"{across}0": 0.5,
        f"{across}1": 28.5,
        "fillcolor": heat.paper(_DIM),
        "line": {"width": 0},
    }
    reading = cover | {"type": "line", "line": {"color": palette.VALIDATION, "width": 2}}
    image = {
        "source": picture,
        "xref": "x",
        "yref": "y",
        "x": 0.5,
        "y": 0.5,
        "sizex": 28,
        "sizey": 28,
        "sizing": "stretch",
        "layer": "below",
    }
    shown = figure(
        [{"type": "scatter", "x": [1], "y": [1], "opacity": 0, "hoverinfo": "skip"}],
        quiet_layout(
            height,
            margin={"l": 2, "r": 2, "t": 2, "b": 2},
            images=[image],
            shapes=[cover, reading],
            showlegend=False,
            hovermode=False,
            xaxis=_BARE | {"range": [0.5, 28.5], "constrain": "domain"},
            yaxis=_BARE | {"range": [28.5, 0.5], "scaleanchor": "x", "constrain": "domain"},
        ),
    )
    edges = ((COVER, f"{along}0"), (1, f"{along}0"), (1, f"{along}1"))
    return shown, edges if order in ("rows", "columns") else ()


def units(
    values: np.ndarray,
    order: np.ndarray,
    *,
    signed: bool,
    extent: float,
    chosen: int | None,
    x_label: str,
    y_label: str,
    hover: str,
    height: int,
    wide: bool,
) -> tuple[Figure, tuple[tuple[int, str], ...]]:
    """What each unit says at each step, a row for each unit, and the edges that move in its film.

    Args:
        values: (time, units).
        order: (units,), which unit stands in which row, the uppermost first.
        signed: whether the colours tell below from above 0.
        extent: the value of the strongest colour.
        chosen: the unit with a frame.
        hover: template of plotly with %{customdata}, the unit, %{x} and %{z}.
        wide: whether its steps stand below those of `beliefs`.
    """
    steps, count = values.shape
    cells = {
        "type": "heatmap",
        "z": np.ascontiguousarray(values[:, order].T, np.float32),
        "x": np.arange(1, steps + 1),
        "y": np.arange(count),
        "customdata": np.repeat(order[:, None], steps, axis=1),
        "zmin": -extent if signed else 0,
        "zmax": extent,
        "colorscale": heat.colour_scale(below_zero=signed),
        "showscale": False,
        "hovertemplate": hover + "<extra></extra>",
    }
    cover = {
        "type": "rect",
        "x0": steps + 0.5,
        "x1": steps + 0.5,
        "y0": -0.5,
        "y1": count - 0.5,
        "fillcolor": heat.paper(1),
        "line": {"width": 0},
    }
    shapes = [cover] if chosen is None else [cover, _frame(int(np.argmax(order == chosen)), steps)]
    shown = figure(
        [cells],
        quiet_layout(
            height,
            margin=_ALIKE | {"t": 4} if wide else {"l": 8, "r": 8, "t": 4, "b": 8},
            shapes=shapes,
            hovermode="closest",
            xaxis={
                "title": {"text": x_label},
                "range": _over(steps) if wide else [0.5, steps + 0.5],
                "showgrid": False,
                "zeroline": False,
            },
            yaxis={
                "title": {"text": y_label},
                "range": [count - 0.5, -0.5],
                "automargin": not wide,
                "showgrid": False,
                "showticklabels": False,
                "ticks": "",
                "zeroline": False,
            },
        ),
    )
    return shown, ((COVER, "x0"),)


def _over(steps: int) -> list[float]:
    """From nothing read to all read, with room for what stands at the end of a line."""
    return [-0.3, steps + 1.2]


def _frame(row: int, steps: int) -> dict[str, Any]:
    return {
        "type": "rect",
        "x0": 0.5,
        "x1": steps + 0.5,
        "y0": row - 0.5,
        "y1": row + 0.5,
        "line": {"color": palette.RIGHT, "width": 1},
    }


def beliefs(
    shares: np.ndarray,
    *,
    decided: int,
    decided_label: str,
    x_label: str,
    y_label: str,
    height: int,
) -> Figure:
    """Ten lines over the steps, each with its digit at its head and peak; see `moving_beliefs`.

    Args:
        shares: (time + 1, 10) in [0, 1], before anything is read and after each step.
        decided: the step from which the answer stays.
    """
    steps = len(shares) - 1
    x = np.arange(steps + 1)
    lines, heads = [], []
    for number in range(10):
        shared = {"type": "scatter", "x": x, "y": shares[:, number], "showlegend": False}
        peak = int(shares[:, number].argmax())
        marked = shares[peak, number] > _WORTH and number != shares[-1].argmax()
        lines.append(
            shared
            | {
                "mode": "lines+text",
                "text": [str(number) if marked and i == peak else "" for i in x],
                "textposition": "top center",
                "textfont": {"color": palette.CLASSES[number], "size": 12},
                "line": {"color": palette.CLASSES[number], "width": 2.5},
                "hovertemplate": f"{number}: %{{y:.1%}}<extra></extra>",
            }
        )
        heads.append(
            shared
            | {
                "mode": "markers+text",
                "text": [
                    f"<b>{number}</b>" if share > _WORTH else "" for share in shares[:, number]
                ],
                "textposition": "middle right",
                "textfont": {"color": palette.CLASSES[number], "size": 14},
                "marker": {"color": palette.CLASSES[number], "size": 7},
                "hoverinfo": "skip",
                "cliponaxis": False,
            }
        )
    return figure(
        [*lines, *heads],
        quiet_layout(
            height,
            margin=_ALIKE | {"t": 20},
            hovermode="closest",
            shapes=[_upright(decided)],
            annotations=[_at_the_top(decided, decided_label, steps)],
            xaxis={"title": {"text": x_label}, "range": _over(steps), "zeroline": False},
            yaxis={
                "title": {"text": y_label},
                "range": [-0.03, 1.05],
                "tickformat": ".0%",
                "automargin": False,
            },
        ),
    )


def moving_beliefs() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Indices of the traces of `beliefs` that grow in a film, and of those that are heads."""
    return tuple(range(10)), tuple(range(10, 20))


def _upright(x: float) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": x,
        "x1": x,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": palette.MUTED, "width": 1.5, "dash": "dot"},
    }


def _at_the_top(x: float, text: str, end: float) -> dict[str, Any]:
    return {
        "x": x,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "xanchor": "right" if x > end / 2 else "left",
        "text": text,
        "showarrow": False,
        "font": {"color": palette.MUTED, "size": 12},
    }


def lines(
    x: np.ndarray,
    shown: Sequence[Line],
    *,
    x_label: str,
    y_label: str,
    height: int,
    y_range: tuple[float, float] | None = None,
    percent: bool = False,
    logs: str = "",
    marks: Sequence[float] = (),
    band: tuple[float, float] | None = None,
    markers: bool = False,
    levels: Sequence[tuple[float, str]] = (),
) -> Figure:
    """Lines over one x.

    Args:
        x: (n,).
        percent: whether y is shown in percent.
        y_range: from the lower to the upper end.
        logs: which axes are logarithmic: "", "x", "y" or "xy"; what is not above 0 is left out.
        marks: x with a dotted line each.
        band: a stretch of x that is shaded.
        markers: whether each point has a dot.
        levels: y with a dotted line each, and its name; drawn where a line comes near.
    """
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines+markers" if markers else "lines",
            "name": line.label,
            "x": x,
            "y": np.where(line.y > 0, line.y, np.nan) if "y" in logs else line.y,
            "line": {"color": line.colour, "dash": line.dash, "width": 2.5},
            "hovertemplate": "%{x}: %{y:.1%}" if percent else "%{x}: %{y:.3g}",
        }
        for line in shown
    ]
    y_axis: dict[str, Any] = {"title": {"text": y_label}}
    if y_range:
        y_axis["range"] = [float(np.log10(y)) for y in y_range] if "y" in logs else [*y_range]
    if percent:
        y_axis["tickformat"] = ".0%"
    x_axis: dict[str, Any] = {"title": {"text": x_label}}
    for axis, name in ((x_axis, "x"), (y_axis, "y")):
        if name in logs:
            axis |= {"type": "log", "exponentformat": "power"}
    if "x" in logs:
        x_axis |= {"tickvals": x, "ticktext": [f"{value:g}" for value in x]}
    if "y" in logs:
        y_axis["nticks"] = 7
    shapes = [_upright(mark) for mark in marks] + ([_band(*band)] if band else [])
    lowest = min((float(np.nanmin(one["y"], initial=np.inf)) for one in traces), default=np.inf)
    reached = [(y, name) for y, name in levels if lowest < 100 * y]
    return figure(
        traces,
        quiet_layout(
            height,
            margin={"l": 8, "r": 8, "t": 8, "b": 8},
            shapes=[*shapes, *(level_line(y) for y, _name in reached)],
            annotations=[level_name(y, name, log="y" in logs) for y, name in reached],
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
            xaxis=x_axis,
            yaxis=y_axis,
        ),
    )


def _band(left: float, right: float) -> dict[str, Any]:
    return {
        "type": "rect",
        "x0": left,
        "x1": right,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "fillcolor": palette.rgba(palette.VALIDATION, 0.14),
        "line": {"width": 0},
        "layer": "below",
    }
