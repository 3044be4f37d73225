"""Charts of one reading of a digit, or of what else a network tells apart."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from dlcore.figures import marks, palette
from dlcore.figures.classes import categories, class_axis
from dlcore.figures.layout import Spec, axis, margin, spec


def probability_bars(
    probabilities: np.ndarray,
    answers: Collection[int],
    names: Sequence[str] = tuple(map(str, range(10))),
    *,
    texts: Sequence[str],
    x_label: str,
    hover: str,
    height: int,
) -> Spec:
    """A bar for each class, as plain data.

    Args:
        probabilities: (k,) in [0, 1].
        answers: classes in the colour of the answer; none for no answer.
        names: of the k classes; the ten digits where they are left out.
        texts: k, at the end of each bar.
        hover: template with {digit} and {probability}, in the reader's language.
    """
    colours = [palette.RIGHT if i in answers else palette.MUTED for i in range(len(names))]
    bar = marks.bars(
        np.asarray(probabilities, dtype=float).tolist(),
        categories(names),
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
        yaxis=class_axis(names, len(names), autorange="reversed"),
    )
