"""The state of a game: weights and optimizers as one vector, kept by the caller."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.errors import LabError


@dataclass(frozen=True)
class PlaneState:
    """Everything that a game goes on from.

    Attributes:
        numbers: (k,) float32: weights of the generator and of the discriminator, then Adam's two
            running means (of the gradient and of its square) of each weight, of the generator and
            of the discriminator.
        discriminator_updates, generator_updates: how many there were of each.
    """

    numbers: NDArray[np.float32]
    discriminator_updates: int = 0
    generator_updates: int = 0


def check_state(state: PlaneState, size: int) -> None:
    """Raises LabError unless it is a state of so many numbers, all of them finite."""
    if state.numbers.shape != (size,) or not np.isfinite(state.numbers).all():
        raise LabError(
            "This game does not belong to these networks. Start a new one.",
        )
