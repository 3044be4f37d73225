"""Networks compiled once and trained many times."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from dlcore.cnn import INPUT_SHAPE, CnnConfig, build_cnn
from dlcore.optimizers import OptimizerSpec
from dlcore.schedules import one_cycle
from dlcore.train_config import OPTIMIZERS, TrainConfig

if TYPE_CHECKING:
    import keras

Key = TypeVar("Key", bound=Hashable)
Compiled = TypeVar("Compiled")


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
        self._cycle = {name: keras.Variable(1.0) for name in one_cycle(1.0, 1)}
        self._is_one_cycle = recipe.schedule == "one_cycle"
        self._optimizer = self._make_optimizer(OPTIMIZERS[recipe.optimizer])
        self.model = keras.Sequential(
            [
                keras.Input(INPUT_SHAPE, dtype="uint8"),
                keras.layers.Rescaling(1 / 255),
                self._network,
            ]
        )
        self.model.compile(
            self._optimizer,
            loss="sparse_categorical_crossentropy",
            metrics=["accuracy"],
            steps_per_execution=recipe.steps_per_execution,
        )
        self._optimizer.build(self.model.trainable_variables)
        self._trace_prediction()

    def reset(self, config: TrainConfig, fresh: keras.Model, steps: int) -> None:
        """Starts anew from the weights and random states of a fresh network."""
        import keras

        for variable in self._optimizer.variables:
            variable.assign(keras.ops.zeros_like(variable))
        for variable, value in zip(self._network.variables, fresh.variables, strict=True):
            variable.assign(value)
        self._set_learning_rate(config.learning_rate, steps)
        keras.utils.set_random_seed(config.seed)  # the order of the images

    def copy_weights_to(self, network: keras.Model) -> None:
        """Hands the weights over to a network that knows no optimizer."""
        network.set_weights(self._network.get_weights())

    def _make_optimizer(self, spec: OptimizerSpec) -> keras.optimizers.Optimizer:
        import keras

        # A schedule over variables: the next run changes its numbers without compiling again.
        schedule = keras.optimizers.schedules.CosineDecay(**self._cycle)
        rate = schedule if self._is_one_cycle else 1.0
        return spec.make(rate)

    def _set_learning_rate(self, rate: float, steps: int) -> None:
        if self._is_one_cycle:
            for name, value in one_cycle(rate, steps).items():
                self._cycle[name].assign(value)
        else:
            self._optimizer.learning_rate = rate

    def _trace_prediction(self) -> None:
        """Two sizes of batch make TensorFlow trace for any size: later, after a stop, it hurts."""
        for count in (1, 2):
            self.model.predict_on_batch(np.zeros((count, *INPUT_SHAPE), np.uint8))


class ModelPool(Generic[Key, Compiled]):
    """Keeps the compiled models used last; each is lent to one run at a time.

    Args:
        size: how many are kept.
        make: makes one from what it is compiled for.
    """

    def __init__(self, size: int, make: Callable[[Key], Compiled]) -> None:
        self._size = size
        self._make = make
        self._idle: OrderedDict[Key, Compiled] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def borrow(self, recipe: Key) -> Iterator[Compiled]:
        """Lends a model of that recipe, used before or new, for the length of a `with`."""
        with self._lock:
            compiled = self._idle.pop(recipe, None)
        compiled = compiled or self._make(recipe)
        try:
            yield compiled
        finally:
            self._give_back(recipe, compiled)

    def _give_back(self, recipe: Key, compiled: Compiled) -> None:
        with self._lock:
            self._idle[recipe] = compiled
            if len(self._idle) > self._size:
                self._idle.popitem(last=False)
