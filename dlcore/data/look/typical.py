"""Which images of a class are as the class is, and which are unlike all others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.data import numbered
from dlcore.data.dataset import DataSet
from dlcore.data.look.discriminant import fit
from dlcore.data.look.features import features

OF_A_CLASS = 24
"""At most so many typical ones of a class are named, and as many odd ones."""


@dataclass(frozen=True)
class Typical:
    """The images of a data set by their distance from the mean of their class.

    Attributes:
        nearest: of each class the numbers of those nearest to its mean, nearest first.
        farthest: of each class those farthest from it, farthest first; none is among the nearest.
        distance: (n,) float32, of each image in units of what is usual in its class, the median.
    """

    nearest: tuple[tuple[int, ...], ...]
    farthest: tuple[tuple[int, ...], ...]
    distance: NDArray[np.float32]


def typical(data: DataSet) -> Typical:
    """Sorts each class by the distance from its mean; 60,000 images take 0.8 s.

    The distance is that of Mahalanobis, of the images' principal components: what all images of a
    class do differently counts for little.
    """
    values, given = features(data).values, numbered.labels(data)
    learnt = fit(values, given, len(data.classes))
    distance = np.zeros(len(given), np.float32)
    nearest, farthest = [], []
    for label in range(len(data.classes)):
        own = np.flatnonzero(given == label)
        distance[own] = _in_medians(learnt.distances(values[own], label))
        order = own[np.argsort(distance[own], kind="stable")]
        half = -(-len(order) // 2)
        nearest.append(_numbers(order[:half][:OF_A_CLASS]))
        farthest.append(_numbers(order[half:][::-1][:OF_A_CLASS]))
    return Typical(tuple(nearest), tuple(farthest), distance)


def _in_medians(distances: NDArray[np.float64]) -> NDArray[np.float64]:
    return distances / max(float(np.median(distances)), 1e-6) if len(distances) else distances


def _numbers(order: NDArray[np.intp]) -> tuple[int, ...]:
    return tuple(map(int, order))
