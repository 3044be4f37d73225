"""An optimizer that is made once and set back for each run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlcore.optimizers import OptimizerSpec
from dlcore.schedules import one_cycle

if TYPE_CHECKING:
    import keras


class ReusableOptimizer:
    """An optimizer whose memory and learning rate can be set anew without compiling again.

    Attributes:
        optimizer: the Keras object.
    """

    def __init__(self, spec: OptimizerSpec, schedule: str) -> None:
        import keras

        # A schedule over variables: the next run changes its numbers without compiling again.
        self._cycle = {name: keras.Variable(1.0) for name in one_cycle(1.0, 1)}
        self._is_one_cycle = schedule == "one_cycle"
        rate = keras.optimizers.schedules.CosineDecay(**self._cycle) if self._is_one_cycle else 1.0
        self.optimizer: keras.optimizers.Optimizer = spec.make(rate)

    def reset(self, learning_rate: float, steps: int) -> None:
        """Forgets all that it remembers.

        Args:
            learning_rate: the peak where the schedule is "one_cycle".
            steps: of the whole run.
        """
        import keras

        for variable in self.optimizer.variables:
            variable.assign(keras.ops.zeros_like(variable))
        if self._is_one_cycle:
            for name, value in one_cycle(learning_rate, steps).items():
                self._cycle[name].assign(value)
        else:
            self.optimizer.learning_rate = learning_rate
