"""Pictures of why a loss matters: lines fitted to points, steps down a slope, probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from dlcore.figures import palette
from dlcore.figures.layout import figure, level_line, quiet_layout
from dlcore.figures.losses import LEGEND, MARGIN
from dlcore.figures.palette import LineStyle

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_SHOWN_STEPS = 150


def fitted_lines(
    x: np.ndarray,
    y: np.ndarray,
    outlier: tuple[float, float] | None,
    lines: Mapping[str, tuple[float, float]],
    looks: Mapping[str, tuple[str, LineStyle]],
    truth: tuple[float, float],
    *,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    points_label: str,
    outlier_label: str,
    truth_label: str,
    height: int = 440,
) -> Figure:
    """Points, lines fitted to them, and last of all the outlier, the one point to be dragged.

    Args:
        x, y: (n,) the other points.
        outlier: its place; None draws none.
        lines: slope and intercept by name of the loss.
        looks: label and style by name of the loss.
        truth: slope and intercept of the line that the points come from.
    """
    ends = np.array(x_range, float)
    traces = [_line(ends, truth, truth_label, {"color": palette.MUTED, "width": 1})]
    for name, line in lines.items():
        label, style = looks[name]
        look = {"color": style.colour, "dash": style.dash, "width": 2.5}
        traces.append(_line(ends, line, label, look))
    traces.append(_points(x, y, points_label, {"color": palette.MUTED, "size": 8}))
    if outlier:
        look = {
            "color": palette.WRONG,
            "size": 18,
            "symbol": "diamond",
            "line": {"color": palette.MUTED, "width": 2},
        }
        traces.append(_points([outlier[0]], [outlier[1]], outlier_label, look))
    return figure(
        traces,
        quiet_layout(
            height,
            margin=MARGIN | {"t": 60},
            legend=LEGEND,
            xaxis={"range": list(x_range), "title": {"text": "x"}},
            yaxis={"range": list(y_range), "title": {"text": "y"}},
            showlegend=True,
        ),
    )


def _line(
    ends: np.ndarray, line: tuple[float, float], label: str, look: dict[str, Any]
) -> dict[str, Any]:
    y = line[0] * ends + line[1]
    return {"type": "scatter", "mode": "lines", "name": label, "x": ends, "y": y, "line": look}


def _points(x: Any, y: Any, label: str, look: dict[str, Any]) -> dict[str, Any]:
    return {"type": "scatter", "mode": "markers", "name": label, "x": x, "y": y, "marker": look}


def descents(
    paths: Mapping[str, np.ndarray],
    looks: Mapping[str, tuple[str, LineStyle]],
    *,
    step_label: str,
    probability_label: str,
    height: int = 260,
) -> Figure:
    """Probability of the right answer against step; steps from 1 on, on a logarithmic axis.

    Args:
        paths: (steps + 1,) probabilities by name of the loss; may be empty.
        looks: label and style by name of the loss.
    """
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": looks[name][0],
            "x": _spread(len(path) - 1),
            "y": path[_spread(len(path) - 1)],
            "line": {"color": looks[name][1].colour, "dash": looks[name][1].dash, "width": 2.5},
        }
        for name, path in paths.items()
    ]
    return figure(
        traces,
        quiet_layout(
            height,
            margin=MARGIN | {"t": 36},
            xaxis={"type": "log", "title": {"text": step_label}, "dtick": 1, "range": [0, 3]},
            yaxis={
                "range": [-0.02, 1.02],
                "tickformat": ".0%",
                "title": {"text": probability_label},
            },
            shapes=[level_line(0.5)],
            showlegend=False,
        ),
    )


def _spread(steps: int) -> np.ndarray:
    """Steps from 1 on, as close together as a logarithmic axis can show."""
    spread = np.geomspace(1, max(1, steps), _SHOWN_STEPS).round().astype(int)
    return np.unique(spread[spread <= steps])


def example_bars(
    probabilities: np.ndarray,
    right: Sequence[int],
    chosen: int,
    *,
    classes: Sequence[str],
    titles: Sequence[str],
    height: int = 240,
) -> Figure:
    """One group of bars for each example, the right class ticked and in the colour of the answer.

    Args:
        probabilities: (examples, classes) in [0, 1].
        right: index of the right class of each example.
        chosen: index of the example that is shown in full colour.
        classes: names of the classes.
        titles: above each group.
    """
    table = np.asarray(probabilities, float).reshape(len(titles), len(classes))
    gap = len(classes) + 1
    places = np.arange(len(titles))[:, None] * gap + np.arange(len(classes))
    colours = [
        palette.rgba(
            palette.RIGHT if k == right[i] else palette.MUTED, 1.0 if i == chosen else 0.45
        )
        for i in range(len(titles))
        for k in range(len(classes))
    ]
    bar = {
        "type": "bar",
        "x": places.ravel(),
        "y": table.ravel(),
        "marker": {"color": colours, "cornerradius": 4},
        "text": [f"{p:.0%}" for p in table.ravel()],
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    names = [
        {"text": title, "x": float(i * gap + (len(classes) - 1) / 2), "y": 1.22, "showarrow": False}
        for i, title in enumerate(titles)
    ]
    return figure(
        [bar],
        quiet_layout(
            height,
            margin=MARGIN,
            bargap=0.15,
            showlegend=False,
            annotations=names,
            xaxis={
                "tickvals": places.ravel(),
                "ticktext": [
                    f"{c} ✓" if k == r else c for r in right for k, c in enumerate(classes)
                ],
                "showgrid": False,
                "zeroline": False,
            },
            yaxis={"range": [0, 1.3], "showticklabels": False, "showgrid": False},
        ),
    )
