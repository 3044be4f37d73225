"""Points of the plane with a class or a value each, some held back as a test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.neuron.features import SPAN
from dlcore.neuron.heads import MOST_CLASSES
from dlcore.validation import ConfigError

MAX_POINTS = 1000


@dataclass(frozen=True, eq=False)
class PointSet:
    """What a network on the plane learns from and is measured on.

    Attributes:
        x: (n, 2) float32 in [-SPAN, SPAN]; n is 1 to MAX_POINTS.
        y: (n,) float32: a class from 0 on, or a value in [-1, 1] where `classes` is 0.
        classes: 0 for values, else 2-4.
        test: (n,) bool: held back from training. At least one is not.

    Raises:
        ConfigError: arrays of other shapes or ranges.
    """

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    classes: int
    test: NDArray[np.bool_]

    def __post_init__(self) -> None:
        count = len(self.x)
        if not 1 <= count <= MAX_POINTS:
            raise ConfigError(
                "There must be {least} to {most:,} points. Received: {count:,}",
                least=1,
                most=MAX_POINTS,
                count=count,
            )
        shapes = (self.x.shape, self.y.shape, self.test.shape)
        if shapes != ((count, 2), (count,), (count,)):
            raise ConfigError(
                "points must be (n, 2), (n,), (n,). Received: {shapes}", shapes=shapes
            )
        if not (np.isfinite(self.x).all() and (np.abs(self.x) <= SPAN).all()):
            raise ConfigError("points must lie between {low} and {high}", low=-SPAN, high=SPAN)
        if not self._targets_fit():
            raise ConfigError("y must be classes from 0 on, or values from -1 to 1")
        if self.test.all():
            raise ConfigError("At least one point must be there to train on.")

    def _targets_fit(self) -> bool:
        if self.classes == 0:
            return bool(np.isfinite(self.y).all() and (np.abs(self.y) <= 1).all())
        possible = np.arange(self.classes)
        return 2 <= self.classes <= MOST_CLASSES and bool(np.isin(self.y, possible).all())

    @property
    def train(self) -> NDArray[np.bool_]:
        """The opposite of `test`."""
        return ~self.test
