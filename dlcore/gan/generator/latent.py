"""Latent space: paths through it, truncation, principal directions. NumPy and SciPy alone."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Vector = NDArray[np.floating]
Vectors = NDArray[np.float32]

_NEARLY = 1e-6  # of an angle, in radians


def slerp(start: Vector, end: Vector, shares: ArrayLike) -> Vectors:
    """Goes from one point to another along the sphere (Shoemake 1985; White 2016).

    In many dimensions nearly all of a normal distribution lies in a thin shell; the straight line
    between two of its points leads through the inside, where a generator has never been. Here the
    direction turns at a constant rate, and the length goes evenly from the one to the other.

    Args:
        start, end: (d,), neither of them 0.
        shares: (k,) of the way in [0, 1].

    Returns:
        (k, d).

    Raises:
        ValueError: a point is 0, which has no direction.
    """
    first, last = np.asarray(start, np.float64), np.asarray(end, np.float64)
    lengths = np.linalg.norm(first), np.linalg.norm(last)
    if not all(lengths):
        raise ValueError("start and end must not be 0. Received a vector of zeros")
    share = np.asarray(shares, np.float64).reshape(-1, 1)
    one, other = first / lengths[0], last / lengths[1]
    angle, aside = _turn(one, other)
    direction = np.cos(share * angle) * one + np.sin(share * angle) * aside
    length = (1 - share) * lengths[0] + share * lengths[1]
    return (length * direction).astype(np.float32)


def _turn(one: Vector, other: Vector) -> tuple[float, Vector]:
    """The angle between two unit vectors, and the unit vector at a right angle to turn to."""
    cosine = float(np.clip(one @ other, -1.0, 1.0))
    aside = other - cosine * one
    size = float(np.linalg.norm(aside))
    if size < _NEARLY:  # the same direction; or the opposite one, to which any way is as short
        aside = np.eye(len(one))[np.abs(one).argmin()] if len(one) > 1 else np.zeros_like(one)
        aside = aside - (aside @ one) * one
        size = float(np.linalg.norm(aside)) or 1.0
        return (0.0 if cosine > 0 else math.pi), aside / size
    return math.atan2(size, cosine), aside / size


def sphere_grid(corners: Vector, side: int) -> Vectors:
    """A grid between four points: along the sphere from left to right, then from top to bottom.

    Args:
        corners: (4, d): top left, top right, bottom left, bottom right.
        side: points on a side, at least 2.

    Returns:
        (side * side, d), row by row.
    """
    shares = np.linspace(0.0, 1.0, side)
    top, bottom = (slerp(corners[i], corners[i + 1], shares) for i in (0, 2))
    columns = [slerp(top[j], bottom[j], shares) for j in range(side)]  # each (side, d)
    return np.stack(columns, axis=1).reshape(side * side, -1)


def flat_grid(corners: Vector, side: int) -> Vectors:
    """The same along straight lines, for what is not normally distributed.

    Args:
        corners: (4, d), d may be 0.
        side: points on a side, at least 2.

    Returns:
        (side * side, d), row by row.
    """
    down, right = (part.reshape(-1, 1) for part in np.mgrid[0 : 1 : side * 1j, 0 : 1 : side * 1j])
    weights = np.hstack(
        [(1 - down) * (1 - right), (1 - down) * right, down * (1 - right), down * right]
    )
    return (weights @ np.asarray(corners, np.float64)).astype(np.float32)


def truncated(noise: Vectors, threshold: float) -> Vectors:
    """The truncation trick: from the normal distribution to that cut off at ±threshold.

    Brock et al. (2019, section 3.1) draw anew what falls outside. Here each number goes to the same
    quantile of the truncated distribution, so that the result is continuous in `threshold`.

    Args:
        noise: any shape, from the standard normal.
        threshold: in standard deviations, above 0; infinity leaves all as it is.

    Raises:
        ValueError: `threshold` is not above 0.
    """
    if not threshold > 0:
        raise ValueError(f"threshold must be above 0. Received: {threshold!r}")
    if math.isinf(threshold):
        return noise
    from scipy.special import ndtr, ndtri

    low, high = ndtr(-threshold), ndtr(threshold)
    quantile = low + ndtr(noise.astype(np.float64)) * (high - low)
    return np.clip(ndtri(quantile), -threshold, threshold).astype(np.float32)


def principal_directions(kernel: NDArray[np.floating]) -> tuple[Vectors, NDArray[np.float64]]:
    """The directions in z of the greatest variance after the first layer (Haerkoenen et al. 2020).

    GANSpace draws many z, takes the principal components of what the first layer makes of them, and
    regresses z on them. That layer is linear, y = z W + c, and z is standard normal, so for ever
    more z both steps have an answer in closed form: the covariance of y is W'W, its components are
    the right singular vectors of W, and the regression leads back to the left ones.

    Args:
        kernel: (latent_dim, units) of the first layer, the rows that z is multiplied with.

    Returns:
        (k, latent_dim) unit vectors in the space of z, the strongest first, and the share of the
        variance of y that each brings, (k,); k is the smaller side of the kernel. The largest
        number of each is positive.
    """
    left, strengths, _right = np.linalg.svd(np.asarray(kernel, np.float64), full_matrices=False)
    directions = left.T  # (k, latent_dim)
    largest = np.abs(directions).argmax(axis=1)
    signs = np.sign(directions[np.arange(len(directions)), largest])
    variances = strengths**2
    return (
        (directions * signs[:, None]).astype(np.float32),
        variances / max(variances.sum(), np.finfo(float).tiny),
    )
