"""Vanishing gradients of fresh cells on images: the same pixels in ever more, shorter steps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dlcore.data.held_out import TestSet, first_images
from dlcore.explain.vanishing import VanishingConfig, vanishing

LENGTHS = (28, 56, 112, 196, 392, 784)
"""Numbers of steps in which the 784 pixels of an image are read."""
IMAGES = 8
"""At most so many are read."""


@dataclass(frozen=True)
class VanishingGradients:
    """Norms of the gradient of the last state by the input of each step.

    Attributes:
        left: by cell, (lengths,) float64: the norm at the first step over that at the last.
        sizes: by cell, for each length (steps,) float64: the norm at each step, see
            `explain.vanishing.vanishing`.
    """

    left: dict[str, NDArray[np.float64]]
    sizes: dict[str, tuple[NDArray[np.float64], ...]]


def vanishing_gradients(
    config: VanishingConfig, tests: TestSet | None = None
) -> VanishingGradients:
    """Backpropagates through time over test images, for each cell and length.

    Args:
        tests: of another set than MNIST.
    """
    return _vanishing_gradients(config, tests)


@lru_cache(maxsize=32)
def _vanishing_gradients(config: VanishingConfig, tests: TestSet | None) -> VanishingGradients:
    images = first_images(tests)[0][:IMAGES]
    pixels = images.reshape(len(images), -1)
    found = [vanishing(config, pixels, steps) for steps in LENGTHS]
    sizes = {kind: tuple(one[kind] for one in found) for kind in found[0]}
    left = {kind: np.array([one[0] / one[-1] for one in ones]) for kind, ones in sizes.items()}
    return VanishingGradients(left, sizes)
