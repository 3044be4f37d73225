"""Straight lines fitted to points under different losses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlcore.errors import LabError
from dlcore.losses.table import LossChoice
from dlcore.validation import check_choice

FITTED = ("mean_squared_error", "mean_absolute_error", "huber", "log_cosh")
MOST_POINTS = 100
FAR = 1e4  # how far a coordinate may go
_GRADIENT_TOLERANCE = 1e-9


@dataclass(frozen=True)
class FittedLine:
    """y = slope · x + intercept, and its mean loss over the points it was fitted to."""

    slope: float
    intercept: float
    loss: float


def sample_points(n: int = 12, seed: int = 0) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points near y = x: x evenly from 0 to 10, noise with a standard deviation of 0.4."""
    x = np.linspace(0, 10, n)
    return x, np.round(x + np.random.default_rng(seed).normal(0, 0.4, n), 2)


def fit_lines(x: ArrayLike, y: ArrayLike, losses: Sequence[LossChoice]) -> dict[str, FittedLine]:
    """The line of least mean loss for each loss; loss and gradient are Keras' own.

    Args:
        x, y: (n,) numbers within ±1e4, 2 to 100 of them, of which two differ in x.
        losses: of the names in `FITTED`.

    Returns:
        By name of the loss. Where several lines are equally good under MAE, one of them.

    Raises:
        LabError: points that make no line.
        ConfigError: a loss that is not in `FITTED`.
    """
    x, y = np.asarray(x, float), np.asarray(y, float)
    _check(x, y)
    for choice in losses:
        check_choice("loss", choice.name, FITTED)
    centre, spread = x.mean(), x.std()
    u = (x - centre) / spread  # slope and height become independent, and so easy to find
    start, least = _through_two_points(u, y)
    lines = {}
    for choice in losses:
        weights, loss = start, least
        if choice.name != "mean_absolute_error":
            weights, loss = _minimise(choice, u, y, start)
        slope = weights[0] / spread
        lines[choice.name] = FittedLine(
            float(slope), float(weights[1] - slope * centre), float(loss)
        )
    return lines


def _through_two_points(
    u: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Slope and height of the line of least mean absolute error, and that error.

    One such line goes through two of the points: the loss is linear between the lines that touch
    one (Boscovich and Laplace; Bloomfield and Steiger 1983, theorem 1.1). So they are all tried.
    """
    first, second = np.triu_indices(len(u), 1)
    apart = np.abs(u[first] - u[second]) > 1e-9
    first, second = first[apart], second[apart]
    slope = (y[second] - y[first]) / (u[second] - u[first])
    lines = np.stack([slope, y[first] - slope * u[first]], axis=1)  # (pairs, 2)
    losses = _compiled("mean_absolute_error")[1](lines, u, y).numpy()
    best = int(np.argmin(losses))
    return lines[best], float(losses[best])


def _minimise(
    choice: LossChoice, u: NDArray[np.float64], y: NDArray[np.float64], start: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    from scipy.optimize import minimize

    evaluate = _compiled(choice.name)[0]
    delta = float(choice.arguments.get("delta", 1.0))

    def value_and_gradient(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, gradient = evaluate(weights, u, y, delta)
        return float(value), gradient.numpy()

    found = minimize(
        value_and_gradient, start, jac=True, method="BFGS", options={"gtol": _GRADIENT_TOLERANCE}
    )
    return found.x, float(found.fun)


@lru_cache(maxsize=len(FITTED))
def _compiled(name: str) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Two functions on the Keras loss, traced once for points and parameters of any value.

    The first: (weights, u, y, delta) -> mean loss and its gradient (2,) by the weights.
    The second: (lines (m, 2), u, y) -> the mean loss (m,) of each.
    """
    import keras
    import tensorflow as tf

    loss = getattr(keras.losses, name)
    vector = tf.TensorSpec([None], tf.float64)

    @tf.function(input_signature=[vector, vector, vector, tf.TensorSpec([], tf.float64)])
    def evaluate(weights: Any, u: Any, y: Any, delta: Any) -> Any:
        arguments = {"delta": delta} if name == "huber" else {}
        with tf.GradientTape() as tape:
            tape.watch(weights)
            value = loss(y, weights[0] * u + weights[1], **arguments)
        return value, tape.gradient(value, weights)

    @tf.function(input_signature=[tf.TensorSpec([None, 2], tf.float64), vector, vector])
    def compare(lines: Any, u: Any, y: Any) -> Any:
        predictions = lines[:, :1] * u + lines[:, 1:]  # (m, n)
        return loss(tf.broadcast_to(y, tf.shape(predictions)), predictions)

    return evaluate, compare


def _check(x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
    if x.shape != y.shape or x.ndim != 1 or not 2 <= len(x) <= MOST_POINTS:
        raise LabError("A line needs 2 to {most} points with an x and a y each.", most=MOST_POINTS)
    if not (np.abs(np.concatenate([x, y])) <= FAR).all():  # NaN is refused too
        raise LabError("Each coordinate must be a number from -{far} to {far}.", far=f"{FAR:,.0f}")
    if np.ptp(x) < 1e-6:
        raise LabError("A line needs two points that differ in x.")
