"""Nearest neighbours: precision, recall and memorisation of generated images."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.floating]

_ROWS = 500  # compared at a time: 500 x 60,000 distances are 120 MB


@dataclass(frozen=True)
class Nearest:
    """The nearest example of a set to each of some others.

    Attributes:
        index: (n,) int64 into the set.
        distance: (n,) float64, Euclidean.
    """

    index: NDArray[np.int64]
    distance: NDArray[np.float64]


@dataclass(frozen=True)
class PrecisionRecall:
    """Improved precision and recall (Kynkaanniemi et al. 2019).

    Attributes:
        precision: share of the generated that lie on the manifold of the real, in [0, 1].
        recall: share of the real that lie on the manifold of the generated, in [0, 1].
    """

    precision: float
    recall: float


@dataclass(frozen=True)
class Copies:
    """Memorisation: how near generated images come to the training images.

    Attributes:
        drawn: median distance from a drawing to the nearest image that was trained on.
        real: the same for real images that were not trained on.
        suspicious: share of the drawings that are nearer than all but one in a hundred of those
            real images; 0.01 is to be expected of drawings that are as new as they are.
        closest: the smallest distance from a drawing.
        index: (n,) int64, the nearest trained image to each drawing.
    """

    drawn: float
    real: float
    suspicious: float
    closest: float
    index: NDArray[np.int64]


def find_copies(drawings: Vectors, real: Vectors, trained: Vectors) -> Copies:
    """Compares how near drawings and new real images come to what was trained on.

    Args:
        drawings: (n, ...); real: (m, ...), not trained on; trained: (k, ...). In the same unit.

    Raises:
        ValueError: one of them is empty, or their sizes differ.
    """
    found, expected = nearest(drawings, trained), nearest(real, trained).distance
    limit = np.quantile(expected, 0.01)
    return Copies(
        drawn=float(np.median(found.distance)),
        real=float(np.median(expected)),
        suspicious=float((found.distance < limit).mean()),
        closest=float(found.distance.min()),
        index=found.index,
    )


def nearest(queries: Vectors, examples: Vectors) -> Nearest:
    """Finds the nearest example to each query; the first of several that are as near.

    Args:
        queries: (n, d), or (n, ...) which is flattened.
        examples: (m, d) in the same way, m > 0.

    Raises:
        ValueError: no examples, or vectors of another length.
    """
    queries, examples = _checked(queries, examples)
    index = np.concatenate([rows.argmin(axis=1) for rows in _squared(queries, examples)])
    difference = queries.astype(np.float64) - examples[index]
    return Nearest(index, np.sqrt((difference**2).sum(axis=1)))


def precision_recall(real: Vectors, generated: Vectors, k: int = 3) -> PrecisionRecall:
    """Precision and recall of Kynkaanniemi et al. (2019), eq. 1 and 2.

    An example lies among a set when it is no further from one of its members than that member's
    k-th neighbour within the set.

    Args:
        real: (n, d) features, n > k.
        generated: (m, d) features, m > k.
        k: neighbours.

    Raises:
        ValueError: too few examples, or features of another length.
    """
    real, generated = _checked(real, generated)
    if min(len(real), len(generated)) <= k:
        raise ValueError(
            f"there must be more than {k} of each. Received: {len(real)}, {len(generated)}"
        )
    return PrecisionRecall(_share_among(generated, real, k), _share_among(real, generated, k))


def _share_among(queries: Vectors, examples: Vectors, k: int) -> float:
    radii = np.concatenate(
        [np.partition(rows, k, axis=1)[:, k] for rows in _squared(examples, examples)]
    )  # place 0 is the example itself
    inside = [(rows <= radii).any(axis=1) for rows in _squared(queries, examples)]
    return float(np.concatenate(inside).mean())


def _squared(queries: Vectors, examples: Vectors) -> Iterator[Vectors]:
    """Squared distances, some rows (rows, m) at a time."""
    norms = (examples**2).sum(axis=1)
    for start in range(0, len(queries), _ROWS):
        some = queries[start : start + _ROWS]
        squares = (some**2).sum(axis=1)[:, None] - 2 * some @ examples.T + norms
        yield np.maximum(squares, 0.0)


def _checked(first: Vectors, second: Vectors) -> tuple[Vectors, Vectors]:
    """Both as floating-point matrices of as many columns."""
    flat = [_flat(vectors) for vectors in (first, second)]
    if not all(len(vectors) for vectors in flat) or flat[0].shape[1] != flat[1].shape[1]:
        raise ValueError(
            "both must hold vectors of the same length, and some of them. "
            f"Received: {first.shape}, {second.shape}"
        )
    return flat[0], flat[1]


def _flat(vectors: Vectors) -> Vectors:
    matrix = vectors.reshape(len(vectors), -1) if len(vectors) else vectors.reshape(0, 0)
    return matrix if matrix.dtype == np.float64 else matrix.astype(np.float32)
