"""What `dlcore.losses` computes as Keras programs that run by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dlcore.losses.saturation import COMPARED, LEARNING_RATE, STEPS
from dlcore.losses.table import LossChoice

_CURVES = """\
import keras
import tensorflow as tf

x = tf.linspace(tf.constant({low}, tf.float64), {high}, {points})[:, None]  # {what}
y = tf.fill(tf.shape(x), tf.constant({target}, tf.float64))
values, gradients = {{}}, {{}}
{blocks}
"""
_BLOCK = """
loss = {loss}
with tf.GradientTape() as tape:
    tape.watch(x)
    values["{name}"] = loss({true}, {pred})
gradients["{name}"] = tape.gradient(values["{name}"], x)[:, 0]"""

_FIT = """\
from itertools import combinations

import keras
import numpy as np
import tensorflow as tf
from scipy.optimize import minimize

x = np.array({x})
y = np.array({y})


def fit(loss):
    def value_and_gradient(weights):
        weights = tf.constant(weights)
        with tf.GradientTape() as tape:
            tape.watch(weights)
            value = loss(y, weights[0] * x + weights[1])
        return value.numpy(), tape.gradient(value, weights).numpy()

    return minimize(value_and_gradient, np.polyfit(x, y, 1), jac=True).x


def fit_absolute(loss):  # not smooth, but a best line goes through two of the points
    lines = [
        np.polyfit(x[[i, j]], y[[i, j]], 1)
        for i, j in combinations(range(len(x)), 2)
        if abs(x[i] - x[j]) > 1e-9
    ]
    return min(lines, key=lambda line: float(loss(y, line[0] * x + line[1])))


lines = {{  # slope and intercept
{fits}
}}
"""

_SATURATION = """\
import keras
import tensorflow as tf

losses = {{
{losses}
}}
gradients, paths = {{}}, {{}}
for name, loss in losses.items():
    z = keras.Variable([{z}], dtype="float64")
    sgd = keras.optimizers.SGD({rate})
    paths[name] = [float(tf.sigmoid(z.value)[0])]
    for step in range({steps}):
        with tf.GradientTape() as tape:
            value = loss(tf.ones(1), keras.activations.sigmoid(z))
        gradient = tape.gradient(value, z.value)
        gradients.setdefault(name, float(gradient[0]))
        sgd.apply([gradient], [z])
        paths[name].append(float(tf.sigmoid(z.value)[0]))
"""

_EXAMPLES = """\
import keras
import numpy as np

weights = np.array({weights})
probabilities = weights / weights.sum(axis=1, keepdims=True)
targets = np.eye(probabilities.shape[1])[{classes}]

each = {each}
values = each(targets, probabilities).numpy()

loss = {mean}
mean = float(loss(targets, probabilities))
"""


def curves_script(
    choices: Sequence[LossChoice],
    target: float,
    low: float,
    high: float,
    points: int = 401,
    from_logits: bool = False,
) -> str:
    """Source that leaves `x`, `values` and `gradients` as `losses.curves.curves` has them."""
    return _CURVES.format(
        low=float(low),
        high=float(high),
        points=points,
        target=float(target),
        what="logits" if from_logits else "predictions",
        blocks="\n".join(_block(choice, from_logits) for choice in choices),
    )


def fit_script(x: Iterable[float], y: Iterable[float], choices: Sequence[LossChoice]) -> str:
    """Source that leaves `lines`: slope and intercept by name, as `losses.line_fit.fit_lines`."""
    fits = []
    for choice in choices:
        fit = "fit_absolute" if choice.name == "mean_absolute_error" else "fit"
        fits.append(f'    "{choice.name}": {fit}({call(choice)}),')
    return _FIT.format(x=_numbers(x), y=_numbers(y), fits="\n".join(fits))


def saturation_script(z: float, steps: int = STEPS) -> str:
    """Source that leaves `gradients` at z and `paths`, as `losses.saturation.saturate` has them."""
    losses = [f'    "{name}": {call(LossChoice(name))},' for name in COMPARED]
    return _SATURATION.format(z=float(z), rate=LEARNING_RATE, steps=steps, losses="\n".join(losses))


def examples_script(
    choice: LossChoice, classes: Sequence[int], weights: Sequence[Sequence[float]]
) -> str:
    """Source that leaves `values` and `mean`, as `dlcore.losses.examples.example_losses`."""
    rows = ", ".join(_numbers(row) for row in weights)
    return _EXAMPLES.format(
        weights=f"[{rows}]",
        classes=[int(k) for k in classes],
        each=call(choice, reduction=None),
        mean=call(choice),
    )


def call(choice: LossChoice, **more: object) -> str:
    """How the Keras object is made, such as `keras.losses.Huber(delta=0.5, dtype="float64")`."""
    arguments = {**choice.arguments, **more}
    written = "".join(f"{keyword}={value!r}, " for keyword, value in arguments.items())
    return f'keras.losses.{choice.record.keras_class}({written}dtype="float64")'


def _block(choice: LossChoice, from_logits: bool) -> str:
    logits = from_logits and choice.record.takes_logits
    plain = "tf.sigmoid(x)" if from_logits and not logits else "x"
    no = "tf.zeros_like(x)" if logits else f"1 - {plain}"
    two = choice.record.two_classes
    return _BLOCK.format(
        name=choice.name,
        loss=call(choice, **({"from_logits": True} if logits else {}), reduction=None),
        true="tf.concat([1 - y, y], 1)" if two else "y",
        pred=f"tf.concat([{no}, {plain}], 1)" if two else plain,
    )


def _numbers(values: Iterable[float]) -> str:
    return "[" + ", ".join(f"{float(value):.12g}" for value in values) + "]"
