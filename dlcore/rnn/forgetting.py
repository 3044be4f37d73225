"""The vanishing gradient on digits: the same pixels in ever shorter rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dlcore.data.held_out import test_set
from dlcore.explain.vanishing import VanishingConfig, vanishing

LENGTHS = (28, 56, 112, 196, 392, 784)
"""Steps in which the 784 pixels of a digit are read."""
DIGITS = 8


@dataclass(frozen=True)
class VanishingGradients:
    """What is left of each step at the end.

    Attributes:
        left: by cell, (lengths,): the gradient by the first step's input, as a share of the
            gradient by the last one's.
        sizes: by cell, for each length (steps,): the gradient's norm by each step's input.
    """

    left: dict[str, NDArray[np.float64]]
    sizes: dict[str, tuple[NDArray[np.float64], ...]]


@lru_cache(maxsize=32)
def vanishing_gradients(config: VanishingConfig) -> VanishingGradients:
    """Follows the gradient of fresh cells back through test images at every length."""
    pixels = test_set()[0][:DIGITS].reshape(DIGITS, -1)
    found = [vanishing(config, pixels, steps) for steps in LENGTHS]
    sizes = {kind: tuple(one[kind] for one in found) for kind in found[0]}
    left = {kind: np.array([one[0] / one[-1] for one in ones]) for kind, ones in sizes.items()}
    return VanishingGradients(left, sizes)
