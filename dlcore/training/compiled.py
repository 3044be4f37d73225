"""Models and optimizers that are made once, and set back for each training."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from dlcore import layers
from dlcore.contract import INPUT_SHAPE
from dlcore.optimizers.schedules import SCHEDULES
from dlcore.optimizers.table import OptimizerSpec
from dlcore.training.architectures import NetworkConfig, architecture, layer_specs
from dlcore.training.augmentation import Augmentation, augmenting
from dlcore.training.config import OPTIMIZERS, TrainConfig
from dlcore.training.regularisation import Regularisation, regularised, regularised_optimizer

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
        self._decay = SCHEDULES[schedule]
        self._numbers = {name: keras.Variable(1.0) for name in self._decay.arguments(1.0, 1)}
        kind = self._decay.kind
        rate = getattr(keras.optimizers.schedules, kind)(**self._numbers) if kind else 1.0
        self.optimizer: keras.optimizers.Optimizer = spec.make(rate)

    def reset(self, learning_rate: float, steps: int) -> None:
        """Sets all state to zero, and the learning rate.

        Args:
            learning_rate: the peak where the schedule is "one_cycle".
            steps: of the whole run.
        """
        import keras

        for variable in self.optimizer.variables:
            variable.assign(keras.ops.zeros_like(variable))
        if self._decay.kind:
            for name, value in self._decay.arguments(learning_rate, steps).items():
                self._numbers[name].assign(value)
        else:
            self.optimizer.learning_rate = learning_rate


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


@dataclass(frozen=True)
class CompileConfig:
    """What a compiled model is compiled for; everything else can be set from run to run."""

    network: NetworkConfig
    optimizer: str
    schedule: str
    steps_per_execution: int
    regularisation: Regularisation = field(default_factory=Regularisation)
    augmentation: Augmentation = field(default_factory=Augmentation)

    @staticmethod
    def of(config: TrainConfig, steps_per_execution: int) -> CompileConfig:
        """Leaves out what can be set from run to run."""
        return CompileConfig(
            config.network,
            config.optimizer,
            config.schedule,
            steps_per_execution,
            config.regularisation,
            config.augmentation,
        )


class CompiledNetwork(CompiledModel):
    """A network trained on uint8 images: MNIST as float32 would be four times the memory.

    Penalties and augmentation belong to the training: the network that a run leaves has neither.
    """

    def __init__(self, config: CompileConfig) -> None:
        import keras

        regularisation = config.regularisation
        network = layers.build(
            regularised(layer_specs(config.network), regularisation),
            INPUT_SHAPE,
            architecture(config.network).name,
        )
        self._augmenting = augmenting(config.augmentation) if config.augmentation.is_on else None
        super().__init__(
            network,
            keras.Sequential(
                [
                    keras.Input(INPUT_SHAPE, dtype="uint8"),
                    keras.layers.Rescaling(1 / 255),
                    *([self._augmenting] if self._augmenting else []),
                    network,
                ]
            ),
            ReusableOptimizer(
                regularised_optimizer(OPTIMIZERS[config.optimizer], regularisation),
                config.schedule,
            ),
            loss="sparse_categorical_crossentropy",
            metrics=["accuracy"],
            steps_per_execution=config.steps_per_execution,
        )
        self._trace_prediction()

    def reset(self, fresh: keras.Model, learning_rate: float, steps: int, seed: int) -> None:
        """See `CompiledModel.reset`; `fresh` without penalties."""
        super().reset(fresh, learning_rate, steps, seed)
        if self._augmenting:
            self._augmenting.reseed(seed)

    def _trace_prediction(self) -> None:
        """Two sizes of batch make TensorFlow trace for any size: later, after a stop, it hurts."""
        for count in (1, 2):
            self.model.predict_on_batch(np.zeros((count, *INPUT_SHAPE), np.uint8))
