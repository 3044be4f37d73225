"""Numbers one below the other: where in a picture one row of digits ends and the next begins."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Band = tuple[int, int]  # first row of pixels, and the first after it

_HIGH = 0.33  # of the highest row: what is lower belongs to one, as a dot or a bar does
_PENS = 3.0  # widths of the pen: what is lower is a bar, however low all others are
_APART = 0.15  # of the lower one's height: paper between two rows; less is a broken line
# Px that rows rise for each to the right; level first, then gently.
_RISES = (0.0, 0.05, -0.05, 0.1, -0.1, 0.15, -0.15, 0.2, -0.2, 0.3, -0.3)
_BESIDE = 0.5  # of the narrower row's width, at least, lies above or below the other


def part_rows(pieces: NDArray[np.int_], pen: float) -> NDArray[np.int_]:
    """The row that each piece of ink stands in, where rows are level or rise alike.

    Args:
        pieces: (H, W), the connected piece at each pixel, from 1; 0 for paper.
        pen: width of the strokes in px.

    Returns:
        (n,) for pieces 1 to n, rows counted from 0 at the top.
    """
    ys, xs = np.nonzero(pieces)
    labels = pieces[ys, xs]
    _, one_of_each = np.unique(labels, return_index=True)
    for rise in _RISES:
        level = (ys + rise * (xs - xs.mean())).astype(np.int64)
        level -= level.min()
        inked = np.bincount(level) > 0
        bands = find_rows(inked[:, None], pen)
        rows = np.searchsorted([top for top, _ in bands], level, side="right") - 1
        if len(bands) > 1 and (rise == 0 or _is_below(xs, rows)):
            return rows[one_of_each]
    return np.zeros(len(one_of_each), np.int64)


def _is_below(xs: NDArray[np.int_], rows: NDArray[np.int_]) -> bool:
    """Whether rows lie one below the other; what stands beside is seen so at a slope as well."""
    ends = [(xs[rows == row].min(), xs[rows == row].max() + 1) for row in range(rows.max() + 1)]
    for (left, right), (other_left, other_right) in pairwise(ends):
        both = min(right, other_right) - max(left, other_left)
        if both < _BESIDE * min(right - left, other_right - other_left):
            return False
    return True


def find_rows(mask: NDArray[np.bool_], pen: float) -> list[Band]:
    """The rows of digits in a picture, from top to bottom.

    Rows are told apart by paper from one side of the picture to the other.

    Args:
        mask: (H, W), where the ink is; without dirt.
        pen: width of the strokes in px.

    Returns:
        Bands that cover all ink; none where there is none.
    """
    bands = _inked(np.asarray(mask.any(axis=1)))
    while len(bands) > 1:
        heights = [bottom - top for top, bottom in bands]
        least = max(_HIGH * max(heights), _PENS * pen)
        gaps = [below[0] - above[1] for above, below in pairwise(bands)]
        low = int(np.argmin(heights))
        if heights[low] < least:
            # To the nearer of its neighbours.
            at = low - 1 if low == len(gaps) or (low > 0 and gaps[low - 1] < gaps[low]) else low
        else:
            room = [gap / min(pair) for gap, *pair in zip(gaps, heights, heights[1:], strict=False)]
            at = int(np.argmin(room))
            if room[at] >= _APART:
                break
        bands[at : at + 2] = [(bands[at][0], bands[at + 1][1])]
    return bands


def _inked(rows: NDArray[np.bool_]) -> list[Band]:
    """Each run of rows of pixels with ink."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], rows, [False]])))
    return [(int(top), int(bottom)) for top, bottom in edges.reshape(-1, 2)]
