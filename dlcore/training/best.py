"""The best moment of a training, and when to wait for a better one no longer."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from numpy.typing import NDArray

from dlcore.training.state import TrainState, numbered

_PART = "best"


class Best:
    """Early stopping (Prechelt 1998), as `keras.callbacks.EarlyStopping` does it.

    Args:
        patience: epochs without a lower validation loss after which a training ends; 0 never ends
            one, and keeps nothing.

    Attributes:
        loss: the lowest so far.
        epoch: epochs done by then; 0 before the first.
        weights: of then, as `get_weights` gives them; () where there are none.
        ended: whether it has ended the training.
    """

    def __init__(self, patience: int) -> None:
        self._patience = patience
        self._waited = 0
        self.loss = math.inf
        self.epoch = 0.0
        self.weights: Sequence[NDArray] = ()
        self.ended = False

    def goes_on(self, loss: float, epoch: float, weights: Callable[[], list[NDArray]]) -> bool:
        """Takes in how an epoch has ended; whether to go on after it.

        Args:
            loss: on the validation images.
            epoch: epochs done.
            weights: called where they are to be kept.
        """
        if not self._patience:
            return True
        if loss < self.loss:
            self.loss, self.epoch, self.weights, self._waited = loss, epoch, weights(), 0
            return True
        self._waited += 1
        self.ended = self._waited >= self._patience
        return not self.ended

    def arrays(self) -> dict[str, NDArray]:
        """The best weights, for a `TrainState`."""
        return numbered(_PART, list(self.weights))

    def facts(self) -> dict[str, Any]:
        """All else, for the facts of a `TrainState`."""
        if not self.weights:
            return {}
        return {_PART: {"loss": self.loss, "epoch": self.epoch, "waited": self._waited}}

    def resume(self, state: TrainState) -> None:
        """Takes up what a state has of it."""
        found = state.facts.get(_PART)
        if found:
            self.loss, self.epoch, self._waited = found["loss"], found["epoch"], found["waited"]
            self.weights = state.part(_PART)
