"""The activations of Keras once more, in NumPy, for pages that have no Keras.

With Keras' own parameters, and with its habits: the slope that it takes at a corner, and a
sparsemax whose values add up to less than 1 where more than one gets through.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]  # float32 or float64; what comes out is of the kind that went in

_SELU_SCALE = 1.0507009873554804934193349852946
_SELU_SLOPE = _SELU_SCALE * 1.6732632423543772848170429916717
_erf = np.vectorize(math.erf, otypes=[float])  # NumPy has none


@dataclass(frozen=True)
class ActivationFormula:
    """An activation and its way back.

    Attributes:
        value: of sums (..., units): what the units put out, in the same shape.
        back: of sums and the gradient by the outputs: the gradient by the sums. All in one shape.
    """

    value: Callable[[Array], Array]
    back: Callable[[Array, Array], Array]


def _each(value: Callable[[Array], Array], slope: Callable[[Array], Array]) -> ActivationFormula:
    """Of a function of one number, and its derivative."""
    return ActivationFormula(value, lambda z, gradient: gradient * slope(z))


def _sigmoid(z: Array) -> Array:
    return 0.5 + 0.5 * np.tanh(0.5 * z)  # overflows nowhere


def _softplus(z: Array) -> Array:
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def _bell(z: Array) -> Array:
    """Derivative of tanh."""
    return 1 - np.tanh(z) ** 2


def _below(z: Array) -> Array:
    """e^z - 1 left of 0, and 0 right of it."""
    return np.expm1(np.minimum(z, 0))


def _normal_share(z: Array) -> Array:
    """Share of a normal distribution below z."""
    return 0.5 * (1 + _erf(z / math.sqrt(2)).astype(z.dtype))


def _gelu_slope(z: Array) -> Array:
    return _normal_share(z) + z * np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)


def _mish_slope(z: Array) -> Array:
    inner = _softplus(z)
    return np.tanh(inner) + z * _sigmoid(z) * _bell(inner)


def _hard_sigmoid(z: Array) -> Array:
    return np.clip(z + 3, 0, 6) / 6


def _squareplus_slope(z: Array) -> Array:
    return (1 + z / np.sqrt(z**2 + 4)) / 2


def _inside(z: Array, low: float, high: float) -> Array:
    """1 between two numbers, 0 outside and at both."""
    return ((z > low) & (z < high)).astype(z.dtype)


def _beyond(z: Array, distance: float) -> Array:
    """1 for what is further from 0 than that, else 0."""
    return (np.abs(z) > distance).astype(z.dtype)


def _softmax(z: Array) -> Array:
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _softmax_back(z: Array, gradient: Array) -> Array:
    shares = _softmax(z)
    return shares * (gradient - (gradient * shares).sum(axis=-1, keepdims=True))


def _log_softmax(z: Array) -> Array:
    shifted = z - z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def _log_softmax_back(z: Array, gradient: Array) -> Array:
    return gradient - _softmax(z) * gradient.sum(axis=-1, keepdims=True)


def _sparsemax_support(z: Array) -> tuple[Array, Array]:
    """Sums of the one, two, three... largest, and which of those get through; (..., units) each."""
    falling = -np.sort(-z, axis=-1)
    sums = np.cumsum(falling, axis=-1)
    return sums, falling - (sums - 1) / np.arange(1, z.shape[-1] + 1) > 0


def _sparsemax(z: Array) -> Array:
    sums, through = _sparsemax_support(z)
    # All those sums and not the last alone: so does Keras 3.15, see `ACTIVATIONS["sparsemax"]`.
    total = np.where(through, sums, 0).sum(axis=-1, keepdims=True)
    return np.maximum(z - (total - 1) / through.sum(axis=-1, keepdims=True), 0).astype(z.dtype)


def _sparsemax_back(z: Array, gradient: Array) -> Array:
    count = _sparsemax_support(z)[1].sum(axis=-1, keepdims=True)
    rank = np.argsort(np.argsort(-z, axis=-1, kind="stable"), axis=-1)  # 0: the largest
    passed = np.where(_sparsemax(z) > 0, gradient, 0)
    # How often each number is in those sums.
    counted = np.maximum(count - rank, 0) / count
    return (passed - counted * passed.sum(axis=-1, keepdims=True)).astype(z.dtype)


FORMULAS: dict[str, ActivationFormula] = {
    "linear": _each(lambda z: z, np.ones_like),
    "sigmoid": _each(_sigmoid, lambda z: _sigmoid(z) * _sigmoid(-z)),
    "tanh": _each(np.tanh, _bell),
    "relu": _each(lambda z: np.maximum(z, 0), lambda z: _inside(z, 0, np.inf)),
    "gelu": _each(lambda z: z * _normal_share(z), _gelu_slope),
    "silu": _each(lambda z: z * _sigmoid(z), lambda z: _sigmoid(z) * (1 + z * _sigmoid(-z))),
    "elu": _each(lambda z: np.where(z > 0, z, _below(z)), lambda z: np.exp(np.minimum(z, 0))),
    "leaky_relu": _each(
        lambda z: np.where(z > 0, z, 0.2 * z), lambda z: 0.2 + 0.8 * _inside(z, 0, np.inf)
    ),
    "selu": _each(
        lambda z: np.where(z > 0, _SELU_SCALE * z, _SELU_SLOPE * _below(z)),
        lambda z: np.where(z >= 0, _SELU_SCALE, _SELU_SLOPE * np.exp(np.minimum(z, 0))),
    ),
    "softplus": _each(_softplus, _sigmoid),
    "hard_sigmoid": _each(_hard_sigmoid, lambda z: _inside(z, -3, 3) / 6),
    "hard_tanh": _each(lambda z: np.clip(z, -1, 1), lambda z: (np.abs(z) <= 1).astype(z.dtype)),
    "softsign": _each(lambda z: z / (1 + np.abs(z)), lambda z: 1 / (1 + np.abs(z)) ** 2),
    "sparse_sigmoid": _each(lambda z: np.clip((z + 1) / 2, 0, 1), lambda z: _inside(z, -1, 1) / 2),
    "log_sigmoid": _each(lambda z: -_softplus(-z), lambda z: _sigmoid(-z)),
    "mish": _each(lambda z: z * np.tanh(_softplus(z)), _mish_slope),
    "relu6": _each(lambda z: np.clip(z, 0, 6), lambda z: _inside(z, 0, 6)),
    "hard_silu": _each(
        lambda z: z * _hard_sigmoid(z), lambda z: _hard_sigmoid(z) + z * _inside(z, -3, 3) / 6
    ),
    "celu": _each(
        lambda z: np.maximum(z, 0) + _below(z),
        # At 0 itself Keras adds both branches.
        lambda z: np.where(z == 0, 2, np.exp(np.minimum(z, 0))).astype(z.dtype),
    ),
    "squareplus": _each(lambda z: (z + np.sqrt(z**2 + 4)) / 2, _squareplus_slope),
    "sparse_plus": _each(
        lambda z: np.where(z <= -1, 0, np.where(z < 1, (z + 1) ** 2 / 4, z)),
        lambda z: np.clip((z + 1) / 2, 0, 1),
    ),
    "exponential": _each(np.exp, np.exp),
    "hard_shrink": _each(lambda z: z * _beyond(z, 0.5), lambda z: _beyond(z, 0.5)),
    "soft_shrink": _each(
        lambda z: np.sign(z) * np.maximum(np.abs(z) - 0.5, 0), lambda z: _beyond(z, 0.5)
    ),
    "tanh_shrink": _each(lambda z: z - np.tanh(z), lambda z: np.tanh(z) ** 2),
    "threshold": _each(lambda z: z * _inside(z, 1, np.inf), lambda z: _inside(z, 1, np.inf)),
    "softmax": ActivationFormula(_softmax, _softmax_back),
    "log_softmax": ActivationFormula(_log_softmax, _log_softmax_back),
    "sparsemax": ActivationFormula(_sparsemax, _sparsemax_back),
}
"""By its name in `keras.activations`: all of `HIDDEN_ACTIVATIONS`."""
