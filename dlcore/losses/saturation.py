"""A saturated sigmoid that is wrong: its gradient under squared error and cross-entropy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore.losses.table import LossChoice
from dlcore.validation import check_number

COMPARED = ("mean_squared_error", "binary_crossentropy")
REACH = 10.0  # logits go from -REACH to REACH
STEPS = 1000  # of gradient descent
LEARNING_RATE = 1.0
PLATEAU = 0.05  # a smaller gradient moves next to nothing
_POINTS = 401
_DESCENDING = Lock()  # the variable that descends is there once


@dataclass(frozen=True)
class Descent:
    """Gradient descent on the logit of one example whose target is 1.

    Attributes:
        loss, gradient: (401,) float64 over `Saturation.z`; the derivative is by the logit.
        loss_at, gradient_at: at the logit `Saturation.at`.
        path: (1001,) float64, the probability of the right answer before the first step and after
            each; the steps are those of `keras.optimizers.SGD` with learning rate 1.
        steps_until_right: how many steps the probability needs to pass one half; None for more
            than 1000.
    """

    loss: NDArray[np.float64]
    gradient: NDArray[np.float64]
    loss_at: float
    gradient_at: float
    path: NDArray[np.float64]
    steps_until_right: int | None


@dataclass(frozen=True)
class Saturation:
    """Two losses of sigmoid(z) against the target 1.

    Attributes:
        z: (401,) float64 from -10 to 10.
        at: the logit that descent starts from.
        probability: sigmoid(at).
        descents: by name of the loss, those in `COMPARED`.
        plateau: the first and the last z < 0 at which the gradient of the squared error is smaller
            than 0.05 in size.
    """

    z: NDArray[np.float64]
    at: float
    probability: float
    descents: dict[str, Descent]
    plateau: tuple[float, float]


def saturate(at: float) -> Saturation:
    """Losses, gradients and gradient descent for one example with target 1 and logit `at`.

    Raises:
        ConfigError: `at` is no number from -10 to 10.
    """
    check_number("z", at, -REACH, REACH)
    z = np.linspace(-REACH, REACH, _POINTS)
    evaluate, descend = _compiled()
    losses, gradients, probabilities = (part.numpy() for part in evaluate(np.append(z, at)))
    with _DESCENDING:
        paths = descend(float(at)).numpy()  # (1001, 2)
    flat = z[(np.abs(gradients[0, :-1]) < PLATEAU) & (z < 0)]
    return Saturation(
        z,
        float(at),
        float(probabilities[-1]),
        {
            name: Descent(
                losses[i, :-1],
                gradients[i, :-1],
                float(losses[i, -1]),
                float(gradients[i, -1]),
                paths[:, i],
                _first_right(paths[:, i]),
            )
            for i, name in enumerate(COMPARED)
        },
        (float(flat[0]), float(flat[-1])),
    )


def _first_right(path: NDArray[np.float64]) -> int | None:
    right = np.flatnonzero(path > 0.5)
    return int(right[0]) if len(right) else None


@lru_cache(maxsize=1)
def _compiled() -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Two functions on the Keras losses, traced once.

    The first: z (n,) -> losses (2, n), their gradients by z (2, n), probabilities (n,).
    The second: z () -> the probabilities (1001, 2) on the way down.
    """
    import keras
    import tensorflow as tf

    losses = [LossChoice(name).build(reduction=None) for name in COMPARED]
    logits = keras.Variable(np.zeros(len(COMPARED)), dtype="float64")
    optimizer = keras.optimizers.SGD(LEARNING_RATE)
    optimizer.build([logits])

    def of_each(z: Any) -> Any:  # (2, n) -> losses (2, n)
        probability = keras.activations.sigmoid(z)[..., None]
        target = tf.ones_like(probability[0])
        return tf.stack([loss(target, probability[i]) for i, loss in enumerate(losses)])

    @tf.function(input_signature=[tf.TensorSpec([None], tf.float64)])
    def evaluate(z: Any) -> Any:
        both = tf.stack([z, z])
        with tf.GradientTape() as tape:
            tape.watch(both)
            value = of_each(both)
        return value, tape.gradient(value, both), keras.activations.sigmoid(z)

    @tf.function(input_signature=[tf.TensorSpec([], tf.float64)])
    def descend(z: Any) -> Any:
        logits.assign(tf.fill([len(COMPARED)], z))
        path = tf.TensorArray(tf.float64, STEPS + 1).write(0, tf.sigmoid(logits.value))
        for step in tf.range(1, STEPS + 1):
            with tf.GradientTape() as tape:
                value = of_each(logits.value[:, None])
            optimizer.apply([tape.gradient(value, logits.value)], [logits])
            path = path.write(step, tf.sigmoid(logits.value))
        return path.stack()

    return evaluate, descend
