"""Predictions of a network that takes uint8 images, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import keras

PREDICT_BATCH = 500


def predict(model: keras.Model, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Runs images through a model in batches.

    Args:
        model: from (n, 28, 28, 1) uint8 to (n, 10).
        images: (n, 28, 28) uint8.

    Returns:
        (n, 10) float32 probabilities.
    """
    return np.concatenate(list(predict_batches(model, images)))


def predict_batches(model: keras.Model, images: NDArray[np.uint8]) -> Iterator[NDArray[np.float32]]:
    """Runs images through a model batch by batch, for a caller that may want to stop in between.

    Args:
        model: from (n, 28, 28, 1) uint8 to (n, 10).
        images: (n, 28, 28) uint8.

    Yields:
        (at most `PREDICT_BATCH`, 10) float32 probabilities.
    """
    for start in range(0, len(images), PREDICT_BATCH):
        yield model.predict_on_batch(images[start : start + PREDICT_BATCH, :, :, None])
