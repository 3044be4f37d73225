"""Of all that may be ink in a picture, what belongs together: no dirt, no label, no neighbour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from dlcore.digits.ink.bounds import bounds
from dlcore.digits.ink.extraction import FULL_INK, INK_RANGE, Ink

_SPECK = 0.03  # of the largest spot: what is smaller is dirt
_RIM = 5  # px at a region's edge: what reaches into it may go on outside
_REMAIN = 0.4  # of the main spot's area: what comes from outside and is smaller is left out
_PEER = 0.5  # of the main spot's height: what is as high belongs to the writing, however far off
_NEAR = 0.25  # of the main spot's height: what is nearer belongs to it, however small
_TRACE = 0.08  # of the strongest ink: less is noise, even of a line that is finer than a pixel
_HEIGHT = 48  # px that a drawing by a fine pen is shrunk to before its lines are made wider


def main_spots(mask: NDArray[np.bool_], whole: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The spots of ink that are the writing.

    Args:
        mask: (H, W), where ink may be.
        whole: (H, W), the region it was looked for in: what touches its edge comes from outside,
            as long as there is something that does not.
    """
    from scipy import ndimage

    labels, count = ndimage.label(mask, np.ones((3, 3)))
    if not count:
        return mask
    areas = np.bincount(labels.ravel())[1:]
    places = ndimage.find_objects(labels)
    rim = whole & ~ndimage.binary_erosion(whole, iterations=2 if whole.all() else _RIM)
    touching = np.zeros(count, bool)
    touching[np.unique(labels[rim & mask]) - 1] = True
    boxes = np.array([(p[1].start, p[0].start, p[1].stop, p[0].stop) for p in places])
    weight = areas * np.where(touching, 0.25, 1.0)
    main = int(np.argmax(weight))
    cut = touching & (areas >= _REMAIN * areas[main])
    if cut.any() and not whole.all():  # goes on outside of its region
        return np.zeros_like(mask)
    kept = _belonging(boxes, areas, touching & ~cut & ~touching[main], main)
    return np.concatenate([[False], kept])[labels]


def _belonging(
    boxes: NDArray[np.int_], areas: NDArray[np.int_], outside: NDArray[np.bool_], main: int
) -> NDArray[np.bool_]:
    heights = boxes[:, 3] - boxes[:, 1]
    height = max(heights[main], (boxes[main, 2] - boxes[main, 0]) // 2)
    usable = (areas >= _SPECK * areas[main]) & ~outside
    kept = usable & (heights >= _PEER * height)
    kept[main] = True
    for _ in range(4):
        near = np.array([_gap(box, boxes[kept]) <= _NEAR * height for box in boxes])
        kept |= near & usable
    return kept


def _gap(box: NDArray[np.int_], others: NDArray[np.int_]) -> float:
    """Paper between a box and the nearest of others, in px."""
    apart = np.maximum(np.maximum(others[:, :2] - box[2:], box[:2] - others[:, 2:]), 0)
    return float(np.hypot(*apart.T).min())


def widened(ink: Ink) -> Ink:
    """Makes the lines of a fine pen as wide as those of a common one."""
    rows, columns = bounds(ink > INK_RANGE)
    inside = ink[rows, columns]
    factor = max(1, round(max(inside.shape) / _HEIGHT))
    small = np.asarray(Image.fromarray(inside).reduce(factor))
    line = small > min(_TRACE, float(small.max()) / 2)  # single dots leave less than a trace
    strong = float(np.quantile(small[line], 0.7)) * FULL_INK
    small = np.minimum(small / max(strong, 1e-3), 1)
    picture = Image.fromarray(np.pad(np.round(small * 255).astype(np.uint8), 1))
    wide = picture.filter(ImageFilter.MaxFilter(3))
    height, width = (side * factor for side in wide.size[::-1])
    large = np.asarray(wide.resize((width, height), Image.Resampling.BILINEAR))
    wide_ink = large.astype(np.float32) / np.float32(255)
    return _placed(wide_ink, ink.shape, rows.start - factor, columns.start - factor)


def _placed(inside: Ink, shape: tuple[int, ...], top: int, left: int) -> Ink:
    whole = np.zeros(shape, np.float32)
    height, width = inside.shape
    rows = slice(max(top, 0), min(top + height, shape[0]))
    columns = slice(max(left, 0), min(left + width, shape[1]))
    whole[rows, columns] = inside[
        rows.start - top : rows.stop - top, columns.start - left : columns.stop - left
    ]
    return whole
