"""Penalties on the slope of a discriminator, by second derivatives; TensorFlow's own tapes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Score = Callable[[Any], Any]
"""From images (n, 28, 28, 1), or points (n, 2), to scores (n, 1)."""


def slope_penalty(score: Score, images: Any) -> Any:
    """Mean squared length of the slope of the score at these images (R1, R2).

    Mescheder et al. 2018, eq. 9, without gamma/2. At real images it is R1, at generated ones R2.
    """
    from keras import ops

    return ops.mean(_squared_slopes(score, images))


def gradient_penalty(score: Score, real: Any, fake: Any, mix: Any) -> Any:
    """Mean of (length of the slope - 1)^2 between real and generated images.

    Gulrajani et al. 2017, eq. 3, without lambda.

    Args:
        score: the discriminator.
        real, fake: batches of the same shape.
        mix: (n, 1, ...) in [0, 1], where between the two of each pair.
    """
    from keras import ops

    between = real + mix * (fake - real)
    # The square root has no slope at 0.
    length = ops.sqrt(_squared_slopes(score, between) + 1e-12)
    return ops.mean((length - 1.0) ** 2)


def _squared_slopes(score: Score, images: Any) -> Any:
    """(n,) squared Euclidean lengths."""
    import tensorflow as tf
    from keras import ops

    with tf.GradientTape() as tape:
        tape.watch(images)
        scores = score(images)
    slopes = tape.gradient(scores, images)
    return ops.sum(slopes**2, axis=tuple(range(1, len(images.shape))))
