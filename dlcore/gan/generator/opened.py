"""A trained generator as it is asked: images from any noise and any mixture of classes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from dlcore import registry
from dlcore.contract import CLASSES, INPUT_SHAPE
from dlcore.gan.generator.drawing import (
    BATCH,
    Images,
    class_count,
    is_conditional,
    latent_dim,
    to_bytes,
)
from dlcore.gan.generator.latent import principal_directions
from dlcore.registry import RegistryError
from dlcore.registry.at_hand import find_model
from dlcore.registry.onnx_file import OnnxNetwork

if TYPE_CHECKING:
    import keras

KEPT = 4

Vectors = NDArray[np.float32]


class Generator(Protocol):
    """What draws: a Keras model in its parts, or the shipped one without Keras.

    Attributes:
        conditional: it takes a label beside the noise.
        latent_dim: numbers in its noise.
        classes: how many it can be told to draw; ten where it is told nothing.
    """

    conditional: bool
    latent_dim: int
    classes: int

    def embedded(self, labels: NDArray[np.integer]) -> Vectors:
        """Classes as vectors, (n,) -> (n, e), that can be mixed; e is 0 if it is unconditional."""
        ...

    def draw(self, noise: Vectors, embedded: Vectors) -> Images:
        """Draws images.

        Args:
            noise: (n, latent_dim), n > 0.
            embedded: (n, e), as the method of that name gives them or anything between them.

        Returns:
            (n, 28, 28) uint8, white ink on black.
        """
        ...


class GeneratorNetwork:
    """A generator, its label embedding and the principal directions of its latent space.

    Args:
        model: as `build_generator` makes it. Shared, not changed.

    Attributes:
        conditional, latent_dim, classes: as a `Generator` has them.
        directions: (k, latent_dim) float32, see `latent.principal_directions`.
        shares: (k,) float64, of the variance, of each direction.
    """

    def __init__(self, model: keras.Model) -> None:
        from keras import Model, layers

        self.conditional = is_conditional(model)
        self.latent_dim = latent_dim(model)
        self.classes = class_count(model)
        first = next(layer for layer in model.layers if isinstance(layer, layers.Dense))
        kernel = np.asarray(first.kernel)[: self.latent_dim]  # the noise comes before the class
        self.directions, self.shares = principal_directions(kernel)
        self._model = model
        self._table = np.zeros((self.classes, 0), np.float32)
        if self.conditional:
            embedding = next(part for part in model.layers if isinstance(part, layers.Embedding))
            self._table = np.asarray(embedding.embeddings)
            self._model = Model([model.inputs[0], embedding.output], model.output)

    def embedded(self, labels: NDArray[np.integer]) -> Vectors:
        """The embeddings of classes."""
        return self._table[labels]

    def draw(self, noise: Vectors, embedded: Vectors) -> Images:
        """Draws in batches of one size, so that TensorFlow traces one graph."""
        count = len(noise)
        padded = [np.pad(part, ((0, -count % BATCH), (0, 0))) for part in (noise, embedded)]
        parts = [
            self._batch(*(part[start : start + BATCH] for part in padded))
            for start in range(0, len(padded[0]), BATCH)
        ]
        return np.concatenate(parts)[:count]

    def _batch(self, noise: Vectors, embedded: Vectors) -> Images:
        inputs = [noise, embedded] if self.conditional else noise
        return to_bytes(np.asarray(self._model.predict_on_batch(inputs))[..., 0])


class OnnxGenerator:
    """The same of a conditional generator that ships as ONNX, but for its directions.

    Its file takes the shares of the ten digits, (n, 10), in place of their embeddings, which are
    linear in them: what lies between two digits is the same either way.

    Args:
        network: as `pretrain.onnx_export` makes it of a generator.
    """

    conditional = True
    classes = CLASSES

    def __init__(self, network: OnnxNetwork) -> None:
        self._network = network
        self.latent_dim = int(network.input_shape[1] or 0)

    def embedded(self, labels: NDArray[np.integer]) -> Vectors:
        """One-hot."""
        return np.eye(CLASSES, dtype=np.float32)[labels]

    def draw(self, noise: Vectors, embedded: Vectors) -> Images:
        """Draws in batches, so that ten thousand need no more memory than a hundred."""
        parts = [
            self._network.predict_on_batch(
                noise[start : start + BATCH], embedded[start : start + BATCH]
            )
            for start in range(0, len(noise), BATCH)
        ]
        return to_bytes(np.concatenate(parts)[..., 0])


def draws_digits(model: keras.Model | OnnxNetwork) -> None:
    """The contract of a network from a vector of noise to images.

    Raises:
        RegistryError: it is none that `build_generator` makes.
    """
    shapes = model.input_shape  # of each input, where there are several
    first = shapes[0] if isinstance(shapes, list) else shapes
    if model.output_shape != (None, *INPUT_SHAPE) or len(first) != 2:
        raise RegistryError(
            "A generator must go from noise to (n, 28, 28, 1). Received: {inputs} to {outputs}",
            inputs=str(model.input_shape),
            outputs=str(model.output_shape),
        )


def find_generator(model: str, data: bytes | None = None) -> Generator:
    """A generator that is only to draw: without Keras where it ships so.

    Args, raises as `registry.at_hand.find_model` does.
    """
    if registry.answers_alone(model):
        return _onnx(model)
    return open_generator(model, data)


def open_generator(model: str, data: bytes | None = None) -> GeneratorNetwork:
    """A generator in its parts, taken apart once in a process.

    Args, raises as `registry.at_hand.find_model` does.
    """
    return _opened(find_model(model, data, draws_digits))


def _onnx(name: str) -> OnnxGenerator:
    network = registry.load_onnx(name)
    draws_digits(network)
    return OnnxGenerator(network)


@lru_cache(maxsize=KEPT)
def _opened(model: keras.Model) -> GeneratorNetwork:
    return GeneratorNetwork(model)
