"""Small recurrent networks for digits, untrained but decided: their weights are large."""

from __future__ import annotations

import hashlib

import keras
import numpy as np
from keras import layers

from dlcore import registry

CELLS = {"simple": layers.SimpleRNN, "lstm": layers.LSTM, "gru": layers.GRU}


def made(*inner: layers.Layer, classes: int = 10) -> tuple[keras.Model, str, bytes]:
    """A model that reads rows, and its digest and bytes as the engine is asked with them."""
    keras.utils.set_random_seed(3)
    head = layers.Dense(classes, activation="softmax")
    model = keras.Sequential(
        [keras.Input((28, 28, 1)), layers.Reshape((28, 28)), *inner, head], name="rnn"
    )
    rng = np.random.default_rng(5)
    model.set_weights([w + rng.normal(0, 0.3, w.shape) for w in model.get_weights()])
    data = registry.to_bytes(model)
    return model, hashlib.sha256(data).hexdigest(), data
