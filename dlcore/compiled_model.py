"""A model compiled once and trained many times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlcore.reusable_optimizer import ReusableOptimizer

if TYPE_CHECKING:
    import keras


class CompiledModel:
    """A model that is there, whose weights and optimizer are set back for each run.

    Keras 3.15 leaks about 6 MB each time a model is built, compiled and fitted.

    Args:
        network: whose weights are trained.
        model: what is fitted; the network itself, or one with the network in it. Not compiled yet.
        optimizer: that it is compiled with.
        compiling: what else `compile` takes.

    Attributes:
        model: compiled.
    """

    def __init__(
        self,
        network: keras.Model,
        model: keras.Model,
        optimizer: ReusableOptimizer,
        **compiling: object,
    ) -> None:
        self._network = network
        self._optimizer = optimizer
        self.model = model
        model.compile(optimizer.optimizer, **compiling)
        optimizer.optimizer.build(model.trainable_variables)

    def reset(self, fresh: keras.Model, learning_rate: float, steps: int, seed: int) -> None:
        """Starts anew from the weights and random states of a fresh network.

        Args:
            fresh: built as the network was.
            learning_rate, steps: see `ReusableOptimizer.reset`.
            seed: of what chance there is in the training.
        """
        import keras

        self._optimizer.reset(learning_rate, steps)
        for variable, value in zip(self._network.variables, fresh.variables, strict=True):
            variable.assign(value)
        keras.utils.set_random_seed(seed)

    def copy_weights_to(self, network: keras.Model) -> None:
        """Hands the weights over to a network that knows no optimizer."""
        network.set_weights(self._network.get_weights())
