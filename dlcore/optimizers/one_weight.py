"""Gradient descent on a single weight: a loss that can be drawn as a curve, and steps down it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.messages import N_

MOST_STEPS = 60
FLAT = 0.01  # a slope nearer to 0 moves nothing any more that could be seen
_FAR = 1e6  # where a way that diverges is not followed any longer
_BESIDE = 0.05  # in w; several times as far as it is flat around the foot of a valley
Curve = Callable[[NDArray[np.float64]], NDArray[np.float64]]


@dataclass(frozen=True)
class WeightLoss:
    """A loss of one weight w.

    Attributes:
        title: an English msgid.
        value, slope: L and its derivative L', of an array of weights.
        formula, derivative: both in LaTeX.
        code: the derivative in Python, in w.
        reach: the weights that are looked at, from -reach to reach.
        top: up to which loss.
    """

    title: str
    value: Curve
    slope: Curve
    formula: str
    derivative: str
    code: str
    reach: float
    top: float


WEIGHT_LOSSES = {
    "valley": WeightLoss(
        N_("One valley"),
        lambda w: w**2 / 2,
        lambda w: 1.0 * w,
        r"\tfrac{1}{2} w^2",
        "w",
        "w",
        5.0,
        13.0,
    ),
    "two": WeightLoss(
        N_("Two valleys"),
        lambda w: w**4 / 16 - w**2 / 2 + w / 4 + 1.6,
        lambda w: w**3 / 4 - w + 1 / 4,
        r"\tfrac{1}{16} w^4 - \tfrac{1}{2} w^2 + \tfrac{1}{4} w + 1.6",
        r"\tfrac{1}{4} w^3 - w + \tfrac{1}{4}",
        "w**3 / 4 - w + 1 / 4",
        3.6,
        7.0,
    ),
}
"""By name; menus, addresses and tests read this table."""


def walk(loss: WeightLoss, start: float, rate: float, steps: int) -> NDArray[np.float64]:
    """The weights of a descent, w <- w - rate L'(w), the start first.

    Returns:
        (steps + 1,), or fewer where it ends beyond all bounds.
    """
    weights = [float(start)]
    while len(weights) <= steps and abs(weights[-1]) < _FAR:
        weights.append(float(weights[-1] - rate * loss.slope(np.array(weights[-1]))))
    return np.array(weights)


def fate(loss: WeightLoss, weights: NDArray[np.float64]) -> str:
    """What the last step did.

    Returns:
        "start" (there was none), "gone" (out of the picture), "flat" (in a valley, the slope is
        next to 0), "higher" (the loss is larger than before), "across" (it is smaller, on the
        other side of a valley) or "down".
    """
    now = weights[-1]
    if abs(now) > loss.reach:
        return "gone"
    if abs(loss.slope(now)) < FLAT and _is_lowest(loss, now):
        return "flat"
    if len(weights) == 1:
        return "start"
    before = weights[-2]
    if loss.value(now) >= loss.value(before):
        return "higher"
    return "across" if loss.slope(now) * loss.slope(before) < 0 else "down"


def _is_lowest(loss: WeightLoss, w: float) -> bool:
    """Whether both sides of it lie higher: on top of a hill the slope is 0 too."""
    left, here, right = loss.value(w + _BESIDE * np.arange(-1.0, 2.0))
    return bool(here < min(left, right))


def walk_script(loss: WeightLoss, start: float, rate: float, steps: int) -> str:
    """The descent as a plain program."""
    return f"""\
w, learning_rate = {start!r}, {rate!r}
for step in range({steps}):
    slope = {loss.code}  # of the loss, at this w
    w = w - learning_rate * slope
    print(step + 1, w)
"""
