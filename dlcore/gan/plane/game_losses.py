"""The losses of both players inside a compiled update, one of them chosen while it runs.

Each comes with its gradient by the scores, so that TensorFlow need not differentiate a choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from dlcore.gan.losses import GAN_LOSSES, DiscriminatorLoss, GeneratorLoss
from dlcore.gan.penalties import gradient_penalty, zero_centred_penalty


def discriminator_loss(which: Any, real: Any, fake: Any) -> tuple[Any, Any, Any]:
    """Loss of the discriminator, (), and its gradients by real and by generated scores, (n,) each.

    Args:
        which: scalar int tensor, the place of a loss in `GAN_LOSSES`.
        real, fake: (n,) scores.
    """
    losses = [partial(_unsmoothed, record.discriminator) for record in GAN_LOSSES.values()]
    return _chosen(which, losses, real, fake)


def generator_loss(which: Any, real: Any, fake: Any) -> tuple[Any, Any, Any]:
    """As `discriminator_loss`, for the generator."""
    return _chosen(which, [record.generator for record in GAN_LOSSES.values()], real, fake)


def penalty_gradients(
    discriminator: Any, real: Any, fake: Any, mix: Any, weights: tuple[Any, Any, Any]
) -> list[Any]:
    """Gradient by D's weights of the penalties, each with its weight; see `dlcore.gan.penalties`.

    r1/2 E |grad D(real)|^2 + r2/2 E |grad D(fake)|^2 + gp E (|grad D(between)| - 1)^2. Computed
    only where one of the weights is above zero.

    Args:
        real, fake: (n, 2).
        mix: (n, 1) in [0, 1], where between the two the norm of the gradient is held at 1.
        weights: scalar tensors: of R1, R2 and the gradient penalty.
    """
    import tensorflow as tf

    variables = [variable.value for variable in discriminator.trainable_variables]
    r1, r2, between = weights

    def computed() -> list[Any]:
        with tf.GradientTape() as tape:
            total = (
                r1 / 2 * zero_centred_penalty(discriminator, real)
                + r2 / 2 * zero_centred_penalty(discriminator, fake)
                + between * gradient_penalty(discriminator, real, fake, mix)
            )
        return tape.gradient(total, variables, unconnected_gradients=tf.UnconnectedGradients.ZERO)

    return tf.cond(r1 + r2 + between > 0, computed, lambda: [tf.zeros(v.shape) for v in variables])


def _unsmoothed(loss: DiscriminatorLoss, real: Any, fake: Any) -> Any:
    return loss(real, fake, 0.0)


def _chosen(
    which: Any, losses: Sequence[GeneratorLoss], real: Any, fake: Any
) -> tuple[Any, Any, Any]:
    import tensorflow as tf

    return tf.switch_case(which, [partial(_with_gradients, loss, real, fake) for loss in losses])


def _with_gradients(loss: GeneratorLoss, real: Any, fake: Any) -> tuple[Any, Any, Any]:
    import tensorflow as tf

    with tf.GradientTape() as tape:
        tape.watch((real, fake))
        value = loss(real, fake)
    zero = tf.UnconnectedGradients.ZERO
    return value, *tape.gradient(value, (real, fake), unconnected_gradients=zero)
