"""Penalties on the gradient of a discriminator by its input; TensorFlow's own tapes.

Their own gradient by the weights needs second derivatives.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Score = Callable[[Any], Any]
"""From images (n, 28, 28, 1), or points (n, 2), to scores (n, 1)."""


def zero_centred_penalty(score: Score, images: Any) -> Any:
    """E |grad_x D(x)|^2 over these images: R1 at real ones, R2 at generated ones.

    Mescheder et al. 2018, eq. 9, without gamma/2.

    Returns:
        A scalar tensor, >= 0.
    """
    from keras import ops

    return ops.mean(_squared_gradient_norms(score, images))


def gradient_penalty(score: Score, real: Any, fake: Any, mix: Any) -> Any:
    """E (|grad_x D(x)| - 1)^2 at x = real + mix (fake - real).

    Gulrajani et al. 2017, eq. 3, without lambda; one-centred, where R1 and R2 are zero-centred.

    Args:
        score: the discriminator.
        real, fake: batches of the same shape.
        mix: (n, 1, ...) in [0, 1], where between the two of each pair.

    Returns:
        A scalar tensor, >= 0.
    """
    from keras import ops

    between = real + mix * (fake - real)
    # The square root has no derivative at 0.
    length = ops.sqrt(_squared_gradient_norms(score, between) + 1e-12)
    return ops.mean((length - 1.0) ** 2)


def _squared_gradient_norms(score: Score, images: Any) -> Any:
    """|grad_x D(x)|^2 of each image, (n,), the norm over all of its pixels."""
    import tensorflow as tf
    from keras import ops

    with tf.GradientTape() as tape:
        tape.watch(images)
        scores = score(images)
    slopes = tape.gradient(scores, images)
    return ops.sum(slopes**2, axis=tuple(range(1, len(images.shape))))
