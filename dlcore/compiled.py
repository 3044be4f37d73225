"""A network for digits, compiled once and trained many times."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlcore.architectures import NetworkConfig, build_network
from dlcore.compiled_model import CompiledModel
from dlcore.contract import INPUT_SHAPE
from dlcore.reusable_optimizer import ReusableOptimizer
from dlcore.train_config import OPTIMIZERS


@dataclass(frozen=True)
class Recipe:
    """What a compiled model is compiled for; everything else can be set from run to run."""

    network: NetworkConfig
    optimizer: str
    schedule: str
    steps_per_execution: int


class CompiledNetwork(CompiledModel):
    """A network trained on uint8 images: MNIST as float32 would be four times the memory."""

    def __init__(self, recipe: Recipe) -> None:
        import keras

        network = build_network(recipe.network)
        super().__init__(
            network,
            keras.Sequential(
                [
                    keras.Input(INPUT_SHAPE, dtype="uint8"),
                    keras.layers.Rescaling(1 / 255),
                    network,
                ]
            ),
            ReusableOptimizer(OPTIMIZERS[recipe.optimizer], recipe.schedule),
            loss="sparse_categorical_crossentropy",
            metrics=["accuracy"],
            steps_per_execution=recipe.steps_per_execution,
        )
        self._trace_prediction()

    def _trace_prediction(self) -> None:
        """Two sizes of batch make TensorFlow trace for any size: later, after a stop, it hurts."""
        for count in (1, 2):
            self.model.predict_on_batch(np.zeros((count, *INPUT_SHAPE), np.uint8))
