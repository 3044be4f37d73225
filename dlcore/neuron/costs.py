"""What one prediction costs under each loss, and how that changes with the prediction: NumPy alone.

As Keras computes it, with its usual parameters and its limits on probabilities.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.heads import MARGINS, TWO_CLASSES

Vector = NDArray[np.float64]

_LEAST = 1e-7  # Keras' epsilon: no probability is taken for smaller, or for nearer to 1
_GAMMA, _ALPHA = 2.0, 0.25  # of the focal losses


class CostAndGradient(NamedTuple):
    """L(y, a), and dL/da for each output."""

    cost: float
    gradient: Vector


def _squared(y: Vector, a: Vector) -> CostAndGradient:
    return CostAndGradient(float(((a - y) ** 2).mean()), 2 * (a - y) / len(a))


def _absolute(y: Vector, a: Vector) -> CostAndGradient:
    return CostAndGradient(float(np.abs(a - y).mean()), np.sign(a - y) / len(a))


def _huber(y: Vector, a: Vector) -> CostAndGradient:
    error = np.abs(a - y)
    costs = np.where(error <= 1, error**2 / 2, error - 0.5)
    return CostAndGradient(float(costs.mean()), np.clip(a - y, -1, 1) / len(a))


def _log_cosh(y: Vector, a: Vector) -> CostAndGradient:
    costs = np.logaddexp(a - y, y - a) - np.log(2)
    return CostAndGradient(float(costs.mean()), np.tanh(a - y) / len(a))


def _clipped(p: Vector) -> tuple[Vector, Vector]:
    """Probabilities within Keras' limits; and 0 for those that were outside, 1 for the others."""
    inside = (p >= _LEAST) & (p <= 1 - _LEAST)
    return np.clip(p, _LEAST, 1 - _LEAST), inside.astype(float)


def _binary(y: Vector, a: Vector) -> CostAndGradient:
    p, inside = _clipped(a)
    costs = -y * np.log(p) - (1 - y) * np.log(1 - p)
    return CostAndGradient(float(costs.mean()), inside * (p - y) / (p * (1 - p)))


def _binary_focal(y: Vector, a: Vector) -> CostAndGradient:
    missing = 1 - (y * a + (1 - y) * (1 - a))  # what the right answer lacks of certainty
    entropy, slope = _binary(y, a)
    gradient = -_GAMMA * missing ** (_GAMMA - 1) * (2 * y - 1) * entropy + missing**_GAMMA * slope
    return CostAndGradient(float((missing**_GAMMA).mean() * entropy), gradient)


def _categorical(y: Vector, a: Vector) -> CostAndGradient:
    p, inside = _clipped(a)
    return CostAndGradient(float(-(y * np.log(p)).sum()), -inside * y / p)


def _categorical_focal(y: Vector, a: Vector) -> CostAndGradient:
    p, inside = _clipped(a)
    costs = -_ALPHA * (1 - p) ** _GAMMA * y * np.log(p)
    slope = _GAMMA * (1 - p) ** (_GAMMA - 1) * np.log(p) - (1 - p) ** _GAMMA / p
    return CostAndGradient(float(costs.sum()), _ALPHA * inside * y * slope)


def _divergence(y: Vector, a: Vector) -> CostAndGradient:
    y, p = np.clip(y, _LEAST, 1), np.clip(a, _LEAST, 1)
    return CostAndGradient(float((y * np.log(y / p)).sum()), -y / p * (a >= _LEAST))


def _hinge(y: Vector, a: Vector) -> CostAndGradient:
    short = np.maximum(1 - y * a, 0)  # of the margin
    return CostAndGradient(float(short.mean()), -y * (short > 0) / len(a))


def _squared_hinge(y: Vector, a: Vector) -> CostAndGradient:
    short = np.maximum(1 - y * a, 0)
    return CostAndGradient(float((short**2).mean()), -2 * y * short / len(a))


COSTS: dict[str, Callable[[Vector, Vector], CostAndGradient]] = {
    "mean_squared_error": _squared,
    "mean_absolute_error": _absolute,
    "huber": _huber,
    "log_cosh": _log_cosh,
    "binary_crossentropy": _binary,
    "binary_focal_crossentropy": _binary_focal,
    "categorical_crossentropy": _categorical,
    "categorical_focal_crossentropy": _categorical_focal,
    "kl_divergence": _divergence,
    "hinge": _hinge,
    "squared_hinge": _squared_hinge,
}
"""Every loss of `heads.HEADS`, as a function of the target (k,) and the outputs (k,)."""

TOGETHER = ("binary_crossentropy", "categorical_crossentropy")
"""Losses that Keras computes from the last sums: what they hand back is a - y, however sure the
network is. Taken apart, a probability of 0 or 1 would divide by 0."""


def cost_of_sums(loss: str, y: Vector, z: Vector) -> float:
    """A loss of `TOGETHER` of the target (k,) and the last sums (k,), with nothing clipped."""
    if loss == "binary_crossentropy":
        return float((np.logaddexp(0, z) - y * z).mean())
    return float(np.logaddexp.reduce(z) - (y * z).sum())


def target_of(config: NeuronConfig, y: float) -> Vector:
    """What the outputs of a network are compared with.

    Args:
        y: a class or a value, as in `PointSet`.

    Returns:
        (outputs,): the value; 0 or 1; -1 or +1 under a loss of a score; a 1 among zeros.
    """
    if config.classes > 2:
        return np.eye(config.classes)[int(y)]
    if config.question == TWO_CLASSES and config.loss in MARGINS:
        return np.array([2 * y - 1], float)
    return np.array([y], float)
