"""What a network is shown of a point of the plane: its coordinates, and functions of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SPAN = 6.0
"""The plane goes from -SPAN to SPAN, in both directions."""


@dataclass(frozen=True)
class Feature:
    """One number computed from a point.

    Attributes:
        label: for a picture, in plain text; the same in every language.
        code: NumPy source of a function of the columns `x1` and `x2`.
        function: of two arrays of one shape.
    """

    label: str
    code: str
    function: Callable[[np.ndarray, np.ndarray], np.ndarray]


FEATURES: dict[str, Feature] = {
    "x1": Feature("x₁", "x1", lambda x1, x2: x1),
    "x2": Feature("x₂", "x2", lambda x1, x2: x2),
    "x1_squared": Feature("x₁²", "x1**2", lambda x1, x2: x1**2),
    "x2_squared": Feature("x₂²", "x2**2", lambda x1, x2: x2**2),
    "product": Feature("x₁x₂", "x1 * x2", lambda x1, x2: x1 * x2),
    "sin_x1": Feature("sin x₁", "np.sin(x1)", lambda x1, x2: np.sin(x1)),
    "sin_x2": Feature("sin x₂", "np.sin(x2)", lambda x1, x2: np.sin(x2)),
}


def expand(x: NDArray[np.float32], features: Sequence[str]) -> NDArray[np.float32]:
    """The inputs of a network for some points.

    Args:
        x: (n, 2), coordinates in [-SPAN, SPAN].
        features: names in `FEATURES`.

    Returns:
        (n, len(features)) float32, one column a feature.
    """
    columns = [FEATURES[name].function(x[:, 0], x[:, 1]) for name in features]
    return np.stack(columns, axis=1).astype(np.float32)
