"""Charts of one reading of a digit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

from dlcore.figures import palette
from dlcore.figures.layout import figure, quiet_layout

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def probability_bars(
    probabilities: np.ndarray,
    answers: Collection[int],
    *,
    texts: Sequence[str],
    x_label: str,
    hover: str,
    height: int,
) -> Figure:
    """Ten bars.

    Args:
        probabilities: (10,) in [0, 1].
        answers: digits in the colour of the answer; none for no answer.
        texts: ten, at the end of each bar.
        hover: template with {digit} and {probability}, in the reader's language.
    """
    shown = np.asarray(probabilities, dtype=float)
    colours = [palette.RIGHT if i in answers else palette.MUTED for i in range(10)]
    bar = {
        "type": "bar",
        "orientation": "h",
        "x": shown,
        "y": [str(i) for i in range(10)],
        "marker": {"color": colours, "cornerradius": 4},
        "text": list(texts),
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": hover.format(digit="%{y}", probability="%{x:.2%}") + "<extra></extra>",
    }
    return figure(
        [bar],
        quiet_layout(
            height,
            margin={"l": 8, "r": 8, "t": 8, "b": 8},
            bargap=0.28,
            showlegend=False,
            xaxis={"range": [0, 1.12], "tickformat": ".0%", "title": {"text": x_label}},
            yaxis={"type": "category", "autorange": "reversed", "dtick": 1},
        ),
    )
