"""Networks about which everything is known, and the one that ships."""

import keras
import numpy as np
import pytest

from dlcore import registry
from dlcore.data import sample
from dlcore.explain.network import Network


@pytest.fixture(scope="session")
def shipped() -> Network:
    return Network(registry.load("cnn"))


@pytest.fixture(scope="session")
def digits() -> tuple[np.ndarray, np.ndarray]:
    """100 test images (n, 28, 28, 1) float32 in [0, 1] and their labels."""
    data = sample()
    images = data.x_test[:100, :, :, None].astype(np.float32) / 255
    return images, data.y_test[:100].astype(np.int32)


@pytest.fixture(scope="session")
def linear() -> Network:
    """Scores W x + b of a 4x5 image of two channels, softmax at the end."""
    keras.utils.set_random_seed(3)
    return Network(
        keras.Sequential(
            [
                keras.Input((4, 5, 2)),
                keras.layers.Flatten(),
                keras.layers.Dense(3, activation="softmax", bias_initializer="normal"),
            ]
        )
    )


@pytest.fixture(scope="session")
def smooth() -> Network:
    """A functional model of 12x10 colour images, smooth everywhere, with a bend in its graph."""
    keras.utils.set_random_seed(5)
    image = keras.Input((12, 10, 3))
    first = keras.layers.Conv2D(4, 3, activation="tanh", name="first")(image)
    second = keras.layers.Conv2D(4, 3, padding="same", activation="tanh", name="second")(first)
    both = keras.layers.Add(name="both")([first, second])
    pooled = keras.layers.GlobalAveragePooling2D(name="mean")(both)
    return Network(keras.Model(image, keras.layers.Dense(5, name="scores")(pooled)))


@pytest.fixture(scope="session")
def colours() -> np.ndarray:
    """(6, 12, 10, 3) float32 in [0, 1]."""
    return np.random.default_rng(1).random((6, 12, 10, 3), np.float32)
