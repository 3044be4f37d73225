"""Charts of one reading of a digit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dlcore.figures import palette
from dlcore.figures.layout import figure, quiet_layout

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def probability_bars(
    probabilities: np.ndarray | None, *, x_label: str, hover: str, height: int = 270
) -> Figure:
    """Ten bars, the highest in the colour of the answer; empty tracks where there is no reading.

    Args:
        probabilities: (10,) in [0, 1], or None.
        hover: template with {digit} and {probability}, in the reader's language.
    """
    shown = np.zeros(10) if probabilities is None else np.asarray(probabilities, dtype=float)
    best = int(np.argmax(shown)) if shown.any() else -1
    colours = [palette.RIGHT if i == best else palette.MUTED for i in range(10)]
    bar = {
        "type": "bar",
        "orientation": "h",
        "x": shown,
        "y": [str(i) for i in range(10)],
        "marker": {"color": colours, "cornerradius": 4},
        "text": [f"{p:.1%}" if p >= 0.0005 else "" for p in shown],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": hover.format(digit="%{y}", probability="%{x:.2%}") + "<extra></extra>",
    }
    return figure(
        [bar],
        quiet_layout(
            height,
            bargap=0.28,
            showlegend=False,
            xaxis={"range": [0, 1.12], "tickformat": ".0%", "title": {"text": x_label}},
            yaxis={"type": "category", "autorange": "reversed", "dtick": 1},
        ),
    )
