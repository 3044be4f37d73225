"""Noise that is changed by a little until a network takes it for a digit of one's choice.

As Nguyen, Yosinski and Clune (2015) found: a network can be sure of what nobody would recognise.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dlcore.contract import CLASSES, INPUT_SHAPE
from dlcore.explain.attack import targeted
from dlcore.explain.network import Network

RADII = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3)
"""How far each pixel may be moved, from 0 to 1."""
_STEPS = 30


def noise(seed: int) -> NDArray[np.float32]:
    """The picture that is begun with: (28, 28, 1), each pixel by chance."""
    return np.random.default_rng(seed).random(INPUT_SHAPE, np.float32)


def fooling(network: Network, radius: float, seed: int) -> NDArray[np.uint8]:
    """One noise, moved to each of the ten digits in turn: (10, 28, 28) uint8.

    Args:
        network: that is to be fooled.
        radius: see `RADII`.
        seed: of the noise.
    """
    begun = np.repeat(noise(seed)[None], CLASSES, axis=0)
    moved = targeted(network, begun, np.arange(CLASSES), radius, _STEPS) if radius else begun
    return np.round(255 * moved[..., 0]).astype(np.uint8)
