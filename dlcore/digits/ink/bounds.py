"""Where in a picture there is ink: how strong it is at least, the box around it, the border."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_Value = TypeVar("_Value", bound=np.generic)


def parting(counts: NDArray[np.integer]) -> int:
    """The last bin of the lower of the two classes that differ most (Otsu 1979, eq. 18).

    Args:
        counts: (bins,) of a histogram, not all 0.
    """
    below = counts.cumsum().astype(float)
    mass = (counts * np.arange(len(counts))).cumsum().astype(float)
    sizes = np.maximum(below * (below[-1] - below), 1)
    return int(np.argmax((mass[-1] * below - mass * below[-1]) ** 2 / sizes))


def bounds(mask: NDArray[np.bool_]) -> tuple[slice, slice]:
    """The rows and the columns of a mask from the first to the last that hold any of it.

    Args:
        mask: (H, W), not all False.
    """
    rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def border(values: NDArray[_Value]) -> NDArray[_Value]:
    """The outermost values of all four sides of (H, W); the corners are there twice."""
    return np.concatenate([values[0], values[-1], values[:, 0], values[:, -1]])
