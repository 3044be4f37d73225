"""Some steps of a training, as they are handed to who shows them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dlcore.neuron.config import NeuronConfig


@dataclass(frozen=True, eq=False)
class NeuronState:
    """A training at rest: enough to go on as if it had never been held.

    Attributes:
        step: updates so far.
        values: (s,) float32: weights and biases, layer by layer, each kernel (inputs, units) row by
            row and then its bias, as `keras.Model.get_weights` has them; then all that the
            optimizer remembers.
    """

    step: int
    values: NDArray[np.float32]

    def weights(self, config: NeuronConfig) -> NDArray[np.float32]:
        """(config.parameters,) float32, without what the optimizer remembers."""
        return self.values[: config.parameters]

    def with_weight(self, index: int, value: float) -> NeuronState:
        """The same with one weight or bias set by hand."""
        values = self.values.copy()
        values[index] = value
        return replace(self, values=values)


@dataclass(frozen=True, eq=False)
class Packet:
    """Moments of a training, one after the other.

    Attributes:
        steps: (k,) int, updates done at each moment; k is at least 1.
        states: (k, s) float32, as `NeuronState.values`, all of them finite.
        loss, test_loss: (k,) float32, of all training and all test points, by Keras, penalties
            left out; NaN where there are no such points.
        accuracy, test_accuracy: (k,) float32, shares; NaN for values and where there are none.
        diverged: the next step would not have been finite: it ends before.
    """

    steps: NDArray[np.int64]
    states: NDArray[np.float32]
    loss: NDArray[np.float32]
    test_loss: NDArray[np.float32]
    accuracy: NDArray[np.float32]
    test_accuracy: NDArray[np.float32]
    diverged: bool = False

    def state(self, moment: int = -1) -> NeuronState:
        """The training as it stood at one of the moments."""
        return NeuronState(int(self.steps[moment]), self.states[moment])
