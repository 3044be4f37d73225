"""Diversity within a class: how far apart the drawings of one class are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dlcore.contract import CLASSES

REAL = (9.81, 6.53, 9.95, 9.40, 8.96, 9.55, 9.01, 8.57, 9.44, 8.67)
"""Mean distance of two of MNIST's first 1,000 training images of each digit, as `within` has it."""


def within(
    images: NDArray[np.uint8], labels: NDArray[np.integer], classes: int = CLASSES
) -> NDArray[np.float64]:
    """Mean distance between two images of the same class.

    Args:
        images: (n, 28, 28).
        labels: (n,) below `classes`.

    Returns:
        (classes,) Euclidean distances of images in [0, 1]; NaN for classes with fewer than two
        images.
    """
    return np.array([_mean_distance(images[labels == one]) for one in range(classes)])


def variety(
    images: NDArray[np.uint8], labels: NDArray[np.integer], real: Sequence[float] = REAL
) -> float | None:
    """The mean over the classes of `within`, each as a share of that of real images.

    Args:
        real: `within` of these, for each class; NaN or 0 where there is nothing to compare with.

    Returns:
        0 where all drawings of a class are the same, about 1 where they differ as real images do;
        None where no class was drawn twice.
    """
    compared = np.where(np.asarray(real) > 0, np.asarray(real, float), np.nan)
    shares = within(images, labels, len(real)) / compared
    return None if np.isnan(shares).all() else float(np.nanmean(shares))


def _mean_distance(images: NDArray[np.uint8]) -> float:
    """Over all pairs; from |a - b|^2 = |a|^2 + |b|^2 - 2 a b."""
    count = len(images)
    if count < 2:
        return float("nan")
    flat = images.reshape(count, -1).astype(np.float64) / 255
    norms = (flat**2).sum(axis=1)
    squares = norms[:, None] + norms - 2 * flat @ flat.T
    pairs = np.triu_indices(count, 1)
    return float(np.sqrt(np.maximum(squares[pairs], 0.0)).mean())
