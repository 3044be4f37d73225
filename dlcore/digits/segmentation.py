"""A picture of numbers -> rows of ink without dirt, and pieces of a row as parts of the picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.digits.ink import Ink
from dlcore.digits.ink.bounds import bounds, parting
from dlcore.digits.rows import part_rows
from dlcore.errors import LabError

MAX_PARTS = 20

_MAX_FRAGMENTS = 200  # pieces of ink: a number has fewer, a page of text more
_MARGIN = 2  # px of paper around a part's ink
_THRESHOLDS = (40, 90)  # of 255
_DUST = 0.01  # of the largest component's area: too small to tell the pen's width
_SPECK = 0.5  # area of dirt, in squares of the pen


class TooManyParts(LabError):  # noqa: N818 - reads as what happened
    """There are more segments than `MAX_PARTS`."""


@dataclass(frozen=True)
class Part:
    """One character of a picture.

    Attributes:
        left, top, right, bottom: its box in pixels of the picture, half-open, with a narrow margin
            of paper where the picture has it.
        ink: (bottom - top, right - left) uint8, light on black 0, only what belongs to this part.
            `digits.from_ink` makes MNIST's image of it.
        row: in which it stands, from 0 at the top.
    """

    left: int
    top: int
    right: int
    bottom: int
    ink: NDArray[np.uint8]
    row: int = 0


@dataclass(frozen=True)
class RowInk:
    """One row of a picture, without specks of dirt.

    Attributes:
        ink: (h, w) uint8, of the row's box, with a narrow margin where the picture has it.
        pieces: (h, w) int, the connected piece of ink at each pixel, from 1; 0 for paper.
        left, top: of the box, in pixels of the picture's ink.
        factor: pixels of the picture, each way, for one of its ink.
        size: (height, width) of the picture in its own pixels.
        number: of the row, from 0 at the top.
    """

    ink: NDArray[np.uint8]
    pieces: NDArray[np.int_]
    left: int
    top: int
    factor: int
    size: tuple[int, int]
    number: int


def split_rows(ink: Ink, size: tuple[int, int] | None = None) -> tuple[RowInk, ...]:
    """The rows of a picture, from top to bottom; () where nothing is drawn.

    Args:
        ink: (H, W) float32 in [0, 1], as `digits.ink` finds it.
        size: (height, width) of the picture, which may be larger; see `ink.extract_ink`.

    Raises:
        TooManyParts: there are far more pieces of ink than a number has.
    """
    from scipy import ndimage  # here: whoever only names a task or an error needs no SciPy

    grey = (ink * 255).astype(np.uint8)
    mask = grey > _threshold(grey)
    if not mask.any():
        return ()
    pieces, pen = _components(mask)
    if pieces.max() > _MAX_FRAGMENTS:
        raise too_many()
    size = size or (grey.shape[0], grey.shape[1])
    factor = -(-max(size) // max(grey.shape))
    row_of = np.concatenate([[-1], part_rows(pieces, pen)])
    rows = []
    for number in range(row_of.max() + 1):
        own = np.where(row_of[pieces] == number, pieces, 0)
        ys, xs = bounds(own > 0)
        box = _with_margin((xs.start, ys.start, xs.stop, ys.stop), grey.shape)
        left, top, right, bottom = box
        own = own[top:bottom, left:right]
        rim = ndimage.binary_dilation(own > 0, np.ones((3, 3)), iterations=_MARGIN)
        alone = np.where(rim, grey[top:bottom, left:right], np.uint8(0))  # its faint edges too
        rows.append(RowInk(alone, _renumbered(own), left, top, factor, size, number))
    return tuple(rows)


def cut_out(row: RowInk, owner: NDArray[np.int_], count: int) -> tuple[Part, ...]:
    """The parts of a row.

    Args:
        row: all of it.
        owner: (h, w), the part that each pixel belongs to, from 1; 0 for paper.
        count: of parts; one without a pixel has the box of the row, and no ink.
    """
    from scipy import ndimage

    boxes = ndimage.find_objects(owner, count)
    return tuple(_part(row, owner, number, box) for number, box in enumerate(boxes, start=1))


def too_many() -> TooManyParts:
    """What to raise for more than `MAX_PARTS`."""
    return TooManyParts(
        "There is more in the picture than the {limit} digits that are read at a time. "
        "Draw fewer, or cut out the number.",
        limit=MAX_PARTS,
    )


def _part(
    row: RowInk, owner: NDArray[np.int_], number: int, box: tuple[slice, slice] | None
) -> Part:
    """A part in pixels of the picture, its faint edges with it."""
    from scipy import ndimage

    height, width = owner.shape
    ys, xs = box or (slice(0, height), slice(0, width))
    left, top, right, bottom = _with_margin((xs.start, ys.start, xs.stop, ys.stop), owner.shape)
    near = owner[top:bottom, left:right]
    own = near == number
    rim = ndimage.binary_dilation(own, np.ones((3, 3)), iterations=_MARGIN)  # fainter than ink
    belongs = rim & (own | (near == 0))
    ink = np.where(belongs, row.ink[top:bottom, left:right], np.uint8(0))
    corners = np.array([left, top, right, bottom]) + np.array([row.left, row.top] * 2)
    # The last pixels of the ink may be of fewer of the picture's.
    left, top, right, bottom = np.minimum(corners * row.factor, [*row.size[::-1]] * 2).tolist()
    enlarged = ink.repeat(row.factor, axis=0).repeat(row.factor, axis=1)
    return Part(left, top, right, bottom, enlarged[: bottom - top, : right - left], row.number)


def _with_margin(
    box: tuple[int, int, int, int], shape: tuple[int, ...]
) -> tuple[int, int, int, int]:
    left, top, right, bottom = (int(side) for side in box)
    return (
        max(left - _MARGIN, 0),
        max(top - _MARGIN, 0),
        min(right + _MARGIN, shape[1]),
        min(bottom + _MARGIN, shape[0]),
    )


def _renumbered(pieces: NDArray[np.int_]) -> NDArray[np.int_]:
    """The same pieces, numbered from 1 without gaps."""
    present = np.unique(pieces)
    return np.searchsorted(present, pieces) + (0 if present[0] == 0 else 1)


def _threshold(ink: NDArray[np.uint8]) -> float:
    """Between paper and ink (Otsu 1979), but never so high that a second, fainter pen is lost."""
    level = parting(np.bincount(ink.ravel(), minlength=256))
    return float(np.clip(level, *_THRESHOLDS))


def _components(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int_], float]:
    """Connected ink without specks of dirt, numbered from 1; and the width of the pen in px."""
    from scipy import ndimage

    labels, _ = ndimage.label(mask, np.ones((3, 3)))
    areas = np.bincount(labels.ravel())
    areas[0] = 0
    pen = _pen_width((areas > _DUST * areas.max())[labels])
    kept = areas >= min(_SPECK * pen**2, areas.max())
    return (kept.cumsum() * kept)[labels], pen


def _pen_width(mask: NDArray[np.bool_]) -> float:
    """Area over half of the outline: right for any line longer than wide. In px, at least 1."""
    return max(1.0, 2 * mask.sum() / _outline(mask).sum())


def _outline(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The ink that has paper or the picture's edge above, below or beside it."""
    padded = np.pad(mask, 1)
    inner = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return mask & ~inner
