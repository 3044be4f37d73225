"""How often each class was taken for each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dlcore.figures.training import ConfusionWords, confusion
from ui.frame import shell
from ui.frame.i18n import gettext as _
from ui.shared import chart


def show(matrix: NDArray[np.int64], classes: Sequence[str], key: str) -> None:
    """The confusion matrix of some test images as a chart.

    Args:
        matrix: (k, k) counts; row = truth, column = guess.
        classes: their k names.
        key: of the chart.
    """
    chart.show(
        confusion(
            matrix,
            classes,
            words=ConfusionWords(
                guess=_("what it said"),
                truth=_("what was true"),
                hover=_("{truth} read as {guess}: {count}"),
            ),
            text_colour=shell.text_colour(),
        ),
        key=key,
        alt=_("Confusion matrix: {right:,} of {all:,} test images on the diagonal.").format(
            right=int(np.trace(matrix)), all=int(matrix.sum())
        ),
    )
