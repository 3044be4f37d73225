"""D(x) on one scale for all losses: 0 for generated, 0.5 for undecided, 1 for real.

A score that is no logit has no probability; the opinion is a logistic function of it all the same.
"""

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
    """sigma(k (score - middle)), with k from `SHARPNESS`, 1 where there is none.

    Where D(x) is a probability, sigma(score), the opinion is just that.

    Args:
        loss: a name in `GAN_LOSSES`.
        scores: of any shape, before any squashing.
        middle: from `middle`.

    Returns:
        float32 in [0, 1], of the shape of the scores.
    """
    distance = SHARPNESS.get(loss, 1.0) * (np.asarray(scores, float) - middle)
    return (0.5 + 0.5 * np.tanh(distance / 2)).astype(np.float32)


def middle(loss: str, real: NDArray[np.float32], generated: NDArray[np.float32]) -> float:
    """The score at which the discriminator is undecided: `GanLoss.threshold`.

    Where only differences of scores count, half way between the means of real and generated ones.
    """
    threshold = GAN_LOSSES[loss].threshold
    if threshold is not None:
        return float(threshold)
    return float((np.mean(real) + np.mean(generated)) / 2)


def places() -> NDArray[np.float32]:
    """The centres of the cells of a square grid over `VIEW`: (GRID * GRID, 2) float32, row by row,
    from the lowest y and the lowest x."""
    width = (VIEW[1] - VIEW[0]) / GRID
    line = VIEW[0] + width * (np.arange(GRID) + 0.5)
    x, y = np.meshgrid(line, line)
    return np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)
