"""A network for digits, compiled once and trained many times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dlcore.cnn import INPUT_SHAPE, CnnConfig, build_cnn
from dlcore.reusable_optimizer import ReusableOptimizer
from dlcore.train_config import OPTIMIZERS, TrainConfig

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True)
class Recipe:
    """What a compiled model is compiled for; everything else can be set from run to run."""

    network: CnnConfig
    optimizer: str
    schedule: str
    steps_per_execution: int


class CompiledNetwork:
    """A network compiled for training, made once and used for many runs.

    Keras 3.15 leaks about 6 MB each time a model is built, compiled and fitted, so a run takes a
    model that is there, with its weights and its optimizer set back. The model takes uint8 images:
    MNIST as float32 would be four times the memory.
    """

    def __init__(self, recipe: Recipe) -> None:
        import keras

        self._network = build_cnn(recipe.network)
        self._optimizer = ReusableOptimizer(OPTIMIZERS[recipe.optimizer], recipe.schedule)
        self.model = keras.Sequential(
            [
                keras.Input(INPUT_SHAPE, dtype="uint8"),
                keras.layers.Rescaling(1 / 255),
                self._network,
            ]
        )
        self.model.compile(
            self._optimizer.optimizer,
            loss="sparse_categorical_crossentropy",
            metrics=["accuracy"],
            steps_per_execution=recipe.steps_per_execution,
        )
        self._optimizer.optimizer.build(self.model.trainable_variables)
        self._trace_prediction()

    def reset(self, config: TrainConfig, fresh: keras.Model, steps: int) -> None:
        """Starts anew from the weights and random states of a fresh network."""
        import keras

        self._optimizer.reset(config.learning_rate, steps)
        for variable, value in zip(self._network.variables, fresh.variables, strict=True):
            variable.assign(value)
        keras.utils.set_random_seed(config.seed)  # the order of the images

    def copy_weights_to(self, network: keras.Model) -> None:
        """Hands the weights over to a network that knows no optimizer."""
        network.set_weights(self._network.get_weights())

    def _trace_prediction(self) -> None:
        """Two sizes of batch make TensorFlow trace for any size: later, after a stop, it hurts."""
        for count in (1, 2):
            self.model.predict_on_batch(np.zeros((count, *INPUT_SHAPE), np.uint8))
