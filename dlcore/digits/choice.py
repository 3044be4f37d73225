"""Of several readings of one picture, the one to believe."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dlcore.digits.ink import Ink
from dlcore.digits.ink.bounds import border, bounds
from dlcore.digits.preprocessing import Classification
from dlcore.digits.verdict import CERTAIN

_AS_SURE = 0.9  # of a part's digit score: a whole that is less surely a digit is none
_PART = 0.9  # of some ink that lies in more ink: it is a part of it
_SMALL = 0.5  # of the box around some ink: other ink within is a part of it
_NEAR = 4  # px that ink may reach out of a box and be within it
_SCORE_POWER = 3  # of the digit score: how much one reading of a picture counts among others

_Mask = NDArray[np.bool_]


def choose(
    inks: Sequence[Ink], answers: Classification, least: float
) -> tuple[int, NDArray[np.float32]]:
    """Chooses among what a network says of the hypotheses of one picture.

    A digit that is sure and part of a larger one that is sure too is a part of it, such as the stem
    of a 9. Two that have nothing to do with each other leave it open which of them it is.

    Args:
        inks: n of (H, W), not all empty.
        answers: to each of them.
        least: the digit score below which it is no digit.

    Returns:
        Which one, and the (10,) probabilities: its own, or where others are as sure of another
        digit, the mean of theirs.
    """
    scores, probabilities = answers.digit_score, answers.probabilities
    is_sure = (scores >= least) & (probabilities.max(axis=1) >= CERTAIN)
    sure = [index for index in range(len(inks)) if is_sure[index]]
    if not sure:
        best = int(np.argmax(scores))
        return best, probabilities[best]
    masks = {index: inks[index] > 0 for index in sure}
    left = [
        index
        for index in sure
        if not any(
            scores[other] >= _AS_SURE * scores[index] and _says_more(masks[other], masks[index])
            for other in sure
            if other != index
        )
    ]
    # Each may say less than another, in a ring.
    left = left or [sure[int(np.argmax(scores[sure]))]]
    mean = np.average(probabilities[left], axis=0, weights=scores[left] ** _SCORE_POWER)
    best = int(max(left, key=lambda index: float(probabilities[index] @ mean)))
    if probabilities[best].argmax() == mean.argmax() and mean.max() >= CERTAIN:
        return best, probabilities[best]
    return best, mean.astype(np.float32)


def _says_more(one: _Mask, other: _Mask) -> bool:
    """Whether other ink is a part of this, or comes from outside the picture and this does not."""
    common, less = int((one & other).sum()), int(other.sum())
    outside = _touches_border(one)
    if common >= _PART * less and int(one.sum()) >= (2 - _PART) * less:
        return not outside or _touches_border(other)  # it may be the digit and a line through it
    if outside != _touches_border(other):
        return not outside and common < _PART * int(one.sum())
    box, inner = bounds(one), bounds(other)
    within = all(
        outer.start - _NEAR <= side.start and side.stop <= outer.stop + _NEAR
        for outer, side in zip(box, inner, strict=True)
    )
    return within and _area(inner) < _SMALL * _area(box)


def _touches_border(mask: _Mask) -> bool:
    return bool(border(mask).any())


def _area(box: tuple[slice, slice]) -> int:
    rows, columns = box
    return int((rows.stop - rows.start) * (columns.stop - columns.start))
