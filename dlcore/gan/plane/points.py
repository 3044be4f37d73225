"""Points of the plane for a generator to imitate: drawn from a known distribution, with a seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlcore.errors import LabError
from dlcore.messages import N_

Points = NDArray[np.float64]  # (n, 2)

VIEW = (-1.5, 1.5)  # of both axes: where D is evaluated, and own centres may lie
SAMPLES = 1024  # how many real points there are; batches are drawn from them
OWN = "own"
LEAST_CLOUDS, MOST_CLOUDS = 2, 40
OWN_SPREAD = 0.08
RING_CLOUDS, RING_SPREAD = 8, 0.08
GRID_SIDE, GRID_SPACING, GRID_SPREAD = 4, 0.7, 0.06
SPIRAL_TURNS, SPIRAL_RADII, SPIRAL_SPREAD, SPIRAL_STRETCHES = 1.5, (0.2, 1.2), 0.05, 12


@dataclass(frozen=True)
class PointDistribution:
    """A mixture of Gaussians with known modes, or a curve with Gaussian noise.

    Attributes:
        centres: (k, 2) float64, the modes: means of the Gaussians, or points spread evenly along
            the curve.
        spread: standard deviation of the noise in x and in y.
        middles: draws n noiseless points, (n, 2).
        curve: (m, 2) noiseless points so close together that they are the curve; None for
            Gaussians.
    """

    centres: Points
    spread: float
    middles: Callable[[np.random.Generator, int], Points]
    curve: Points | None = None

    def sample(self, seed: int, n: int = SAMPLES) -> NDArray[np.float32]:
        """(n, 2) float32, the same for the same seed."""
        rng = np.random.default_rng(seed)
        middles = self.middles(rng, n)
        return (middles + rng.normal(0, self.spread, (n, 2))).astype(np.float32)


@dataclass(frozen=True)
class PointSetRecord:
    """A distribution by its name.

    Attributes:
        title, note: English msgids: its name, and what it is and why it is interesting.
        make: makes it.
    """

    title: str
    note: str
    make: Callable[[], PointDistribution]


def clouds(centres: ArrayLike, spread: float) -> PointDistribution:
    """Gaussians of one width, each as probable as every other.

    Args:
        centres: (k, 2), at least one.
        spread: standard deviation in x and in y.
    """
    places = np.asarray(centres, float).reshape(-1, 2)

    def middles(rng: np.random.Generator, n: int) -> Points:
        # Evenly, and not by chance: n / k of each, but for a remainder.
        return places[rng.permutation(np.arange(n) % len(places))]

    return PointDistribution(places, spread, middles)


def ring() -> PointDistribution:
    """Eight Gaussians on a circle of radius 1 (Metz et al. 2017, section 3.1)."""
    angle = 2 * np.pi * np.arange(RING_CLOUDS) / RING_CLOUDS
    return clouds(np.stack([np.cos(angle), np.sin(angle)], axis=1), RING_SPREAD)


def grid() -> PointDistribution:
    """Gaussians on a square grid around the origin (Srivastava et al. 2017, section 4.1)."""
    line = GRID_SPACING * (np.arange(GRID_SIDE) - (GRID_SIDE - 1) / 2)
    x, y = np.meshgrid(line, line)
    return clouds(np.stack([x.ravel(), y.ravel()], axis=1), GRID_SPREAD)


def spiral() -> PointDistribution:
    """Archimedes' spiral, r growing evenly with the angle, as dense at its end as within."""
    along = np.linspace(0, 1, 501)
    curve = _spiral(along)
    length = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(curve, axis=0).T))])
    length /= length[-1]

    def at(shares: Points) -> Points:
        return _spiral(np.interp(shares, length, along))

    stretches = (np.arange(SPIRAL_STRETCHES) + 0.5) / SPIRAL_STRETCHES
    return PointDistribution(at(stretches), SPIRAL_SPREAD, lambda rng, n: at(rng.random(n)), curve)


def _spiral(t: Points) -> Points:
    radius = SPIRAL_RADII[0] + t * (SPIRAL_RADII[1] - SPIRAL_RADII[0])
    angle = 2 * np.pi * SPIRAL_TURNS * t
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def check_own(own: ArrayLike) -> None:
    """Raises LabError unless these are centres of clouds that a game can be played on.

    Args:
        own: (k, 2), k from 2 to 40, each coordinate within `VIEW`.
    """
    places = np.asarray(own, float).reshape(-1, 2)
    if len(places) < LEAST_CLOUDS:
        raise LabError(
            "At least {least} clouds of points are needed. There are {count}: click in the plane.",
            least=LEAST_CLOUDS,
            count=len(places),
        )
    if len(places) > MOST_CLOUDS:
        raise LabError(
            "At most {most} clouds of points are possible. Received: {count}",
            most=MOST_CLOUDS,
            count=len(places),
        )
    if not ((places >= VIEW[0]) & (places <= VIEW[1])).all():  # NaN is refused too
        raise LabError(
            "Each point must lie in the picture: x and y from {low} to {high}.",
            low=f"{VIEW[0]:g}",
            high=f"{VIEW[1]:g}",
        )


POINT_SETS: dict[str, PointSetRecord] = {
    "ring": PointSetRecord(
        N_("Ring of eight clouds"),
        N_(
            "Eight modes of equal weight: a generator that draws only some of them is seen at once."
        ),
        ring,
    ),
    "grid": PointSetRecord(
        N_("Grid of sixteen clouds"),
        N_("Twice as many modes, closer together: the last ones take patience."),
        grid,
    ),
    "spiral": PointSetRecord(
        N_("Spiral"),
        N_("One curve and no gaps: the sheet that the generator bends has to be rolled up."),
        spiral,
    ),
}
"""The distributions by name; a new one is a new entry. Own clouds are `OWN`, which is none."""


@lru_cache(maxsize=64)
def point_set(name: str, own: tuple[tuple[float, float], ...]) -> PointDistribution:
    """The distribution of that name, or own clouds around these centres for `OWN`."""
    return clouds(own, OWN_SPREAD) if name == OWN else POINT_SETS[name].make()
