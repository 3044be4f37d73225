"""Numbers one below the other: where in a picture one row of digits ends and the next begins."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Band = tuple[int, int]  # first row of pixels, and the first after it

_HIGH = 0.5  # of the highest row: what is lower belongs to one, as a dot or a bar does
_PENS = 3.0  # widths of the pen: what is lower is a bar, however low all others are
_APART = 0.15  # of the lower one's height: paper between two rows; less is a broken line


def find_rows(mask: NDArray[np.bool_], pen: float) -> list[Band]:
    """The rows of digits in a picture, from top to bottom.

    Rows are told apart by paper from one side of the picture to the other; those of a hand that
    climbs or falls so far that there is none are one.

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
