"""Printed lines are not ink: rules across the paper, and the sides of frames."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dlcore.digits.ink.bounds import bounds

Mask = NDArray[np.bool_]

_ACROSS = 0.85  # of the picture's side: a straight line as long is a rule, or a frame's side
_THICK = 0.05  # of the picture's shorter side: a straight line is thinner
_BAR = 0.1  # the same of a frame's side
_PIECE = 0.1  # of the picture's side: a line is made of straight runs as long
_STROKE = 1.3  # times as thick as a line is ink that is no line
_PAPER = 8  # px around a frame: its sides must not lie at the edge of what is looked at
_SHORTEST = 16  # px of such a run: a stroke may be straight for less
_GAP = 0.15  # of the picture's side: a line may be broken for so long, by a stroke


def find_lines(mask: Mask) -> Mask:
    """The pixels of long straight thin lines, level or upright within a few degrees.

    Args:
        mask: (H, W), where something stands out of the paper.
    """
    return _level(mask) | _level(mask.T).T


def find_frame(mask: Mask) -> Mask:
    """The sides of a frame around ink: two lines or more, as long as all of it, both ways.

    Args:
        mask: (H, W), where ink may be, with its frame.
    """
    frame = np.zeros_like(mask)
    if not mask.any():
        return frame
    place = bounds(mask)
    inside = np.pad(mask[place], _PAPER)
    level, upright = _level(inside, _PAPER, _BAR), _level(inside.T, _PAPER, _BAR).T
    if _count(level) >= 2 and _count(upright.T) >= 2:
        frame[place] = (level | upright)[_PAPER:-_PAPER, _PAPER:-_PAPER]
    return frame


def _count(level: Mask) -> int:
    """How many level lines there are, one below the other."""
    inked = np.pad(level.mean(axis=1) >= _ACROSS / 4, 1)
    return int(np.count_nonzero(np.diff(inked.astype(np.int8)) > 0))


def without_lines(mask: Mask, lines: Mask) -> Mask:
    """Takes lines away, and mends strokes where a line crossed them."""
    from scipy import ndimage

    left = mask & ~lines
    if not lines.any():
        return left
    thick = min(_thickness(lines), _thickness(lines.T)) + 3
    mended = ndimage.binary_closing(np.pad(left, thick), np.ones((thick, 3)))
    mended |= ndimage.binary_closing(np.pad(left, thick), np.ones((3, thick)))
    return left | (mended[thick:-thick, thick:-thick] & lines)


def _level(mask: Mask, paper: int = 0, thickest: float = _THICK) -> Mask:
    """Level lines as long as the picture without so many px at its sides."""
    from scipy import ndimage

    height, width = mask.shape
    piece = max(_SHORTEST, int(_PIECE * width))
    # One pixel up and down: a line may rise by one within each of its pieces.
    near = ndimage.maximum_filter1d(mask.view(np.uint8), 3, axis=0)
    runs = ndimage.minimum_filter1d(near, piece, axis=1, mode="constant", cval=1)
    runs = ndimage.maximum_filter1d(runs, piece, axis=1, mode="constant", cval=0)
    most = max(3, int(thickest * min(height, width)))
    bulk = ndimage.minimum_filter1d(runs, most + 3, axis=0)
    bulk = ndimage.maximum_filter1d(bulk, most + 3, axis=0)
    thin = runs.astype(bool) & ~bulk.astype(bool)
    joined = ndimage.maximum_filter1d(thin.view(np.uint8), max(3, int(_GAP * width)), axis=1)
    joined = ndimage.maximum_filter1d(joined, 3, axis=0)
    labels, count = ndimage.label(joined, np.ones((3, 3)))
    if not count:
        return np.zeros_like(mask)
    places = ndimage.find_objects(labels)
    across = _ACROSS * (width - 2 * paper)
    long = [place[1].stop - place[1].start >= across for place in places]
    line = np.concatenate([[False], long])[labels] & thin & mask
    # Where ink is thicker than the line, a stroke goes across or along it, and stays.
    thick = int(_thickness(line) * _STROKE) + 2
    stroke = ndimage.minimum_filter1d(mask.view(np.uint8), thick, axis=0, mode="constant")
    stroke = ndimage.maximum_filter1d(stroke, thick, axis=0, origin=-1 if thick % 2 == 0 else 0)
    return line & ~stroke.astype(bool)


def _thickness(lines: Mask) -> int:
    """Of most level lines, in px."""
    edges = np.flatnonzero(np.diff(np.pad(lines, 1).T.ravel().astype(np.int8)))
    return int(np.median(edges[1::2] - edges[::2])) if edges.size else 1
