"""Who wrote it: how thick the strokes of an image are, how far they lean, and groups made of that.

A group is a fifth of the images of each class, so that all groups have the same classes in the same
shares: what then differs between two of them is the writing, and not that ones are easier to read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FIFTHS = 5
Images = NDArray[np.uint8]  # (n, 28, 28)
Measures = NDArray[np.float64]  # (n,), a number for each image


def thickness(images: Images) -> Measures:
    """Mean width of the strokes, pixels: twice the ink by the length of its outline.

    A stroke of width w and length l has ink w·l and an outline of 2·l. The outline of grey ink is
    its total variation, which adds up the outlines of all its levels. What is blurred over two
    pixels counts as that wide. An empty image has 0.
    """
    ink = np.pad(images.astype(np.float64) / 255, ((0, 0), (1, 1), (1, 1)))
    down, right = np.diff(ink, axis=1)[:, :, :-1], np.diff(ink, axis=2)[:, :-1]
    outline = np.hypot(down, right).sum(axis=(1, 2))
    return 2 * ink.sum(axis=(1, 2)) / np.maximum(outline, 1e-9)


def slant(images: Images) -> Measures:
    """How far the writing leans to the right, degrees from upright; below 0 to the left.

    Of the second moments of the ink about its middle, -μ11/μ02 is how far it moves to the right on
    the way up. An image without height has 0.
    """
    ink = images.astype(np.float64)
    y, x = np.mgrid[: images.shape[1], : images.shape[2]]
    total = np.maximum(ink.sum(axis=(1, 2)), 1e-9)[:, None, None]
    dy = y - (ink * y / total).sum(axis=(1, 2), keepdims=True)
    dx = x - (ink * x / total).sum(axis=(1, 2), keepdims=True)
    height = (ink * dy**2).sum(axis=(1, 2))
    return np.degrees(np.arctan2(-(ink * dx * dy).sum(axis=(1, 2)), np.maximum(height, 1e-9)))


MEASURES: dict[str, Callable[[Images], Measures]] = {"stroke": thickness, "slant": slant}
"""By which the writing is told apart; each makes five groups, the lowest values first."""
_AT_ONCE = 1000  # images; as numbers of 8 bytes all of MNIST would fill the memory


def measured(name: str, images: Images) -> Measures:
    """One of `MEASURES`, of any number of images."""
    starts = range(0, len(images), _AT_ONCE)
    parts = [MEASURES[name](images[start : start + _AT_ONCE]) for start in starts]
    return np.concatenate(parts) if parts else np.zeros(0)


@dataclass(frozen=True)
class ImageKind:
    """A part of the images that can be thinned.

    Attributes:
        grouping: "digit", or a name in `MEASURES`.
        part: which of its groups; of no account for a digit.
        opposite: the name of the kind at the other end.
    """

    grouping: str
    part: int
    opposite: str


KINDS: dict[str, ImageKind] = {
    "digit": ImageKind("digit", 0, "digit"),
    "thin": ImageKind("stroke", 0, "thick"),
    "thick": ImageKind("stroke", FIFTHS - 1, "thin"),
    "left": ImageKind("slant", 0, "right"),
    "right": ImageKind("slant", FIFTHS - 1, "left"),
}
"""By name."""


def edges(values: Measures, labels: NDArray[np.uint8], classes: int) -> NDArray[np.float64]:
    """Where one fifth of each class ends and the next begins.

    Returns:
        (classes, 4), increasing along each row; NaN where there is none of a class.
    """
    shares = np.arange(1, FIFTHS) / FIFTHS
    found = np.full((classes, FIFTHS - 1), np.nan)
    for digit in np.unique(labels):
        found[digit] = np.quantile(values[labels == digit], shares)
    return found


def fifths(
    values: Measures, labels: NDArray[np.uint8], ends: NDArray[np.float64]
) -> NDArray[np.uint8]:
    """Which fifth each image belongs to, (n,) from 0 to 4.

    Args:
        ends: from `edges`, perhaps of other images.
    """
    return (values[:, None] > ends[labels]).sum(axis=1).astype(np.uint8)


def members(
    kind: str, digit: int, labels: NDArray[np.uint8], parts: Mapping[str, NDArray[np.uint8]]
) -> NDArray[np.bool_]:
    """(n,) which images are of a kind.

    Args:
        kind: a name in `KINDS`.
        digit: which, where the kind is a digit.
        parts: of each name in `MEASURES`, which fifth each image belongs to.
    """
    if kind == "digit":
        return labels == digit
    return parts[KINDS[kind].grouping] == KINDS[kind].part
