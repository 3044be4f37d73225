"""A piece of a real loss surface: a small network on MNIST, on a plane through its weights."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from dlcore.data import Mnist, find_mnist, sample
from dlcore.registry import MODELS
from dlcore.registry.weight_history import parted

if TYPE_CHECKING:
    import keras

IMAGES = 500  # of which the loss is the mean
HIDDEN_UNITS = 16
TRAINING_IMAGES = 2000
EPOCHS = 15
RATE = 3e-3
BATCH_SIZE = 50
SEEDS = (1, 2)
SHAPES = ((784, HIDDEN_UNITS), (HIDDEN_UNITS,), (HIDDEN_UNITS, 10), (10,))
CORNERS = MODELS / "landscape.npz"
"""Weights of the three networks, made by `dlcore.pretrain.landscape`: training takes seconds."""

Weights = tuple[np.ndarray, ...]  # as `keras.Model.get_weights` has them, of SHAPES
Corners = tuple[Weights, Weights, Weights]


@dataclass(frozen=True)
class Plane:
    """theta(x, y) = origin + x * right + y * up, in the space of the weights of `build`.

    As Garipov et al. (2018) cut such a plane through three points of that space.

    Attributes:
        origin, right, up: one array for each of `keras.Model.weights`, in its order.
        images: (n, 784) float32 in [0, 1].
        labels: (n,) int32.
        projected: images @ the first layer's part of origin, right and up, (n, HIDDEN_UNITS) each:
            that layer is linear in the weights, so a step need not multiply the images again.
    """

    origin: Weights
    right: Weights
    up: Weights
    images: np.ndarray
    labels: np.ndarray
    projected: tuple[np.ndarray, ...]

    def weights(self, x: float, y: float) -> list[np.ndarray]:
        """The network's weights at a point of the plane, for `keras.Model.set_weights`."""
        parts = zip(self.origin, self.right, self.up, strict=True)
        return [origin + x * right + y * up for origin, right, up in parts]


@lru_cache(maxsize=1)
def plane() -> Plane:
    """The plane through the three networks that ship, over the test images that are at hand."""
    return through(load_corners(CORNERS.read_bytes()), find_mnist() or sample())


def through(corners: Corners, mnist: Mnist) -> Plane:
    """The plane through a random start, the network trained from it, and one from another start.

    Its loss is that of the first `IMAGES` of the test images. On images that a network knows by
    heart, larger weights are better without end: there would be no minimum to find.
    """
    origin, first, second = corners
    images, labels = flat(mnist.x_test, mnist.y_test, IMAGES)
    right = tuple(end - start for end, start in zip(first, origin, strict=True))
    up = tuple(end - start for end, start in zip(second, origin, strict=True))
    # Kernel and bias of the first layer; the bias belongs to the origin and the directions alike.
    projected = tuple(images @ part[0] + part[1] for part in (origin, right, up))
    return Plane(origin, right, up, images, labels, projected)


def save_corners(corners: Corners) -> bytes:
    """All weights as an .npz; `load_corners` reads it."""
    buffer = io.BytesIO()
    np.savez(buffer, weights=np.stack([np.concatenate([w.ravel() for w in c]) for c in corners]))
    return buffer.getvalue()


def load_corners(data: bytes) -> Corners:
    """Reads what `save_corners` wrote."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        weights = arrays["weights"].astype(np.float32)
    start, first, second = (tuple(parted(one, SHAPES)) for one in weights)
    return start, first, second


def flat(images: np.ndarray, labels: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The first `count`: (count, 784) float32 in [0, 1] and (count,) int32."""
    return images[:count].reshape(-1, 784).astype(np.float32) / 255, labels[:count].astype(np.int32)


def build() -> keras.Model:
    """The network, 784-16-10, without a softmax at its end: its 12,730 weights are the space."""
    import keras

    return keras.Sequential(
        [
            keras.Input((784,)),
            keras.layers.Dense(HIDDEN_UNITS, activation="tanh"),
            keras.layers.Dense(10),
        ]
    )


def loss(point: Any) -> Any:
    """Mean cross-entropy of the network at points of the plane.

    Args:
        point: Keras tensor (..., 2) of any float type.

    Returns:
        (...), differentiable: the weights are moved by `point`, the layers' own functions follow.
    """
    import keras
    from keras import ops

    ground = plane()
    x, y = (point[..., axis, None, None] for axis in (0, 1))

    def at(parts: tuple[np.ndarray, ...]) -> Any:
        origin, right, up = (ops.cast(part, point.dtype) for part in parts)
        return origin + x * right + y * up

    hidden = keras.activations.tanh(at(ground.projected))  # (..., n, HIDDEN_UNITS)
    kernel, bias = (at((ground.origin[i], ground.right[i], ground.up[i])) for i in (2, 3))
    logits = ops.matmul(hidden, kernel) + bias  # (..., n, 10)
    labels = ops.broadcast_to(ops.convert_to_tensor(ground.labels), ops.shape(logits)[:-1])
    return ops.mean(
        keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True), axis=-1
    )
