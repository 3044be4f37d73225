"""Mode coverage: how many modes of a distribution the samples of a generator reach."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dlcore.gan.plane.points import PointDistribution

NEAR = 3.0  # standard deviations (Srivastava et al. 2017, section 4.1)
FAIR_SHARE = 0.25  # of what a mode would get if all got the same: less is not covered


@dataclass(frozen=True)
class Coverage:
    """Covered modes and high-quality samples, after Srivastava et al. (2017, section 4.1).

    Near is within three standard deviations.

    Attributes:
        modes: those near which at least a quarter of n / k samples lie, n being all of them.
        of: k, how many there are.
        near: share in [0, 1] of the samples that are near a mode; of a curve, near the curve.
    """

    modes: int
    of: int
    near: float


def coverage(real: PointDistribution, generated: ArrayLike) -> Coverage:
    """Counts samples within three standard deviations of their nearest mode.

    Args:
        real: the distribution, with k modes.
        generated: (n, 2) samples, n at least 1.
    """
    points = np.asarray(generated, float)
    mode, distance = _nearest(points, real.centres)
    near = _gap(points, real, distance) < NEAR * real.spread
    counts = np.bincount(mode[near], minlength=len(real.centres))
    fair = len(points) / len(real.centres)
    return Coverage(int((counts >= FAIR_SHARE * fair).sum()), len(real.centres), float(near.mean()))


def _nearest(points: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The nearest of (k, 2) places to each of (n, 2) points: its index and distance, (n,) each."""
    distances = np.linalg.norm(points[:, None] - places[None], axis=-1)
    nearest = distances.argmin(axis=1)
    return nearest, distances[np.arange(len(points)), nearest]


def _gap(points: np.ndarray, real: PointDistribution, to_centre: np.ndarray) -> np.ndarray:
    """Distance, (n,), of each point to the nearest noiseless one."""
    return to_centre if real.curve is None else _nearest(points, real.curve)[1]
