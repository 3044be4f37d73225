"""Printed lines are not ink: rules across the paper, and the sides of frames."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

_ACROSS = 0.55  # of the picture's side: a straight line as long is a rule
_THICK = 0.035  # of the picture's shorter side: a straight line is thinner
_PIECE = 0.045  # of the picture's side: a line is made of straight runs as long
_GAP = 0.04  # of the picture's side: a line may be broken for so long


def find_lines(mask: Mask) -> Mask:
    """The pixels of long straight thin lines, level or upright within a few degrees.

    Args:
        mask: (H, W), where something stands out of the paper.
    """
    return _level(mask) | _level(mask.T).T


def without_lines(mask: Mask, lines: Mask) -> Mask:
    """Takes lines away, and mends strokes where a line crossed them."""
    from scipy import ndimage

    left = mask & ~lines
    if not lines.any():
        return left
    thick = _thickness(lines) + 3
    mended = ndimage.binary_closing(np.pad(left, thick), np.ones((thick, 3)))
    mended |= ndimage.binary_closing(np.pad(left, thick), np.ones((3, thick)))
    return left | (mended[thick:-thick, thick:-thick] & lines)


def _level(mask: Mask) -> Mask:
    from scipy import ndimage

    height, width = mask.shape
    piece = max(8, int(_PIECE * width))
    # One pixel up and down: a line may rise by one within each of its pieces.
    near = ndimage.maximum_filter1d(mask.view(np.uint8), 3, axis=0)
    runs = ndimage.minimum_filter1d(near, piece, axis=1, mode="constant", cval=1)
    runs = ndimage.maximum_filter1d(runs, piece, axis=1, mode="constant", cval=0)
    thickest = max(3, int(_THICK * min(height, width)))
    bulk = ndimage.minimum_filter1d(runs, thickest + 3, axis=0)
    bulk = ndimage.maximum_filter1d(bulk, thickest + 3, axis=0)
    thin = runs.astype(bool) & ~bulk.astype(bool)
    joined = ndimage.maximum_filter1d(thin.view(np.uint8), max(3, int(_GAP * width)), axis=1)
    labels, count = ndimage.label(joined, np.ones((3, 3)))
    if not count:
        return np.zeros_like(mask)
    places = ndimage.find_objects(labels)
    long = [place[1].stop - place[1].start >= _ACROSS * width for place in places]
    kept = np.concatenate([[False], long])[labels]
    return kept & thin & mask


def _thickness(lines: Mask) -> int:
    """Of most lines, in px."""
    runs = np.diff(np.flatnonzero(np.diff(np.pad(lines, 1).T.ravel().astype(np.int8))))[::2]
    across = np.diff(np.flatnonzero(np.diff(np.pad(lines, 1).ravel().astype(np.int8))))[::2]
    return int(min(np.median(runs), np.median(across))) if runs.size and across.size else 1
