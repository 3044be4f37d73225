"""The activation functions of Keras: records, and values and gradients by Keras itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dlcore.activations.autodiff import value_and_derivative
from dlcore.activations.table.others import OTHERS
from dlcore.activations.table.record import Activation
from dlcore.activations.table.rectifiers import RECTIFIERS
from dlcore.activations.table.sigmoids import SIGMOIDS
from dlcore.parameters import Hyperparameter, Value
from dlcore.validation import ConfigError, check_choice, check_number, check_whole

if TYPE_CHECKING:
    import tensorflow as tf

__all__ = ["ACTIVATIONS", "SCALARS", "VECTORS", "Activation", "Hyperparameter", "check", "evaluate"]

_FIRST = ("sigmoid", "tanh", "relu", "gelu", "silu", "elu", "leaky_relu", "selu", "softplus")
_ALL = {record.name: record for record in (*SIGMOIDS, *RECTIFIERS, *OTHERS)}

ACTIVATIONS: dict[str, Activation] = {name: _ALL[name] for name in _FIRST} | _ALL
"""Every activation of Keras 3 by its name in `keras.activations`, popular ones first.

A new one is a new entry in `dlcore.activations.table`.
"""
SCALARS = {name: a for name, a in ACTIVATIONS.items() if a.kind != "vector"}
"""Those of one number, scalar and gated."""
VECTORS = {name: a for name, a in ACTIVATIONS.items() if a.kind == "vector"}
"""Those of a whole vector."""

LARGEST_X = 1e4
LARGEST_LOGIT = 1e4


def check(name: str, parameters: Mapping[str, Value]) -> dict[str, Value]:
    """All parameters of an activation: those given, Keras' own for the rest.

    Raises:
        ConfigError: an unknown name or keyword, or a value that is not finite or out of range.
    """
    check_choice("activation", name, ACTIVATIONS)
    known = {parameter.keyword: parameter for parameter in ACTIVATIONS[name].parameters}
    for keyword, value in parameters.items():
        if keyword not in known:
            raise ConfigError(
                "{activation} has no parameter {keyword}. It has: {expected}",
                activation=name,
                keyword=str(keyword)[:40],
                expected=", ".join(known) or "-",
            )
        _check_value(name, known[keyword], value)
    return {keyword: p.default for keyword, p in known.items()} | dict(parameters)


def _check_value(name: str, parameter: Hyperparameter, value: Value) -> None:
    field = f"{name}.{parameter.keyword}"
    if parameter.is_switch:
        check_choice(field, value, (False, True))
    elif not (value is None and parameter.default is None):
        check_number(field, value, parameter.low, parameter.high)


def keras_function(name: str, parameters: Mapping[str, Value]) -> Callable[[tf.Tensor], tf.Tensor]:
    """The real Keras function with its parameters filled in, of one tensor.

    Raises:
        ConfigError: as `check` does.
    """
    import keras

    keywords: dict[str, Any] = check(name, parameters)
    function = getattr(keras.activations, name)
    if ACTIVATIONS[name].kind == "gated":
        gate = keywords["gate"]
        return lambda x: function(
            keras.ops.stack([x, keras.ops.full_like(x, gate)], axis=-1)  # (n, 2)
        )[..., 0]
    return lambda x: function(x, **keywords)


def evaluate(name: str, x: np.ndarray, **parameters: Value) -> tuple[np.ndarray, np.ndarray]:
    """Values and derivatives of one scalar activation, by the Keras object itself.

    Args:
        name: key of `SCALARS`.
        x: (n,) numbers.
        parameters: Keras keywords; those left out keep their defaults.

    Returns:
        f(x) and f'(x), float64 (n,). At a corner f' is what Keras takes there.

    Raises:
        ConfigError: as `check` does, or a name that is not in `SCALARS`.
    """
    check_choice("activation", name, SCALARS)
    return value_and_derivative(keras_function(name, parameters), x)


@dataclass(frozen=True)
class VectorAnswer:
    """An activation of a vector of logits, and its Jacobian.

    Attributes:
        values: (n,) float64.
        jacobian: (n, n) float64, d value_i / d logit_j in row i and column j; the temperature is
            part of it.
    """

    values: np.ndarray
    jacobian: np.ndarray


def evaluate_vector(name: str, logits: tuple[float, ...], temperature: float = 1.0) -> VectorAnswer:
    """f(z / T) and its Jacobian by z, for the logits z and the temperature T.

    Args:
        name: key of `VECTORS`.
        logits: 2 to 20 numbers in [-1e4, 1e4].
        temperature: T, 0.01 to 100; softmax becomes more even above 1 and sharper below.

    Raises:
        ConfigError: a value that is out of range.
    """
    check_choice("activation", name, VECTORS)
    check_number("temperature", temperature, 0.01, 100.0)
    check_whole("logits", len(logits), 2, 20)
    for number, logit in enumerate(logits, start=1):
        check_number(f"logit_{number}", logit, -LARGEST_LOGIT, LARGEST_LOGIT)
    import tensorflow as tf

    function = keras_function(name, {})
    z = tf.constant([logits], tf.float64)  # (1, n)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(z)
        values = function(z / temperature)
    jacobian = tape.jacobian(values, z, experimental_use_pfor=False)  # (1, n, 1, n)
    return VectorAnswer(values.numpy()[0], jacobian.numpy()[0, :, 0, :])
