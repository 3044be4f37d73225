"""A row of ink -> the picture of a line that the network reads.

The row is made level, upright and of one height, as is usual before a line is read (Graves et al.
2009, section 4): what is left to the network is what the strokes mean. NumPy and Pillow only: the
web process does it too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dlcore.digits.ink import Ink

HEIGHT = 32  # px of the picture
DIGIT = 22.0  # px, the height of a digit in it
MARGIN = 6.0  # px of paper left and right
MULTIPLE = 16  # of which its width is one: few sizes, and no odd ones where it is pooled
WIDEST = 640  # px; a longer line is made smaller

_MARK = 0.25  # of the strongest ink: what is fainter tells nothing about the line's place
_WINDOW = 0.4  # digit heights left and right that a column looks at to find the height
_ROUNDS = 3
_LONGEST = 25  # digit heights: what is longer is a line, not a number
_TALL = 0.6  # of a digit's height: what is lower does not say where the line runs
_ASTRAY = 0.35  # digit heights off the line: left out when it is fitted again
_LEAST_SPAN = 1.2  # digit heights: a shorter row is level
_STEEPEST = 0.5
_SLANTS = np.linspace(-0.7, 0.7, 29)
_ENOUGH = 20_000  # px of ink to tell a slant by
_DOUBT = 0.5  # how much less a slant is believed, for its square


@dataclass(frozen=True)
class LinePicture:
    """A row of ink as a network sees it, and where it comes from.

    Attributes:
        seen: (HEIGHT, W) float32 in [0, 1], W a multiple of `MULTIPLE`; the ink is light.
        scale: px of `seen` for one px of the ink.
        rise: how far the row falls (y points down) for each px to the right.
        base: y of the row's middle at x = 0, px of the ink.
        slant: how far an upright stroke leans to the right for each px down.
        left: x at the left margin's end, once level and upright, px of the ink.
    """

    seen: NDArray[np.float32]
    scale: float
    rise: float
    base: float
    slant: float
    left: float

    def column(self, x: NDArray[np.floating], y: NDArray[np.floating]) -> NDArray[np.floating]:
        """Where pixels of the ink lie in `seen`: px from its left edge.

        Args:
            x, y: px of the ink, of one shape.
        """
        upright = x - self.slant * (y - self.rise * x - self.base)
        return (upright - self.left) * self.scale + MARGIN


def picture_line(ink: Ink) -> LinePicture:
    """Makes one row of ink level, upright and of the usual height.

    Args:
        ink: (H, W) float in [0, 1], 0 where there is none.

    Returns:
        A picture without ink where there is none.
    """
    return picture_views(ink, [(0.0, 1.0)])[0]


def picture_views(ink: Ink, views: Sequence[tuple[float, float]]) -> list[LinePicture]:
    """The same row more than once, which is measured once.

    Args:
        ink: as `picture_line` takes it.
        views: for each picture what is added to the slant that was measured, and how many times
            the usual height it has.
    """
    mask = ink > _MARK * ink.max() if ink.any() else np.zeros(ink.shape, bool)
    if not mask.any():
        nothing = LinePicture(np.zeros((HEIGHT, 2 * MULTIPLE), np.float32), 1, 0, 0, 0, 0)
        return [nothing] * len(views)
    ys, xs = (axis.astype(np.float32) for axis in np.nonzero(mask))
    height, rise, base = _fitted(mask)
    level = ys - rise * xs - base
    measured = _slant(xs, level, height)
    pictures = []
    for further, larger in views:
        slant = measured + further
        upright = xs - slant * level
        left, right = float(upright.min()), float(upright.max()) + 1
        scale = min(larger * DIGIT / height, (WIDEST - 2 * MARGIN) / (right - left))
        width = MULTIPLE * int(np.ceil(((right - left) * scale + 2 * MARGIN) / MULTIPLE))
        empty = np.zeros((HEIGHT, width), np.float32)
        placed = LinePicture(empty, scale, rise, base, slant, left)
        pictures.append(replace(placed, seen=_resampled(ink, placed, width)))
    return pictures


def _fitted(mask: NDArray[np.bool_]) -> tuple[float, float, float]:
    """The height of a digit, and the line that runs through the middle of all."""
    columns = np.flatnonzero(mask.any(axis=0))
    top = mask.argmax(axis=0)[columns]
    bottom = len(mask) - mask[::-1].argmax(axis=0)[columns]
    weight = mask.sum(axis=0)[columns]
    least = len(columns) / _LONGEST
    height = float(bottom.max() - top.min())
    for _ in range(_ROUNDS):
        first = np.searchsorted(columns, columns - _WINDOW * height)
        after = np.searchsorted(columns, columns + _WINDOW * height, side="right")
        highest = _over_windows(np.minimum, top, first, after)
        lowest = _over_windows(np.maximum, bottom, first, after)
        height = max(_weighted_median(lowest - highest, weight), least)
    tall = lowest - highest >= _TALL * height
    tall |= not tall.any()
    middle = (lowest + highest) / 2
    return height, *_line_through(columns[tall], middle[tall], weight[tall], height)


def _over_windows(
    ufunc: np.ufunc,
    values: NDArray[np.int_],
    first: NDArray[np.int_],
    after: NDArray[np.int_],
) -> NDArray[np.int_]:
    """The least or greatest of values[first:after], for each pair of ends."""
    padded = np.append(values, values[-1])  # an end may lie behind the last
    return ufunc.reduceat(padded, np.stack([first, after], axis=1).ravel())[::2]


def _weighted_median(values: NDArray[np.int_], weight: NDArray[np.int_]) -> float:
    order = values.argsort()
    reached = weight[order].cumsum()
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])


def _line_through(
    x: NDArray[np.int_], y: NDArray[np.floating], weight: NDArray[np.int_], height: float
) -> tuple[float, float]:
    """Slope, and height at x = 0, by least squares; what lies far off is left out."""
    kept = np.ones(len(x), bool)
    for _ in range(2):
        share = weight[kept] / weight[kept].sum()
        centre_x, centre_y = share @ x[kept], share @ y[kept]
        away = x[kept] - centre_x
        level = np.ptp(x[kept]) < _LEAST_SPAN * height
        slope = 0.0 if level else float(share @ (away * (y[kept] - centre_y)) / (share @ away**2))
        slope = float(np.clip(slope, -_STEEPEST, _STEEPEST))
        base = float(centre_y - slope * centre_x)
        near = np.abs(y - slope * x - base) <= _ASTRAY * height
        kept = near if near.any() else kept
    return slope, base


def _slant(x: NDArray[np.floating], y: NDArray[np.floating], height: float) -> float:
    """The shear after which columns of ink differ most: its upright strokes are upright."""
    near = np.flatnonzero(np.abs(y) <= height)
    if not len(near):
        return 0.0
    near = near[:: max(1, len(near) // _ENOUGH)]
    x, y = x[near], y[near]
    step = max(height / DIGIT, 1e-3)  # px of the ink in one column of the picture
    steepness = []
    for slant in _SLANTS:
        columns = ((x - slant * y - x.min()) / step + DIGIT).astype(np.int64)
        steepness.append((np.bincount(columns).astype(float) ** 2).sum() * (1 - _DOUBT * slant**2))
    return float(_SLANTS[int(np.argmax(steepness))])


def _resampled(ink: Ink, placed: LinePicture, width: int) -> NDArray[np.float32]:
    """(HEIGHT, width) of the ink through the map, the strongest 1."""
    factor = max(1, int(1 / placed.scale))  # finer than the picture: averaged first
    source = Image.fromarray(np.ascontiguousarray(ink, np.float32))
    source = source.reduce(factor) if factor > 1 else source
    # x = across @ (column, row, 1), y = down @ the same; px from the left and upper edges.
    shrink = 1 / placed.scale
    middle = HEIGHT / 2
    across = np.array(
        [
            shrink,
            placed.slant * shrink,
            placed.left - shrink * (MARGIN + placed.slant * middle),
        ]
    )
    down = placed.rise * across + np.array([0, shrink, placed.base - shrink * middle])
    how = (*(across / factor), *(down / factor))
    moved = source.transform(
        (width, HEIGHT), Image.Transform.AFFINE, how, Image.Resampling.BILINEAR
    )
    seen = np.asarray(moved, np.float32)
    return seen / max(float(seen.max()), 1e-6)
