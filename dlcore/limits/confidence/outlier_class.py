"""The tutorial's network, taught one class more: what is no digit.

It begins with the weights of the network that ships, so that what differs is what it was taught.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from dlcore import cnn, layers, registry
from dlcore.contract import CLASSES, INPUT_SHAPE
from dlcore.data import Mnist
from dlcore.layers import LayerSpec
from dlcore.limits.confidence import nonsense
from dlcore.limits.confidence.answers import Answering, Batch28, by_class
from dlcore.limits.confidence.config import REFUSED, ConfidenceConfig
from dlcore.limits.experiment import Experiment
from dlcore.limits.scaled import scaled
from dlcore.training.compiled import CompiledModel, ReusableOptimizer
from dlcore.training.config import OPTIMIZERS
from dlcore.training.pool import ModelPool, NothingLearnt

NAME = "cnn-tutorial"
LEARNING_RATE = 5e-4
BATCH_SIZE = 128
_ASKED_EVERY = 100  # drawings, some 20 ms

Examples28 = tuple[NDArray[np.uint8], NDArray[np.uint8]]  # images and classes


def layer_specs() -> tuple[LayerSpec, ...]:
    """The tutorial's network with an output more."""
    *before, last = cnn.layer_specs(cnn.PRESETS["tutorial"])
    return (*before, layers.layer("Dense", **{**last.arguments, "units": CLASSES + 1}))


class PupilNetwork(CompiledModel):
    """The one that is compiled once, and set back for each experiment."""

    def __init__(self, _key: object) -> None:
        network = layers.build(layer_specs(), INPUT_SHAPE, "outlier_class")
        optimizer = ReusableOptimizer(OPTIMIZERS["adam"], "constant")
        super().__init__(network, network, optimizer, loss="sparse_categorical_crossentropy")

    def begin(self, weights: list[NDArray]) -> None:
        """From the weights of a network with ten classes; what leads to the eleventh is 0."""
        *others, kernel, bias = weights
        wider = [np.pad(kernel, ((0, 0), (0, 1))), np.pad(bias, (0, 1))]
        self._optimizer.reset()
        self.set_weights([*others, *wider])
        self.set_rate(LEARNING_RATE, 1)

    def answer(self, images: Batch28) -> NDArray[np.float32]:
        """(n, 11) probabilities."""
        pieces = [images[i : i + 250, :, :, None] for i in range(0, len(images), 250)]
        return np.concatenate([self.model.predict_on_batch(piece) for piece in pieces])


_PUPILS = ModelPool(1, PupilNetwork)


@contextmanager
def taught(
    config: ConfidenceConfig, data: Mnist, experiment: Experiment
) -> Iterator[Answering | None]:
    """Teaches it, as a part of the experiment that has begun, and lends it to be asked.

    Yields:
        How it answers; None where it was told to stop before it was taught.
    """
    try:
        with _PUPILS.borrow("pupil", lambda: experiment.stopped) as pupil:
            pupil.begin(registry.load(NAME).get_weights())
            done = _teach(pupil, config, data, experiment)
            yield (lambda images: by_class(pupil.answer(images))) if done else None
    except NothingLearnt:
        yield None


def _teach(
    pupil: PupilNetwork, config: ConfidenceConfig, data: Mnist, experiment: Experiment
) -> bool:
    """Whether it was not told to stop before the end."""
    if not config.teaches:
        return True
    random = np.random.default_rng([config.seed, 1])
    drawn = outliers(config, random, experiment)
    if drawn is None:
        return False
    images, classes = _mixed(config, data, drawn, random)
    steps = -(-len(images) // BATCH_SIZE)
    for epoch in range(config.epochs):
        order = random.permutation(len(images))
        for step in range(steps):
            if experiment.stopped:
                return False
            batch = order[step * BATCH_SIZE : (step + 1) * BATCH_SIZE]
            pupil.model.train_on_batch(scaled(images[batch]), classes[batch])
            experiment.at(epoch * steps + step + 1, config.epochs * steps)
    return True


def outliers(
    config: ConfidenceConfig, random: np.random.Generator, experiment: Experiment
) -> NDArray[np.uint8] | None:
    """Pictures of the taught kinds, as many of each; None where it was told to stop."""
    drawn: list[NDArray[np.uint8]] = []
    for number, name in enumerate(config.taught):
        count = (config.outliers - len(drawn)) // (len(config.taught) - number)
        for picture in nonsense.drawn_one_by_one(name, count, random):
            drawn.append(picture)
            if len(drawn) % _ASKED_EVERY == 0 and experiment.stopped:
                return None
    return np.stack(drawn)


def _mixed(
    config: ConfidenceConfig,
    data: Mnist,
    drawn: NDArray[np.uint8],
    random: np.random.Generator,
) -> Examples28:
    chosen = random.permutation(len(data.x_train))[: config.digits]
    images = np.concatenate([data.x_train[chosen], drawn])
    return images, np.concatenate([data.y_train[chosen], np.full(len(drawn), REFUSED, np.uint8)])
