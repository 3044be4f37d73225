"""The states of a small recurrent network, a column a step, with their numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dlcore.figures import heat, marks, palette
from dlcore.figures.layout import HIDDEN, Spec, margin, spec

FROM_INPUT = palette.SERIES[2]
"""Colour of what comes from the letter that is read, and of its frame."""
FROM_STATE = palette.SERIES[3]
"""Colour of what comes from the state before, and of its frame."""
_LETTERS = -1.1  # where they stand, above unit 0
_ON_BRIGHT, _ON_DARK = "#10141F", "#FFFFFF"
_BRIGHT = 0.5  # from here on a cell is bright


def states(
    word: str,
    values: np.ndarray,
    *,
    step: int,
    unit: int,
    names: Sequence[str],
    before: str,
    height: int,
) -> Spec:
    """Letters above, and below each the state after it; column 0 is the state before the first.

    Args:
        word: T letters.
        values: (T + 1, units) in [-1, 1].
        step: from 1, that is looked at: its letter, the state before and the new one have frames.
        unit: from 0, whose new number has one of its own.
        names: of the units, for the axis.
        before: what stands above column 0.
    """
    count, units = values.shape
    cells = {
        "type": "heatmap",
        "x": list(range(count)),
        "y": list(range(units)),
        "z": values.T.tolist(),
        "zmin": -1,
        "zmax": 1,
        "colorscale": heat.colour_scale(below_zero=True),
        "showscale": False,
        "hoverinfo": "skip",
        "xgap": 2,
        "ygap": 2,
    }
    numbers = [
        marks.note(t, i, f"{values[t, i]:.2f}", font={"size": 12, "color": _ink(values[t, i])})
        for t in range(count)
        for i in range(units)
    ]
    letters = [
        marks.note(t, _LETTERS, f"<b>{letter}</b>", font={"size": 18})
        for t, letter in enumerate(word, 1)
    ]
    start = marks.note(0, _LETTERS, before, font={"size": 12, "color": palette.MUTED})
    frames = [
        _frame(step, _LETTERS - 0.4, _LETTERS + 0.4, FROM_INPUT),
        _frame(step - 1, -0.5, units - 0.5, FROM_STATE),
        _frame(step, -0.5, units - 0.5, palette.VALIDATION),
        _frame(step, unit - 0.5, unit + 0.5, palette.VALIDATION, 5),
    ]
    return spec(
        [cells],
        height,
        margin=margin(4, l=64),
        annotations=[*numbers, *letters, start],
        shapes=frames,
        hovermode=False,
        xaxis=HIDDEN | {"range": [-0.55, count - 0.45]},
        yaxis={
            "range": [units - 0.45, _LETTERS - 0.5],
            "tickvals": list(range(units)),
            "ticktext": list(names),
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
    )


def _ink(value: float) -> str:
    return _ON_BRIGHT if abs(value) > _BRIGHT else _ON_DARK


def _frame(x: int, top: float, foot: float, colour: str, width: float = 3) -> marks.Mark:
    look = {"color": colour, "width": width}
    return marks.rectangle(x - 0.47, top, x + 0.47, foot, line=look)
