"""Each activation as a NumPy formula of its own, and where it has corners: the tests' truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import erf, expit, log_expit


@dataclass(frozen=True)
class Truth:
    """f and f' by hand; `corners` are where f' jumps, and what f' is there is Keras' choice."""

    f: Callable
    df: Callable
    corners: tuple[float, ...] = ()


def _exp(x):
    with np.errstate(over="ignore"):
        return np.exp(x)


def _sech2(x):
    return 1 / np.cosh(np.clip(x, -350, 350)) ** 2


def _softplus(x):
    return -log_expit(-x)


def _mish_slope(x):
    t = np.tanh(_softplus(x))
    return t + x * expit(x) * (1 - t**2)


def relu(negative_slope=0.0, max_value=None, threshold=0.0) -> Truth:
    top = np.inf if max_value is None else max_value

    def f(x):
        return np.where(x > threshold, np.minimum(x, top), negative_slope * (x - threshold))

    def df(x):
        return np.where(x > threshold, (x < top) * 1.0, negative_slope)

    return Truth(f, df, (threshold, top) if max_value is not None else (threshold,))


def elu(alpha=1.0) -> Truth:
    return Truth(
        lambda x: np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0))),
        lambda x: np.where(x > 0, 1.0, alpha * np.exp(np.minimum(x, 0))),
        (0.0,),
    )


def celu(alpha=1.0) -> Truth:
    return Truth(
        lambda x: np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0) / alpha)),
        lambda x: np.where(x > 0, 1.0, np.exp(np.minimum(x, 0) / alpha)),
        (0.0,),  # smooth there, but not in Keras: see the test of the spike
    )


def gelu(approximate=False) -> Truth:
    if not approximate:
        return Truth(
            lambda x: x * 0.5 * (1 + erf(x / np.sqrt(2))),
            lambda x: (
                0.5 * (1 + erf(x / np.sqrt(2))) + x * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
            ),
        )
    c = np.sqrt(2 / np.pi)

    def inner(x):
        return c * (x + 0.044715 * x**3)

    return Truth(
        lambda x: 0.5 * x * (1 + np.tanh(inner(x))),
        lambda x: (
            0.5 * (1 + np.tanh(inner(x)))
            + 0.5 * x * _sech2(inner(x)) * c * (1 + 3 * 0.044715 * x**2)
        ),
    )


def squareplus(b=4.0) -> Truth:
    return Truth(
        # As a quotient on the left, where the difference loses its digits.
        lambda x: np.where(x > 0, (x + np.sqrt(x**2 + b)) / 2, b / 2 / (np.sqrt(x**2 + b) - x)),
        lambda x: 0.5 * (1 + x / np.sqrt(x**2 + b)),
    )


def _inside(x, t):
    return np.abs(x) <= t


def hard_shrink(threshold=0.5) -> Truth:
    return Truth(
        lambda x: np.where(_inside(x, threshold), 0.0, x),
        lambda x: np.where(_inside(x, threshold), 0.0, 1.0),
        (-threshold, threshold),
    )


def soft_shrink(threshold=0.5) -> Truth:
    return Truth(
        lambda x: np.sign(x) * np.maximum(np.abs(x) - threshold, 0),
        lambda x: np.where(_inside(x, threshold), 0.0, 1.0),
        (-threshold, threshold),
    )


def threshold(threshold=1.0, default_value=0.0) -> Truth:
    return Truth(
        lambda x: np.where(x > threshold, x, default_value),
        lambda x: np.where(x > threshold, 1.0, 0.0),
        (threshold,),
    )


_SCALE, _ALPHA = 1.0507009873554805, 1.6732632423543772

TRUTHS: dict[str, Callable[..., Truth]] = {
    "sigmoid": lambda: Truth(expit, lambda x: expit(x) * expit(-x)),
    "tanh": lambda: Truth(np.tanh, _sech2),
    "hard_sigmoid": lambda: Truth(
        lambda x: np.clip(x / 6 + 0.5, 0, 1), lambda x: (np.abs(x) < 3) / 6, (-3.0, 3.0)
    ),
    "hard_tanh": lambda: Truth(
        lambda x: np.clip(x, -1, 1), lambda x: (np.abs(x) < 1) * 1.0, (-1.0, 1.0)
    ),
    "softsign": lambda: Truth(lambda x: x / (1 + np.abs(x)), lambda x: (1 + np.abs(x)) ** -2.0),
    "sparse_sigmoid": lambda: Truth(
        lambda x: np.clip((x + 1) / 2, 0, 1), lambda x: (np.abs(x) < 1) / 2, (-1.0, 1.0)
    ),
    "log_sigmoid": lambda: Truth(log_expit, lambda x: expit(-x)),
    "relu": relu,
    "gelu": gelu,
    "silu": lambda: Truth(lambda x: x * expit(x), lambda x: expit(x) * (1 + x * expit(-x))),
    "elu": elu,
    "leaky_relu": lambda negative_slope=0.2: relu(negative_slope),
    "selu": lambda: Truth(
        lambda x: _SCALE * elu(_ALPHA).f(x), lambda x: _SCALE * elu(_ALPHA).df(x), (0.0,)
    ),
    "softplus": lambda: Truth(_softplus, expit),
    "mish": lambda: Truth(lambda x: x * np.tanh(_softplus(x)), _mish_slope),
    "relu6": lambda: relu(max_value=6.0),
    "hard_silu": lambda: Truth(
        lambda x: x * np.clip(x / 6 + 0.5, 0, 1),
        lambda x: np.where(np.abs(x) < 3, x / 3 + 0.5, (x > 0) * 1.0),
        (-3.0, 3.0),
    ),
    "celu": celu,
    "squareplus": squareplus,
    "sparse_plus": lambda: Truth(
        lambda x: np.where(np.abs(x) < 1, (x + 1) ** 2 / 4, np.maximum(x, 0)),
        lambda x: np.clip((x + 1) / 2, 0, 1),
    ),
    "linear": lambda: Truth(lambda x: x, np.ones_like),
    "exponential": lambda: Truth(_exp, _exp),
    "hard_shrink": hard_shrink,
    "soft_shrink": soft_shrink,
    "tanh_shrink": lambda: Truth(lambda x: x - np.tanh(x), lambda x: np.tanh(x) ** 2),
    "threshold": threshold,
    "glu": lambda gate=0.0: Truth(
        lambda x: x * expit(gate), lambda x: np.full_like(x, expit(gate))
    ),
}
