"""From noise and labels to images: a generator run in batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore.contract import CLASSES

if TYPE_CHECKING:
    import keras

BATCH = 100

Noise = NDArray[np.float32]
Labels = NDArray[np.int32]
Images = NDArray[np.uint8]


def is_conditional(generator: keras.Model) -> bool:
    """Whether it takes a label beside the noise."""
    return len(generator.inputs) == 2


def class_count(generator: keras.Model) -> int:
    """How many classes it can be told to draw; ten where it is told nothing."""
    from keras import layers

    tables = (part.input_dim for part in generator.layers if isinstance(part, layers.Embedding))
    return int(next(tables, CLASSES))


def latent_dim(generator: keras.Model) -> int:
    """How many numbers the noise of a generator has."""
    return int(generator.inputs[0].shape[1])


def draw(generator: keras.Model, noise: Noise, labels: Labels) -> Images:
    """Draws in batches of one size, so that TensorFlow traces one graph.

    Args:
        generator: as `build_generator` makes it.
        noise: (n, latent_dim).
        labels: (n,) in 0 to `class_count` - 1; not used where the generator is not conditional.

    Returns:
        (n, 28, 28) uint8, white ink on black.
    """
    count = len(noise)
    padding = -count % BATCH
    noise = np.pad(noise, ((0, padding), (0, 0)))
    labels = np.pad(labels.astype(np.int32), (0, padding))
    parts = [
        _batch(generator, noise[start : start + BATCH], labels[start : start + BATCH])
        for start in range(0, len(noise), BATCH)
    ]
    return np.concatenate(parts)[:count] if parts else np.zeros((0, 28, 28), np.uint8)


def _batch(generator: keras.Model, noise: Noise, labels: Labels) -> Images:
    inputs = [noise, labels] if is_conditional(generator) else noise
    return to_bytes(np.asarray(generator.predict_on_batch(inputs))[..., 0])


def to_bytes(images: NDArray[np.floating]) -> Images:
    """[-1, 1] to uint8, round(127.5 (x + 1)); NaN becomes 0, black."""
    scaled = np.rint((np.nan_to_num(images, nan=-1.0) + 1.0) * 127.5)
    return np.clip(scaled, 0, 255).astype(np.uint8)
