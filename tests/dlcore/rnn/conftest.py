"""Small recurrent networks that stand in for those that ship, and digits for them to read."""

import keras
import numpy as np
import pytest

from dlcore.data import held_out
from tests.recurrent import made


@pytest.fixture(scope="session")
def seven() -> held_out.TestDigit:
    return held_out.digit(7)


@pytest.fixture(scope="session")
def lstm() -> tuple[keras.Model, str, bytes]:
    """The model, and its digest and bytes as the engine is asked with them."""
    return made(keras.layers.LSTM(6, name="memory"))


@pytest.fixture(scope="session")
def stacked() -> tuple[keras.Model, str, bytes]:
    return made(
        keras.layers.GRU(5, return_sequences=True, name="low"),
        keras.layers.Dropout(0.3),
        keras.layers.SimpleRNN(6, name="high"),
    )


@pytest.fixture(scope="session")
def images() -> np.ndarray:
    """(n, 28, 28, 1)"""
    return held_out.first_images()[0]
