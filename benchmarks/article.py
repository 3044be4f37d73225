"""The worked example of the tutorials, as plain Keras: what the lab is measured against."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras


def network() -> keras.Model:
    """The two-block CNN for (n, 28, 28, 1) images."""
    import keras

    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(32, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(64, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


def compiled(model: keras.Model | None = None) -> keras.Model:
    """The article's network, or another, for one-hot labels, with Adam as it comes."""
    model = model or network()
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    return model
