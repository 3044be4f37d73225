"""Memorisation: the nearest training image of each drawing, and how near real ones come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dlcore.data import DataSet, find_mnist, sample
from dlcore.metrics import Nearest, nearest

_AT_A_TIME = 10_000  # training images: 31 MB as float32
_MEASURED = 100  # test images
MOST_SEARCHED = 10_000  # of another set: some tenths of a second

Images = NDArray[np.uint8]


@dataclass(frozen=True)
class Neighbours:
    """The nearest neighbours of some drawings among the training images, by their pixels.

    Attributes:
        images: (n, 28, 28) uint8.
        labels: (n,) uint8, the classes they are.
        distance: (n,) float64, Euclidean, of images in [0, 1]; 0 is a copy.
        usual: median of the same distance for the first 100 test images.
        searched: among so many training images.
        source: see `DataSet.source`.
    """

    images: Images
    labels: NDArray[np.uint8]
    distance: NDArray[np.float64]
    usual: float
    searched: int
    source: str


def neighbours(drawings: Images) -> Neighbours:
    """Looks for the nearest training image of MNIST to each of (n, 28, 28) drawings, n > 0."""
    return _neighbours(drawings, find_mnist() or sample(), _usual())


def neighbours_in(drawings: Images, data: DataSet) -> Neighbours:
    """The same among the training images of another set, the first `MOST_SEARCHED` of them."""
    few = replace(data, x_train=data.x_train[:MOST_SEARCHED], y_train=data.y_train[:MOST_SEARCHED])
    return _neighbours(drawings, few, _usual_distance(few))


def _neighbours(drawings: Images, data: DataSet, usual: float) -> Neighbours:
    found = nearest_image(drawings, data.x_train)
    return Neighbours(
        data.x_train[found.index],
        data.y_train[found.index],
        found.distance,
        usual,
        len(data.x_train),
        data.source,
    )


def nearest_image(queries: Images, images: Images) -> Nearest:
    """The nearest of many images to each query, some thousands at a time to save memory."""
    best = Nearest(np.zeros(len(queries), np.int64), np.full(len(queries), np.inf))
    asked = _scaled(queries)
    for start in range(0, len(images), _AT_A_TIME):
        found = nearest(asked, _scaled(images[start : start + _AT_A_TIME]))
        closer = found.distance < best.distance
        best = Nearest(
            np.where(closer, found.index + start, best.index),
            np.where(closer, found.distance, best.distance),
        )
    return best


@lru_cache(maxsize=1)
def _usual() -> float:
    return _usual_distance(find_mnist() or sample())


def _usual_distance(data: DataSet) -> float:
    found = nearest_image(data.x_test[:_MEASURED], data.x_train)
    return float(np.median(found.distance))


def _scaled(images: Images) -> NDArray[np.float32]:
    return images.reshape(len(images), -1).astype(np.float32) / np.float32(255)
