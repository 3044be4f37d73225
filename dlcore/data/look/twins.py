"""Images that are in a data set twice, or nearly: a leak where one of them is to test with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.data import numbered
from dlcore.data.dataset import SIDE, DataSet
from dlcore.data.look.features import features

NEAR = 0.2
"""Distance of two images as a share of their ink, up to which they are nearly the same: noise of
5 % of white makes 0.12. Of all 12 million pairs of 5,000 images of MNIST three are nearer."""
NAMED = 300
"""At most so many pairs are named."""
WHOLE = 20_000
"""Up to so many images each is compared with all others, beyond that with those of its class."""
_LARGEST = 60_000  # images of a class; in a larger one only those that are the same are found
_PRODUCTS = 20_000_000  # at a time: 80 MB
_ROWS = 5_000  # summed at a time


@dataclass(frozen=True)
class Twins:
    """Two images that are the same, or nearly.

    Attributes:
        first, second: their numbers, the smaller one first.
        distance: of their pixels, as a share of their ink (the root of its mean energy); 0 where
            they are the same.
        leak: one is to learn from and one to test with: the test asks for what was learnt.
        differ: they are in two classes, so that one of the two is wrong.
    """

    first: int
    second: int
    distance: float
    leak: bool
    differ: bool


@dataclass(frozen=True)
class AllTwins:
    """What is in a data set twice.

    Attributes:
        pairs: those in two classes first, then leaks, then the nearest; at most `NAMED`.
        count: how many pairs there are; each image counts once, with the nearest to it.
        leaks: how many of them are leaks.
        differ: how many of them are in two classes.
        whole: whether images of two classes were compared too; see `WHOLE`. Those that are the same
            are found either way.
    """

    pairs: tuple[Twins, ...]
    count: int
    leaks: int
    differ: int
    whole: bool


def twins(data: DataSet) -> AllTwins:
    """Finds images that are the same, or nearly; 20,000 take 2 s, and so do 60,000 of ten
    classes.

    Those that are the same have the same bytes. Of the rest each is compared with all that come
    after it, by principal components: they never make a distance larger, so that no near one is
    missed, and what they find is measured by the pixels.
    """
    same, different = _same(data)
    whole = len(different) <= WHOLE
    given = np.zeros_like(different) if whole else numbered.labels(data)[different]
    groups = [different[given == label] for label in np.unique(given)]
    found = _labelled(data, [*same, *_near(data, groups)])
    found.sort(key=lambda pair: (not pair.differ, not pair.leak, pair.distance, pair.first))
    return AllTwins(
        tuple(found[:NAMED]),
        len(found),
        sum(pair.leak for pair in found),
        sum(pair.differ for pair in found),
        whole,
    )


def _same(data: DataSet) -> tuple[list[tuple[int, int, float]], NDArray[np.intp]]:
    """Each image that was there before, with the first like it; and the numbers of the others."""
    seen: dict[bytes, int] = {}
    pairs = []
    for number, image in enumerate(_each(data)):
        first = seen.setdefault(image, number)
        if first != number:
            pairs.append((first, number, 0.0))
    return pairs, np.fromiter(seen.values(), np.intp)


def _each(data: DataSet) -> Iterator[bytes]:
    return (image.tobytes() for part in (data.x_train, data.x_test) for image in part)


def _near(data: DataSet, groups: Sequence[NDArray[np.intp]]) -> Iterator[tuple[int, int, float]]:
    """Of groups of images, each one with the nearest of those after it that is near."""
    values = features(data).values
    # Near is |a - b|^2 <= NEAR^2 (A + B) / 2, with the components a, b and the energies A, B of the
    # pixels: that 2 ab - (aa - A') - (bb - B') is not below 0. As one product, it is one pass.
    spare = ((values**2).sum(axis=1) - NEAR**2 / 2 * _energy(data))[:, None]
    ones = np.ones_like(spare)
    left, right = np.hstack([2 * values, -spare, -ones]), np.hstack([values, ones, spare])
    for numbers in groups:
        if len(numbers) <= _LARGEST:
            for first, others in _candidates(left[numbers], right[numbers]):
                yield from _measured(data, numbers[first], numbers[others])


def _candidates(
    left: NDArray[np.float32], right: NDArray[np.float32]
) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Each row of the one with those after it in the other whose product with it is not below 0."""
    rows = max(_PRODUCTS // max(len(right), 1), 1)
    for start in range(0, len(left), rows):
        excess = left[start : start + rows] @ right[start:].T
        excess[:, : len(excess)][np.tri(len(excess), dtype=bool)] = -np.inf  # itself, and before
        for row in np.flatnonzero(excess.max(axis=1) >= 0).tolist():
            yield start + row, start + np.flatnonzero(excess[row] >= 0)[:NAMED]


def _energy(data: DataSet) -> NDArray[np.float32]:
    """Sum of the squared pixels of each image, pixels in [0, 1]."""
    parts = [part.reshape(-1, SIDE * SIDE) for part in (data.x_train, data.x_test)]
    squares = (np.arange(256) / 255.0) ** 2
    return np.concatenate([_summed(part, squares) for part in parts]).astype(np.float32)


def _summed(pixels: NDArray[np.uint8], of: NDArray[np.float64]) -> NDArray[np.float64]:
    blocks = [of[pixels[i : i + _ROWS]].sum(axis=1) for i in range(0, len(pixels), _ROWS)]
    return np.concatenate(blocks) if blocks else np.zeros(0)


def _measured(
    data: DataSet, first: np.intp, others: NDArray[np.intp]
) -> Iterator[tuple[int, int, float]]:
    """The nearest of the others by pixels, where it is near."""
    own = numbered.images(data, [int(first)]) / 255.0
    images = numbered.images(data, others) / 255.0
    difference = ((images - own) ** 2).sum(axis=(1, 2))
    energy = ((images**2).sum(axis=(1, 2)) + (own**2).sum()) / 2
    distance = np.sqrt(difference / np.maximum(energy, 1e-12))
    nearest = int(distance.argmin())
    if distance[nearest] <= NEAR:
        yield int(first), int(others[nearest]), float(distance[nearest])


def _labelled(data: DataSet, pairs: list[tuple[int, int, float]]) -> list[Twins]:
    given = numbered.labels(data)
    return [
        Twins(
            first,
            second,
            distance,
            numbered.is_test(data, first) != numbered.is_test(data, second),
            bool(given[first] != given[second]),
        )
        for first, second, distance in pairs
    ]
