"""A network small enough to be explained many times, in the place of one that ships."""

import keras
import numpy as np
import pytest

from dlcore.data import Mnist, sample
from dlcore.limits.explanation import sanity
from dlcore.limits.explanation.sanity import SpareNetwork


@pytest.fixture(scope="session")
def small() -> keras.Model:
    keras.utils.set_random_seed(4)
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(3, 5, strides=3, activation="relu", name="first"),
            keras.layers.BatchNormalization(name="normal"),
            keras.layers.Conv2D(4, 3, strides=2, activation="relu", name="second"),
            keras.layers.Flatten(),
            keras.layers.Dense(10, activation="softmax", name="last"),
        ]
    )


@pytest.fixture
def spare(small, monkeypatch) -> SpareNetwork:
    made = SpareNetwork(small)
    monkeypatch.setattr(sanity, "spare", lambda name: made)
    return made


@pytest.fixture
def data() -> Mnist:
    """Some 40 images to look at."""
    all_of_it = sample()
    few = slice(0, 40)
    return Mnist(
        all_of_it.x_train[few],
        all_of_it.y_train[few],
        all_of_it.x_test[few],
        all_of_it.y_test[few],
        "sample",
    )


@pytest.fixture
def images(data) -> np.ndarray:
    return data.x_test[:6, ..., None].astype(np.float32) / 255
