"""A line drawn by hand, and the one that the mean squared error finds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]


@dataclass(frozen=True)
class HandLine:
    """y = slope · x + intercept."""

    slope: float
    intercept: float

    def at(self, x: Points) -> Points:
        """What it says at these places; of the shape of `x`."""
        return self.slope * x + self.intercept

    def squared_error(self, x: Points, y: Points) -> float:
        """The mean over all points of (y - what it says)²."""
        return float(np.mean((y - self.at(x)) ** 2))


def least_squares(x: Points, y: Points) -> HandLine:
    """The line of least mean squared error, in closed form (Legendre 1805).

    Args:
        x, y: (n,), of which two differ in x.
    """
    away = x - x.mean()
    slope = float(away @ (y - y.mean()) / (away @ away))
    return HandLine(slope, float(y.mean() - slope * x.mean()))
