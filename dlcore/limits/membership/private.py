"""Training in which one image can change little: each gradient clipped, their sum made noisy.

DP-SGD (Abadi et al. 2016, algorithm 1). The gradients of single images are never written down where
that would be large: of a dense layer, the norm of each and their weighted sum follow from what it
receives and what its outputs are asked to change (Goodfellow 2015).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dlcore import layers
from dlcore.cnn import CnnConfig, layer_specs
from dlcore.contract import INPUT_SHAPE
from dlcore.layers import LayerSpec
from dlcore.training.compiled import ReusableOptimizer
from dlcore.training.config import OPTIMIZERS
from dlcore.training.pool import ModelPool

BATCH_SIZE = 128
LEARNING_RATE = 0.1
OPTIMIZER = "momentum"
"""With Adam's small steps noise counts for more: it divides by how large gradients were."""


@dataclass(frozen=True)
class Clipping:
    """How gradients are hidden.

    Attributes:
        norm: longest gradient of one image.
        noise: standard deviation of what is added to their sum, by `norm`.
        seed: of the noise.
    """

    norm: float
    noise: float
    seed: int


class _Passed(NamedTuple):
    """A layer with weights: what it received, (n, ...), and the gradient of its outputs."""

    layer: Any
    received: Any
    delta: Any


class _Apart(NamedTuple):
    """Gradients of one variable, image by image: (n,) squared norms, and their weighted sum."""

    squares: Any
    weighted: Callable[[Any], Any]


class PrivateNetwork:
    """A network and its optimizer, made once and set back for each training.

    Args:
        config: without batch norm and dropout.
    """

    def __init__(self, config: CnnConfig) -> None:
        import tensorflow as tf

        specs = tuple(_linear_apart(layer_specs(config)))[:-1]  # up to the logits
        self._model = layers.build(specs, INPUT_SHAPE, "private")
        self._weights = self._model.trainable_variables
        self._optimizer = ReusableOptimizer(OPTIMIZERS[OPTIMIZER], "constant")
        self._optimizer.optimizer.build(self._weights)
        images, number = tf.TensorSpec([None, *INPUT_SHAPE]), tf.TensorSpec([])
        labels, seed = tf.TensorSpec([None], tf.int32), tf.TensorSpec([2], tf.int32)
        # Any number of images: each step takes as many as chance has it.
        self._step = tf.function(
            self._update, input_signature=[images, labels, number, number, number, seed]
        )
        self._say = tf.function(
            lambda x: tf.nn.softmax(self._model(x)), input_signature=[images], autograph=False
        )

    def reset(self, weights: list[NDArray]) -> None:
        """Starts anew from these, as `get_weights` of the network gives them."""
        self._model.set_weights(weights)
        self._optimizer.reset()
        self._optimizer.set_rate(LEARNING_RATE, 1)

    def weights(self) -> list[NDArray]:
        """As they are now."""
        return self._model.get_weights()

    def probabilities(self, x: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, 28, 28, 1) in [0, 1] -> (n, classes)."""
        return self._say(x).numpy()

    def step(
        self,
        x: NDArray[np.float32],
        y: NDArray[np.int32],
        clipping: Clipping,
        lot: int,
        number: int,
    ) -> NDArray[np.float32]:
        """One update.

        Args:
            x, y: (n, 28, 28, 1) in [0, 1] and (n,), n > 0.
            lot: how many there are on average, by which the sum is divided.
            number: of the update.

        Returns:
            (n,) losses before it.
        """
        seed = np.array([clipping.seed, number], np.int32)
        numbers = (np.float32(one) for one in (clipping.norm, clipping.noise, lot))
        return self._step(x, y, *numbers, seed).numpy()

    def clipped(self, x: Any, y: Any, norm: Any) -> tuple[list[Any], Any, Any]:
        """The sum of all gradients, each shortened to `norm` where it is longer.

        Returns:
            The sum for each variable, (n,) norms before, (n,) losses.
        """
        import tensorflow as tf

        passed, losses = self._pass(x, y)
        parts = [part for one in passed for part in _apart(one)]
        norms = tf.sqrt(tf.add_n([part.squares for part in parts]))
        factors = norm / tf.maximum(norms, norm)
        return [part.weighted(factors) for part in parts], norms, losses

    def _pass(self, x: Any, y: Any) -> tuple[list[_Passed], Any]:
        import tensorflow as tf

        there = []
        with tf.GradientTape() as tape:
            for layer in self._model.layers:
                received, x = x, layer(x)
                if layer.trainable_variables:
                    tape.watch(x)
                    there.append((layer, received, x))
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(y, x)
        # The gradient of the sum: an image's outputs matter to its own loss alone.
        deltas = tape.gradient(losses, [outputs for _layer, _received, outputs in there])
        return [
            _Passed(layer, received, delta)
            for (layer, received, _outputs), delta in zip(there, deltas, strict=True)
        ], losses

    def _update(self, x: Any, y: Any, norm: Any, noise: Any, lot: Any, seed: Any) -> Any:
        sums, _norms, losses = self.clipped(x, y, norm)
        noisy = [
            (part + noise * norm * _normal(part, seed, place)) / lot
            for place, part in enumerate(sums)
        ]
        self._optimizer.optimizer.apply(noisy, self._weights)
        return losses


def _normal(like: Any, seed: Any, place: int) -> Any:
    """Of another stream for each variable and each update."""
    import tensorflow as tf

    stream = tf.stack([seed[0] + 7919 * place, seed[1]])
    return tf.random.stateless_normal(tf.shape(like), stream)


def _linear_apart(specs: Iterable[LayerSpec]) -> Iterator[LayerSpec]:
    """The same network, each activation a layer of its own: what stands before it is looked at."""
    for spec in specs:
        arguments: Mapping[str, Any] = spec.arguments
        if spec.kind in ("Conv2D", "Dense") and "activation" in arguments:
            yield LayerSpec(spec.kind, {k: v for k, v in arguments.items() if k != "activation"})
            yield layers.layer("Activation", activation=arguments["activation"])
        else:
            yield spec


def _apart(passed: _Passed) -> tuple[_Apart, _Apart]:
    """Kernel and bias of a layer."""
    return _of_dense(passed) if len(passed.layer.kernel.shape) == 2 else _of_convolution(passed)


def _of_dense(passed: _Passed) -> tuple[_Apart, _Apart]:
    """Of one image, the kernel's gradient is an outer product: its norm is that of the two."""
    import tensorflow as tf

    received, delta = passed.received, passed.delta
    lengths = tf.reduce_sum(delta**2, 1)
    return (
        _Apart(
            tf.reduce_sum(received**2, 1) * lengths,
            lambda factors: tf.matmul(received, delta * factors[:, None], transpose_a=True),
        ),
        _Apart(lengths, lambda factors: tf.linalg.matvec(delta, factors, transpose_a=True)),
    )


def _of_convolution(passed: _Passed) -> tuple[_Apart, _Apart]:
    """A dense layer on each window, whose gradients add up: small enough to be written down."""
    import tensorflow as tf

    layer, kernel = passed.layer, passed.layer.kernel.shape
    windows = tf.image.extract_patches(
        passed.received, [1, *kernel[:2], 1], [1, *layer.strides, 1], [1, 1, 1, 1], "VALID"
    )
    count, filters = tf.shape(windows)[0], kernel[-1]
    places = windows.shape[1] * windows.shape[2]
    windows = tf.reshape(windows, [count, places, windows.shape[-1]])
    delta = tf.reshape(passed.delta, [count, places, filters])
    kernels = tf.matmul(windows, delta, transpose_a=True)  # (n, window, filters)
    biases = tf.reduce_sum(delta, 1)
    return (
        _Apart(
            tf.reduce_sum(kernels**2, [1, 2]),
            lambda factors: tf.reshape(tf.einsum("nwf,n->wf", kernels, factors), kernel),
        ),
        _Apart(
            tf.reduce_sum(biases**2, 1),
            lambda factors: tf.linalg.matvec(biases, factors, transpose_a=True),
        ),
    )


NETWORKS = ModelPool(2, PrivateNetwork)
"""Those that are made, by their `CnnConfig`."""
