"""Where in a picture the paper is: faces of one colour, and what lies on them.

A face is a connected part of a picture without edges in it: a sheet on a table, the inside of a
frame, of a window, of a cell. What it encloses and is not of it may be ink.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from dlcore.digits.ink.bounds import bounds

Mask = NDArray[np.bool_]

_SIDE = 256  # px, of a square as large as the copy that is looked at
_EDGE = 10.0  # of 255: less difference between neighbours is no edge
_GRAIN = 2.2  # of the usual difference between neighbours: the same, where it is grainy
_OTHER = 20.0  # of 255: what differs less from a face is of its colour
_LEAST = 0.015  # of the picture: a smaller face is a hole in a digit, or nothing
_LOW = 0.07  # of the picture's shorter side: what is lower is no digit
_LOW_WITHIN = 0.2  # of its region's height: the same
_BRIDGE = 3  # px either side that a stroke may be wide which opens a face to its edge
_TURN = 24  # degrees that a sheet may be turned
_RECTANGLE = 0.85  # of the smallest rectangle around it: what fills less of it is no sheet
_FULL = 0.6  # of a region: more is not ink
_MOST = 3  # regions


@dataclass(frozen=True)
class Region:
    """A face and what it encloses, at the size of the picture it was found in.

    Attributes:
        face: (H, W), where its own colour is.
        whole: (H, W), the face with all that it encloses.
    """

    face: Mask
    whole: Mask


@dataclass(frozen=True)
class _Content:
    region: Region
    spot: Mask  # the largest thing enclosed, with its holes
    size: int


def find_regions(picture: NDArray[np.uint8]) -> tuple[Region, ...]:
    """The faces on which something lies that may be a digit, the largest thing first.

    Args:
        picture: (H, W, 3).
    """
    small = _small(picture)
    flat = _flat(small)
    contents = [found for face in _faces(flat) if (found := _content(face, small)) is not None]
    contents = [one for one in contents if not _is_frame(one, contents)]
    contents.sort(key=lambda one: -one.size)
    return tuple(_enlarged(one.region, picture.shape) for one in contents[:_MOST])


def _small(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    factor = int(np.ceil(np.sqrt(picture.shape[0] * picture.shape[1]) / _SIDE))
    image = Image.fromarray(picture)
    image = image.reduce(factor) if factor > 1 else image
    return np.asarray(image.filter(ImageFilter.MedianFilter(3)))


def _flat(small: NDArray[np.uint8]) -> Mask:
    from scipy import ndimage

    high = ndimage.maximum_filter(small, (3, 3, 1)).astype(np.int16)
    edges = (high - ndimage.minimum_filter(small, (3, 3, 1))).max(axis=2)
    return edges <= max(_EDGE, _GRAIN * float(np.median(edges)))


def _faces(flat: Mask) -> list[Mask]:
    from scipy import ndimage

    labels, count = ndimage.label(flat)
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    areas[0] = 0
    large = np.flatnonzero(areas >= _LEAST * flat.size)
    # An edge is as wide as two pixels, one of which is the face's own.
    return [ndimage.binary_dilation(labels == label) for label in large]


def _content(face: Mask, small: NDArray[np.uint8]) -> _Content | None:
    """What a face encloses; None where that is nothing, or too much."""
    from scipy import ndimage

    whole = ndimage.binary_fill_holes(_bridged(face))
    if not _is_sheet(whole):
        return None
    colour = np.median(small[face], axis=0)
    other = np.abs(small - colour).max(axis=2) > _OTHER
    labels, count = ndimage.label(whole & ~face & other, np.ones((3, 3)))
    if not count:
        return None
    sizes = np.bincount(labels.ravel())[1:]
    if sizes.sum() > _FULL * whole.sum():
        return None
    places = ndimage.find_objects(labels)
    heights = np.array([place[0].stop - place[0].start for place in places])
    largest = int(np.argmax(heights * sizes))
    rows, _columns = bounds(whole)
    height = rows.stop - rows.start
    if heights[largest] < max(6, _LOW * min(face.shape), _LOW_WITHIN * height):
        return None
    spot = ndimage.binary_fill_holes(labels == largest + 1)
    return _Content(Region(face, whole), spot, int(sizes[largest]))


def _is_sheet(whole: Mask) -> bool:
    """Whether a face is a rectangle, turned or seen from a slant a little; a ring is none."""
    edges = np.argwhere(np.diff(np.pad(whole, 1).astype(np.int8), axis=1)).astype(np.float32)
    turns = np.deg2rad(np.arange(-_TURN, _TURN + 1, 4))
    x = np.outer(np.cos(turns), edges[:, 1]) - np.outer(np.sin(turns), edges[:, 0])
    y = np.outer(np.sin(turns), edges[:, 1]) + np.outer(np.cos(turns), edges[:, 0])
    area = float((np.ptp(x, axis=1) * np.ptp(y, axis=1)).min())
    return float(whole.sum()) >= _RECTANGLE * area


def _bridged(face: Mask) -> Mask:
    """With what is narrow and open to its edge, such as a digit that touches its frame."""
    from scipy import ndimage

    size = 2 * _BRIDGE + 1
    padded = np.pad(face, size).view(np.uint8)
    closed = ndimage.minimum_filter(ndimage.maximum_filter(padded, size), size)
    return face | closed[size:-size, size:-size].astype(bool)


def _is_frame(one: _Content, others: list[_Content]) -> bool:
    """Whether what it encloses is itself the place of something smaller."""
    return any(
        other is not one
        and other.region.whole.sum() < one.region.whole.sum()
        and (other.region.face & one.spot).sum() > 0.8 * other.region.face.sum()
        for other in others
    )


def _enlarged(region: Region, shape: tuple[int, ...]) -> Region:
    size = shape[1], shape[0]
    masks = (
        np.asarray(Image.fromarray(mask).resize(size, Image.Resampling.NEAREST))
        for mask in (region.face, region.whole)
    )
    return Region(*masks)
