"""Models and optimizers that are made once, and set back for each training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore.contract import INPUT_SHAPE
from dlcore.optimizers.schedules import one_cycle
from dlcore.optimizers.table import OptimizerSpec
from dlcore.training.architectures import NetworkConfig, build_network
from dlcore.training.config import OPTIMIZERS, TrainConfig
from dlcore.training.state import TrainState, assign, numbered

if TYPE_CHECKING:
    import keras


class ReusableOptimizer:
    """An optimizer whose state and learning rate can be set anew without compiling again.

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

    def reset(self) -> None:
        """Sets all state to zero."""
        import keras

        for variable in self.optimizer.variables:
            variable.assign(keras.ops.zeros_like(variable))

    def set_rate(
        self, learning_rate: float, steps: int, done: int = 0, share_done: float = 0.0
    ) -> None:
        """Sets the learning rate of the steps to come.

        Args:
            learning_rate: the peak where the schedule is "one_cycle".
            steps, done, share_done: see `one_cycle`.
        """
        if not self._is_one_cycle:
            self.optimizer.learning_rate = learning_rate
            return
        for name, value in one_cycle(learning_rate, steps, done, share_done).items():
            self._cycle[name].assign(value)


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

    def reset(self, fresh: keras.Model, seed: int) -> None:
        """Starts anew from the weights and random states of a fresh network.

        Args:
            fresh: built as the network was.
            seed: of what chance there is in the training.
        """
        import keras

        self._optimizer.reset()
        for variable, value in zip(self._network.variables, fresh.variables, strict=True):
            variable.assign(value)
        keras.utils.set_random_seed(seed)

    def set_rate(
        self, learning_rate: float, steps: int, done: int = 0, share_done: float = 0.0
    ) -> None:
        """Sets the learning rate of the steps to come; see `ReusableOptimizer.set_rate`."""
        self._optimizer.set_rate(learning_rate, steps, done, share_done)

    def arrays(self) -> dict[str, NDArray]:
        """All that a training has changed, for `restore`; of chance, the states in the model."""
        return {
            **numbered("weights", self.weights()),
            **numbered("chance", [variable.numpy() for variable in self._chance()]),
            **numbered("optimizer", [v.numpy() for v in self._optimizer.optimizer.variables]),
        }

    def restore(self, state: TrainState) -> None:
        """Sets all of it as it was; after `reset`.

        A network that has dropout where the other had none begins with chance of its own.

        Raises:
            StateError: it is the state of another network or optimizer.
        """
        assign(self._network.weights, state.part("weights"))
        assign(self._optimizer.optimizer.variables, state.part("optimizer"))
        chance = state.part("chance")
        if len(chance) == len(self._chance()):
            assign(self._chance(), chance)

    def _chance(self) -> list[keras.Variable]:
        """States of random generators: of dropout, of what stands before the network."""
        weights = {id(variable) for variable in self._network.weights}
        every = [v for layer in self.model.layers for v in layer.variables]
        return [variable for variable in every if id(variable) not in weights]

    def weights(self) -> list[NDArray]:
        """Those of the network."""
        return self._network.get_weights()

    def set_weights(self, weights: Sequence[NDArray]) -> None:
        """Gives the network other weights, as `get_weights` gives them."""
        self._network.set_weights(weights)

    def copy_weights_to(self, network: keras.Model) -> None:
        """Hands the weights over to a network that knows no optimizer."""
        network.set_weights(self.weights())


@dataclass(frozen=True)
class CompileConfig:
    """What a compiled model is compiled for; everything else can be set from run to run."""

    network: NetworkConfig
    optimizer: str
    schedule: str
    steps_per_execution: int

    @staticmethod
    def of(config: TrainConfig, steps_per_execution: int) -> CompileConfig:
        """Leaves out what can be set from run to run."""
        return CompileConfig(config.network, config.optimizer, config.schedule, steps_per_execution)


class CompiledNetwork(CompiledModel):
    """A network trained on uint8 images: MNIST as float32 would be four times the memory."""

    def __init__(self, config: CompileConfig) -> None:
        import keras

        network = build_network(config.network)
        super().__init__(
            network,
            keras.Sequential(
                [
                    keras.Input(INPUT_SHAPE, dtype="uint8"),
                    keras.layers.Rescaling(1 / 255),
                    network,
                ]
            ),
            ReusableOptimizer(OPTIMIZERS[config.optimizer], config.schedule),
            loss="sparse_categorical_crossentropy",
            metrics=["accuracy"],
            steps_per_execution=config.steps_per_execution,
        )
        self._trace_prediction()

    def _trace_prediction(self) -> None:
        """Two sizes of batch make TensorFlow trace for any size: later, after a stop, it hurts."""
        for count in (1, 2):
            self.model.predict_on_batch(np.zeros((count, *INPUT_SHAPE), np.uint8))
