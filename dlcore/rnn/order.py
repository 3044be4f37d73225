"""Orders of units by their activations over time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dlcore.validation import check_choice

ORDERS = ("onset", "strength", "number")


def onset(values: NDArray[np.floating]) -> NDArray[np.int64]:
    """The step, from 1, at which |value| of each unit first reaches half of its maximum.

    Args:
        values: (time, units).

    Returns:
        (units,) int64, one beyond the last step for a unit that stays at 0.
    """
    size = np.abs(values)
    most = size.max(axis=0)
    return np.where(most > 0, (size >= most / 2).argmax(axis=0), len(values)) + 1


def unit_order(values: NDArray[np.floating], by: str) -> NDArray[np.int64]:
    """A permutation of the units, (units,) int64.

    Args:
        values: (time, units).
        by: "onset": increasing `onset`, the stronger first among equals; "strength": decreasing
            maximum of |value| over time; "number": as they are.

    Raises:
        ConfigError: another order.
    """
    check_choice("order", by, ORDERS)
    strength = np.abs(values).max(axis=0)
    if by == "number":
        return np.arange(values.shape[1])
    if by == "strength":
        return np.argsort(-strength, kind="stable")
    return np.lexsort((-strength, onset(values)))
