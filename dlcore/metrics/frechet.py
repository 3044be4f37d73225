"""Frechet distance of two sets of images, by the features of a network (Heusel et al. 2017)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Features = NDArray[np.floating]


@dataclass(frozen=True)
class Gaussian:
    """Mean and covariance of a set of features: all that the distance looks at.

    Attributes:
        mean: (d,) float64.
        covariance: (d, d) float64, with n - 1 in the denominator.
        count: examples that it was fitted to.
    """

    mean: NDArray[np.float64]
    covariance: NDArray[np.float64]
    count: int

    @staticmethod
    def fit(features: Features) -> Gaussian:
        """Fits it to the features of a set.

        Args:
            features: (n, d), n > 1.

        Raises:
            ValueError: not such an array, or one with infinite numbers or NaN in it.
        """
        if features.ndim != 2 or len(features) < 2:
            raise ValueError(f"features must be (n, d) with n > 1. Received: {features.shape}")
        if not np.isfinite(features).all():
            raise ValueError("features must be finite numbers")
        exact = features.astype(np.float64)
        covariance = np.atleast_2d(np.cov(exact, rowvar=False))
        return Gaussian(exact.mean(axis=0), covariance, len(features))


def frechet_distance(first: Gaussian, second: Gaussian) -> float:
    """Squared Frechet (2-Wasserstein) distance of two normal distributions.

    |m1 - m2|^2 + Tr(C1 + C2 - 2 (C1 C2)^(1/2)) (Heusel et al. 2017, eq. 6; Dowson & Landau 1982).
    With S the square root of C1, C1 C2 has the eigenvalues of S C2 S, which is symmetric: no
    imaginary parts, and no trouble where features never vary.

    It shrinks slowly with the number of examples: compare only sets of equal size.

    Returns:
        A number of 0 or above, in squared units of the features.

    Raises:
        ValueError: the two have not as many features.
    """
    if first.mean.shape != second.mean.shape:
        raise ValueError(
            "both must have as many features. "
            f"Received: {first.mean.shape[0]}, {second.mean.shape[0]}"
        )
    root = _square_root(first.covariance)
    product = np.linalg.eigvalsh(root @ second.covariance @ root)
    cross = np.sqrt(np.maximum(product, 0.0)).sum()
    spread = np.trace(first.covariance) + np.trace(second.covariance) - 2 * cross
    return max(0.0, float(np.sum((first.mean - second.mean) ** 2) + spread))


def _square_root(covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of a symmetric matrix; eigenvalues that rounding made negative count as 0."""
    values, vectors = np.linalg.eigh(covariance)
    return (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
