"""Charts of a model card: whether its confidence holds, and what it takes for a digit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from dlcore.figures import palette
from dlcore.figures.layout import figure, quiet_layout

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

Numbers = Sequence[float]

_WIDEST_BAR = 0.08
_STYLES = (("square", "dash"), ("triangle-up", "dot"), ("x", "dashdot"))


def reliability(
    confidence: Numbers,
    accuracy: Numbers,
    count: Sequence[int],
    *,
    confidence_label: str,
    accuracy_label: str,
    perfect_label: str,
    hover: str,
    height: int = 320,
) -> Figure:
    """How often a network is right, for how sure it is (a reliability diagram, Guo et al. 2017).

    Args:
        confidence: mean confidence of each bin, in [0, 1], ascending; bins that hold nothing are
            left out.
        accuracy: share of each bin that is right, in [0, 1].
        count: how many examples each bin holds.
        perfect_label: of the diagonal.
        hover: template with {confidence}, {accuracy} and {count}, in the reader's language.
    """
    said = hover.format(confidence="%{x:.1%}", accuracy="%{y:.1%}", count="%{customdata:,}")
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "name": accuracy_label,
            "x": np.asarray(confidence, dtype=float),
            "y": np.asarray(accuracy, dtype=float),
            "width": _bar_width(confidence),
            "customdata": np.asarray(count),
            "marker": {"color": palette.RIGHT},
            "hovertemplate": said + "<extra></extra>",
        },
        {
            "type": "scatter",
            "mode": "lines",
            "name": perfect_label,
            "x": [0, 1],
            "y": [0, 1],
            "line": {"color": palette.MUTED, "width": 2, "dash": "dash"},
            "hoverinfo": "skip",
        },
    ]
    return figure(
        traces,
        quiet_layout(
            height,
            xaxis=_share_axis(confidence_label),
            yaxis=_share_axis(accuracy_label),
            showlegend=True,
        ),
    )


def _bar_width(centres: Numbers) -> float:
    """As wide as can be without one bar covering another."""
    gaps = np.diff(np.sort(np.asarray(centres, dtype=float)))
    return max(0.004, min(_WIDEST_BAR, 0.9 * float(gaps.min(initial=_WIDEST_BAR))))


def rejection(
    threshold: Numbers,
    digits: Numbers,
    others: Mapping[str, Numbers],
    at: float | None,
    *,
    digits_label: str,
    threshold_label: str,
    share_label: str,
    at_label: str,
    height: int = 320,
) -> Figure:
    """What a threshold on the digit score lets through.

    Args:
        threshold: of the digit score, ascending.
        digits: share of the digits that passes each threshold, in [0, 1].
        others: the same of what is no digit, by what it is called in the reader's language.
        at: the threshold in use, marked by a line; None where there is none.
    """
    x = np.asarray(threshold, dtype=float)
    traces = [_line(digits_label, x, digits, palette.RIGHT, "circle", "solid")]
    for (name, share), (symbol, dash) in zip(others.items(), _STYLES, strict=False):
        traces.append(_line(name, x, share, palette.WRONG, symbol, dash))
    layout = quiet_layout(
        height,
        xaxis={"title": {"text": threshold_label}, "automargin": True},
        yaxis=_share_axis(share_label),
        showlegend=True,
    )
    if at is not None:
        layout["shapes"] = [
            {
                "type": "line",
                "x0": at,
                "x1": at,
                "y0": 0,
                "y1": 1,
                "line": {"color": palette.MUTED, "width": 2, "dash": "dot"},
            }
        ]
        layout["annotations"] = [
            {
                "x": at,
                "y": 0.55,
                "text": at_label,
                "showarrow": False,
                "xanchor": "left",
                "xshift": 5,
            }
        ]
    return figure(traces, layout)


def _line(
    name: str, x: np.ndarray, share: Numbers, colour: str, symbol: str, dash: str
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": x,
        "y": np.asarray(share, dtype=float),
        "line": {"color": colour, "width": 2, "dash": dash},
        # A shape too, on a few of the points: not by colour alone.
        "marker": {"size": 7, "symbol": symbol, "maxdisplayed": 12},
        "hovertemplate": "%{y:.1%}",
    }


def _share_axis(label: str) -> dict[str, Any]:
    return {
        "title": {"text": label},
        "range": [0, 1.02],
        "tickformat": ".0%",
        "dtick": 0.2,
        "automargin": True,
    }
