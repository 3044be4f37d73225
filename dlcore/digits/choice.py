"""Of several readings of one picture, the one to believe."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from dlcore.digits.ink import Ink
from dlcore.digits.ink.bounds import border, bounds
from dlcore.digits.preprocessing import Batch, Classification
from dlcore.digits.verdict import CERTAIN, UNSURE

_AS_SURE = 0.9  # of a part's digit score: a whole that is less surely a digit is none
_PART = 0.9  # of some ink that lies in more ink: it is a part of it
_SMALL = 0.5  # of the box around some ink: other ink within is a part of it
_NEAR = 4  # px that ink may reach out of a box and be within it
_SCORE_POWER = 3  # of the digit score: how much one reading of a picture counts among others

# Fitted on pictures of writers whom the network does not know: of 100, one right one less is named
# alone, and half of the wrong ones.
_STEADY = 0.9  # probability that the mean over nine places has of a digit that is named alone

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


def steadied(
    seen: Batch, said: NDArray[np.float32], classify: Callable[[Batch], Classification]
) -> NDArray[np.float32]:
    """What a network says of a picture's ink, in doubt where a pixel more or less decides it.

    Ink that was found in a picture never lies exactly where it would have been drawn. So the same
    is asked about it at nine places, a pixel up or down and left or right, and where their mean
    is less sure of the digit (test-time augmentation, Krizhevsky et al. 2012, section 4.1), it
    is not named alone.

    Args:
        seen: (28, 28, 1), as the network was given it.
        said: (k,) its probabilities.
        classify: by the same network.

    Returns:
        (k,) the same; their mean, with no class above what is named alone, where that is not sure.
    """
    best = int(said.argmax())
    if said[best] < CERTAIN:
        return said
    height, width, _ = seen.shape
    padded = np.pad(seen, ((1, 1), (1, 1), (0, 0)))
    moved = [padded[y : y + height, x : x + width] for y in range(3) for x in range(3)]
    mean = classify(np.stack(moved)).probabilities.mean(axis=0)
    if mean[best] >= _STEADY:
        return said
    likeliest = int(mean.argmax())
    left = min(float(mean[likeliest]), UNSURE)
    others = np.delete(mean, likeliest)
    others *= (1 - left) / max(float(others.sum()), 1e-9)
    return np.insert(others, likeliest, left).astype(np.float32)


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
