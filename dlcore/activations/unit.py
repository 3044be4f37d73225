"""What one hidden unit makes of a number, and what a few of them add up to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Bend:
    """An activation of a unit.

    Attributes:
        value: f, of an array of sums.
        code: the same in Python, in z.
    """

    value: Callable[[Array], Array]
    code: str


BENDS: Mapping[str, Bend] = {
    "relu": Bend(lambda z: np.maximum(z, 0), "np.maximum(z, 0)"),
    "sigmoid": Bend(lambda z: 0.5 + 0.5 * np.tanh(0.5 * z), "1 / (1 + np.exp(-z))"),
    "tanh": Bend(np.tanh, "np.tanh(z)"),
    "linear": Bend(lambda z: z, "z"),
}
"""By their names among Keras' activations."""


@dataclass(frozen=True)
class HiddenUnit:
    """v f(w x + b).

    Attributes:
        w, b: weight and bias of its input.
        v: what its output counts in the sum.
    """

    w: float
    b: float
    v: float = 1.0

    def line(self, x: Array) -> Array:
        """z = w x + b; of the shape of `x`."""
        return self.w * x + self.b

    def output(self, bend: str, x: Array) -> Array:
        """v f(z); `bend` is one of `BENDS`."""
        return self.v * BENDS[bend].value(self.line(x))

    @property
    def middle(self) -> float | None:
        """The x at which z is 0; None where there is none, or no single one."""
        return None if self.w == 0 else -self.b / self.w


def added(units: Sequence[HiddenUnit], bend: str, x: Array) -> Array:
    """The sum of their outputs; of the shape of `x`."""
    return np.sum([unit.output(bend, x) for unit in units], axis=0)


def unit_script(units: Sequence[HiddenUnit], bend: str) -> str:
    """The same as a plain program."""
    w, b, v = ([getattr(unit, name) for unit in units] for name in "wbv")
    return f"""\
import numpy as np

x = np.linspace(-4, 4, 161)
z = np.outer(x, {w}) + {b}  # (161, {len(units)}): a line for each unit
h = {BENDS[bend].code}  # bent
y = h @ {v}  # weighed and added
"""
