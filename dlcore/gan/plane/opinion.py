"""A discriminator's scores as an opinion from 0 (generated) over 0.5 (cannot tell) to 1 (real)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from dlcore.gan.losses import GAN_LOSSES
from dlcore.gan.plane.points import VIEW

GRID = 48  # places at which it is asked, on each axis

SHARPNESS: Mapping[str, float] = MappingProxyType({"hinge": 2.0, "lsgan": 4.0, "wgan-gp": 4.0})
"""By name of the loss: scores that are no logits are multiplied by it, so that what counts as sure
under that loss (a margin of 1, a target reached) is an opinion of 0.88."""


def opinion(loss: str, scores: NDArray[np.float32], middle: float) -> NDArray[np.float32]:
    """The logistic function of how far scores lie above the middle.

    Where D(x) is a probability, the opinion is just that.

    Args:
        loss: a name in `GAN_LOSSES`.
        scores: of any shape, before any squashing.
        middle: from `middle`.
    """
    distance = SHARPNESS.get(loss, 1.0) * (np.asarray(scores, float) - middle)
    return (0.5 + 0.5 * np.tanh(distance / 2)).astype(np.float32)


def middle(loss: str, real: NDArray[np.float32], generated: NDArray[np.float32]) -> float:
    """The score at which the discriminator cannot tell.

    Where only differences of scores count, it lies half way between the two kinds.
    """
    threshold = GAN_LOSSES[loss].threshold
    if threshold is not None:
        return float(threshold)
    return float((np.mean(real) + np.mean(generated)) / 2)


def places() -> NDArray[np.float32]:
    """The middles of the fields of a square grid over the view: (GRID * GRID, 2), row by row, from
    the lowest y and the lowest x."""
    width = (VIEW[1] - VIEW[0]) / GRID
    line = VIEW[0] + width * (np.arange(GRID) + 0.5)
    x, y = np.meshgrid(line, line)
    return np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)
