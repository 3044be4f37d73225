"""Learning from few: how two networks get better side by side, and what one makes of a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore.figures import marks, palette
from dlcore.figures.classes import categories, class_axis
from dlcore.figures.layout import axis, figure
from dlcore.figures.lines import Line

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_BAR = 26  # px a class


@dataclass(frozen=True)
class PassesWords:
    """What stands in `passes`."""

    accuracy: str
    passes: str
    thawed: str


def passes(
    lines: Sequence[Line],
    *,
    epochs: int,
    frozen: int,
    words: PassesWords,
    height: int = 320,
) -> Figure:
    """Accuracy on test images after each pass over the few that are learnt from.

    Args:
        lines: of each network, over passes from 1; may be empty.
        epochs: passes that there are to be.
        frozen: after so many all layers of the transferred network learn; 0 marks nothing.
    """
    return figure(
        [marks.line(line, mode="lines+markers", marker={"size": 6}) for line in lines],
        height,
        xaxis=axis(words.passes, range=[0, epochs + 0.5], nticks=11),
        yaxis=axis(words.accuracy, tickformat=".0%", range=[0, 1.03], automargin=True),
        showlegend=True,
        shapes=[marks.upright(frozen)] if frozen else [],
        annotations=[
            marks.note(
                frozen,
                0,
                words.thawed,
                yref="paper",
                xanchor="left",
                yanchor="bottom",
                font={"size": 11, "color": palette.MUTED},
            )
        ]
        if frozen
        else [],
    )


def answer_bars(
    probabilities: NDArray[np.float32], names: Sequence[str], *, colour: str = palette.RIGHT
) -> Figure:
    """The likeliest classes of one drawing, the likeliest on top.

    Args:
        probabilities: (n,).
        names: of these classes, a stranger's text; no two alike.
    """
    order = np.argsort(-probabilities, kind="stable")
    texts = [f"{probabilities[i]:.0%}" for i in order]
    likeliest = [names[i] for i in order]
    return figure(
        [
            marks.bars(
                probabilities[order],
                categories(likeliest),
                {"color": [colour, *[palette.MUTED] * (len(order) - 1)]},
                texts=texts,
                orientation="h",
            )
        ],
        60 + _BAR * len(order),
        xaxis=axis(range=[0, 1.15], tickformat=".0%"),
        yaxis=class_axis(likeliest, len(likeliest), autorange="reversed", automargin=True),
    )
