"""Charts of one reading of a digit."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from dlcore.figures import marks, palette
from dlcore.figures.layout import Spec, axis, margin, spec


def probability_bars(
    probabilities: np.ndarray,
    answers: Collection[int],
    *,
    texts: Sequence[str],
    x_label: str,
    hover: str,
    height: int,
) -> Spec:
    """Ten bars, as plain data.

    Args:
        probabilities: (10,) in [0, 1].
        answers: digits in the colour of the answer; none for no answer.
        texts: ten, at the end of each bar.
        hover: template with {digit} and {probability}, in the reader's language.
    """
    colours = [palette.RIGHT if i in answers else palette.MUTED for i in range(10)]
    bar = marks.bars(
        np.asarray(probabilities, dtype=float).tolist(),
        [str(i) for i in range(10)],
        {"color": colours, "cornerradius": 4},
        texts=list(texts),
        orientation="h",
        hovertemplate=hover.format(digit="%{y}", probability="%{x:.2%}") + "<extra></extra>",
    )
    return spec(
        [bar],
        height,
        margin=margin(),
        bargap=0.28,
        showlegend=False,
        xaxis=axis(x_label, range=[0, 1.12], tickformat=".0%"),
        yaxis=axis(type="category", autorange="reversed", dtick=1),
    )
