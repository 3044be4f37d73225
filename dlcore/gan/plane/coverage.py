"""How much of a distribution is reached by what a generator draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dlcore.gan.plane.points import PointSet

NEAR = 3.0  # standard deviations (Srivastava et al. 2017, section 4.1)
FAIR_SHARE = 0.25  # of what a mode would get if all got the same: less is not covered


@dataclass(frozen=True)
class Coverage:
    """What is reached.

    Attributes:
        modes: how many have at least a quarter of their fair share of the generated points near.
        of: how many there are.
        near: share in [0, 1] of the generated points that lie near a mode; of a curve, near it.
    """

    modes: int
    of: int
    near: float


def coverage(real: PointSet, generated: ArrayLike) -> Coverage:
    """Counts points within three standard deviations of the nearest mode.

    Args:
        real: the distribution, with k modes.
        generated: (n, 2), n at least 1.
    """
    points = np.asarray(generated, float)
    mode, distance = _nearest(points, real.centres)
    near = _gap(points, real, distance) < NEAR * real.spread
    counts = np.bincount(mode[near], minlength=len(real.centres))
    fair = len(points) / len(real.centres)
    return Coverage(int((counts >= FAIR_SHARE * fair).sum()), len(real.centres), float(near.mean()))


def _nearest(points: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each point, which of the places is nearest and how far it is."""
    distances = np.linalg.norm(points[:, None] - places[None], axis=-1)
    nearest = distances.argmin(axis=1)
    return nearest, distances[np.arange(len(points)), nearest]


def _gap(points: np.ndarray, real: PointSet, to_centre: np.ndarray) -> np.ndarray:
    """How far each point is from the nearest noiseless one."""
    return to_centre if real.curve is None else _nearest(points, real.curve)[1]
