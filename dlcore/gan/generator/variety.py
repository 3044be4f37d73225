"""Diversity within a class: how far apart the drawings of one digit are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

REAL = (9.81, 6.53, 9.95, 9.40, 8.96, 9.55, 9.01, 8.57, 9.44, 8.67)
"""Mean distance of two of MNIST's first 1,000 training images of each digit, as `within` has it."""


def within(images: NDArray[np.uint8], labels: NDArray[np.integer]) -> NDArray[np.float64]:
    """Mean distance between two images of the same digit.

    Args:
        images: (n, 28, 28).
        labels: (n,) in 0-9.

    Returns:
        (10,) Euclidean distances of images in [0, 1]; NaN for digits with fewer than two images.
    """
    return np.array([_mean_distance(images[labels == digit]) for digit in range(10)])


def variety(images: NDArray[np.uint8], labels: NDArray[np.integer]) -> float | None:
    """The mean over the digits of `within`, each as a share of MNIST's (`REAL`).

    Returns:
        0 where all drawings of a digit are the same, about 1 where they differ as handwriting does;
        None where no digit was drawn twice.
    """
    shares = within(images, labels) / np.asarray(REAL)
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
