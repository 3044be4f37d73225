"""Losses and their gradients against the prediction, by Keras and automatic differentiation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore.errors import LabError
from dlcore.losses.table import FAMILIES, LossChoice
from dlcore.validation import check_choice, check_number, check_whole

FAR = 1e4  # how far a prediction, a target or a logit may go
TARGETS = {"regression": (-FAR, FAR), "probability": (0.0, 1.0), "margin": (-1.0, 1.0)}


@dataclass(frozen=True)
class LossCurve:
    """One loss and its derivative with respect to the prediction.

    Attributes:
        loss, gradient: (points,) float64; NaN where Keras itself gives NaN.
        loss_at, gradient_at: at `LossCurves.at`.
    """

    loss: NDArray[np.float64]
    gradient: NDArray[np.float64]
    loss_at: float
    gradient_at: float


@dataclass(frozen=True)
class LossCurves:
    """Several losses over the same predictions.

    Attributes:
        x: (points,) float64, the predictions, or logits of them.
        at: one prediction more.
        curves: by name of the loss.
    """

    x: NDArray[np.float64]
    at: float
    curves: dict[str, LossCurve]


def curves(
    choices: Sequence[LossChoice],
    target: float,
    low: float,
    high: float,
    at: float,
    points: int = 401,
    from_logits: bool = False,
) -> LossCurves:
    """Losses of one family against the prediction.

    Keras clips probabilities to [1e-7, 1 - 1e-7]. So at 0 and at 1 a cross-entropy has a finite
    value (16.118 where it is wrong) and the gradient 0.

    Args:
        choices: losses of one family; may be empty.
        target: a number up to 1e4 (regression), in [0, 1] (probability), -1 or 1 (margin).
        low, high: range of the predictions: within ±1e4, for probabilities within [0, 1].
        at: one prediction more, in the same bounds.
        points: 2-2001.
        from_logits: the predictions of probabilities are logits. A loss that takes none gets a
            sigmoid in front, as a last layer would be.

    Raises:
        LabError: losses of several families, or an empty or reversed range.
        ConfigError: a number out of its bounds, not finite, or no number.
    """
    family = _family(choices)
    _check_target(family, target)
    bounds = (0.0, 1.0) if family == "probability" and not from_logits else (-FAR, FAR)
    for name, value in (("low", low), ("high", high), ("prediction", at)):
        check_number(name, value, *bounds)
    if not low < high:
        raise LabError(
            "The range must begin below its end. Received: {low} to {high}",
            low=f"{low:g}",
            high=f"{high:g}",
        )
    check_whole("points", points, 2, 2001)
    x = np.append(np.linspace(low, high, points), at)
    found = {choice.name: values(choice, target, x, from_logits) for choice in choices}
    return LossCurves(x[:-1], float(at), {name: _curve(*both) for name, both in found.items()})


def values(
    choice: LossChoice, target: float, predictions: NDArray[np.float64], from_logits: bool = False
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Loss and gradient at each prediction: two arrays (n,) float64, for (n,) predictions."""
    import tensorflow as tf

    from_logits = from_logits and choice.record.family == "probability"
    loss = choice.build(from_logits, reduction=None)
    y_pred = tf.constant(predictions[:, None], tf.float64)  # (n, 1)
    y_true = tf.fill(tf.shape(y_pred), tf.constant(target, tf.float64))
    if choice.record.two_classes:
        y_true = tf.concat([1 - y_true, y_true], axis=1)  # (n, 2)
    with tf.GradientTape() as tape:
        tape.watch(y_pred)
        each = loss(y_true, _outputs(choice, y_pred, from_logits))  # (n,)
    return each.numpy(), tape.gradient(each, y_pred).numpy()[:, 0]


def _outputs(choice: LossChoice, prediction: Any, from_logits: bool) -> Any:
    """The loss's `y_pred`: (n, 1), or (n, 2) for the two classes no and yes."""
    import keras
    from keras import ops

    logits = from_logits and choice.record.takes_logits
    if from_logits and not logits:
        prediction = keras.activations.sigmoid(prediction)
    if not choice.record.two_classes:
        return prediction
    no = ops.zeros_like(prediction) if logits else 1 - prediction
    return ops.concatenate([no, prediction], axis=1)


def _curve(loss: NDArray[np.float64], gradient: NDArray[np.float64]) -> LossCurve:
    return LossCurve(loss[:-1], gradient[:-1], float(loss[-1]), float(gradient[-1]))


def _family(choices: Sequence[LossChoice]) -> str:
    families = {choice.record.family for choice in choices}
    if len(families) > 1:
        raise LabError("These losses cannot share one picture: their targets differ.")
    return families.pop() if families else "regression"


def _check_target(family: str, target: float) -> None:
    check_choice("family", family, FAMILIES)
    check_number("target", target, *TARGETS[family])
    if family == "margin":
        check_choice("target", float(target), (-1.0, 1.0))
