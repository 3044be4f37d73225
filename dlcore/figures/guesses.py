"""What a class has guessed: a bar for each answer, or for each stretch of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dlcore.figures import marks, palette
from dlcore.figures.layout import axis, figure, margin

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_BINS = 12


@dataclass(frozen=True)
class GuessBin:
    """So many guesses from `low` to `high`, both included."""

    low: int
    high: int
    count: int


def bins(guesses: Sequence[int]) -> list[GuessBin]:
    """Whole numbers of 0 and above, counted.

    Each number by itself where there are few different ones; else stretches that are equally long
    on a logarithmic scale, so that a single wild guess does not push all others into one.
    """
    values, counts = np.unique(np.asarray(guesses, np.int64), return_counts=True)
    if len(values) <= _BINS:
        return [GuessBin(int(v), int(v), int(n)) for v, n in zip(values, counts, strict=True)]
    ends = np.geomspace(values[0] + 1, values[-1] + 1, _BINS + 1)
    lows = np.unique([int(values[0]), *np.ceil(ends[1:-1]).astype(int) - 1])
    highs = [*(lows[1:] - 1), int(values[-1])]
    return [
        GuessBin(int(low), int(high), int(counts[(values >= low) & (values <= high)].sum()))
        for low, high in zip(lows, highs, strict=True)
    ]


def bars(counts: Sequence[int], names: Sequence[str], *, words: str) -> Figure:
    """A bar for each answer, the first on top; none is marked as the right one.

    Args:
        counts: (n,), of each.
        names: of each.
        words: at the axis of the counts.
    """
    places = list(range(len(names)))
    return figure(
        [
            marks.bars(
                list(counts),
                places,
                {"color": palette.TRAINING},
                texts=[str(count) for count in counts],
                orientation="h",
                hoverinfo="skip",
            )
        ],
        height=90 + 32 * max(len(names), 1),
        margin=margin(t=8, r=30, b=46),
        xaxis=axis(
            words,
            range=[0, max([*counts, 4]) * 1.08],
            fixedrange=True,
            dtick=-(-max([*counts, 4]) // 6),
        ),
        yaxis=axis(
            tickvals=places,
            ticktext=list(names),
            range=[max(len(names), 1) - 0.5, -0.5],
            fixedrange=True,
            automargin=True,
        ),
    )
