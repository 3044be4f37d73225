"""Activations, their vectors and their depth as plain Keras programs, to run and change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import Template

from dlcore.activations.curves import OWN, ActivationChoice
from dlcore.activations.depth import DepthConfig
from dlcore.activations.formula import parse
from dlcore.activations.functions import ACTIVATIONS, check
from dlcore.initializers import INITIALIZERS
from dlcore.layers import keywords
from dlcore.parameters import Value

_CURVES = Template('''\
"""Activation functions and their derivatives, by automatic differentiation."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

functions = {
$functions
}
x = tf.constant(np.append(np.linspace($low, $high, $points), $at))  # the last is read out
values, slopes = {}, {}
for name, function in functions.items():
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = function(x)
    slope = tape.gradient(y, x, unconnected_gradients="zero")
    values[name], slopes[name] = y.numpy(), slope.numpy()
    print(f"{name}: f(x) = {values[name][-1]:.6g}, f'(x) = {slopes[name][-1]:.6g}")
''')

_DEPTH = Template('''\
"""A random signal through many layers, and its gradient back."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

layers, units, batch, gain, seed = $layers, $units, $batch, $gain, $seed
activation = $activation

h = keras.random.normal((batch, units), seed=seed)
direction = keras.random.normal((batch, units), seed=seed + 1)
signals = []
with tf.GradientTape() as tape:
    tape.watch(h)
    for layer in range(layers):
        initializer = keras.initializers.$initializer
        weights = gain * initializer((units, units))
        h = activation(ops.matmul(h, weights))
        signals.append(h)
    end = ops.sum(h * direction)
gradients = tape.gradient(end, signals, unconnected_gradients="zero")

for layer, (signal, gradient) in enumerate(zip(signals, gradients), start=1):
    median = np.median(np.abs(gradient))
    print(f"layer {layer}: std {np.std(signal):.3g}, median |gradient| {median:.3g}")
''')

_VECTOR = Template('''\
"""Logits to $title, and how it answers to each of them."""

import keras
import numpy as np
import tensorflow as tf

z = tf.constant([$logits], tf.float64)  # (1, n)
temperature = $temperature
with tf.GradientTape() as tape:
    tape.watch(z)
    values = keras.activations.$name(z / temperature)
jacobian = tape.jacobian(values, z)[0, :, 0, :]  # row i: the gradient of value i

print(np.round(values.numpy(), 4))
print(np.round(jacobian.numpy(), 4))
''')


def curves_script(
    choices: Sequence[ActivationChoice], low: float, high: float, at: float, points: int = 401
) -> str:
    """The program whose numbers `dlcore.activations.curves.curves` gives for the same arguments.

    Raises:
        LabError: as `dlcore.activations.curves.curves` does for parameters and formulas.
    """
    lines = [f'    "{choice.name}": {_expression(choice)},' for choice in choices]
    return _CURVES.substitute(
        functions="\n".join(lines), low=low, high=high, points=points, at=at
    ).replace("{\n\n}", "{}")


def _expression(choice: ActivationChoice) -> str:
    if choice.name == OWN:
        return f"lambda x: {parse(choice.formula).source()}"
    return function_source(choice.name, choice.parameters)


def function_source(name: str, parameters: Mapping[str, Value]) -> str:
    """The Keras function as source; with keywords only where they are not Keras' own."""
    every = check(name, parameters)
    if ACTIVATIONS[name].kind == "gated":
        gated = f"ops.stack([x, ops.full_like(x, {every['gate']!r})], axis=-1)"
        return f"lambda x: keras.activations.{name}({gated})[..., 0]"
    usual = check(name, {})
    required = name == "threshold"  # the one function without defaults
    given = {k: v for k, v in every.items() if required or v != usual[k]}
    if not given:
        return f"keras.activations.{name}"
    return f"lambda x: keras.activations.{name}(x, {keywords(given)})"


def depth_script(config: DepthConfig) -> str:
    """The program whose numbers `dlcore.activations.depth.signals` gives for the same config."""
    record = INITIALIZERS[config.initializer]
    arguments = [keywords(record.arguments)] if record.arguments else []
    arguments += ["seed=seed + 2 + layer"] if record.seeded else []
    return _DEPTH.substitute(
        layers=config.layers,
        units=config.units,
        batch=config.batch,
        gain=config.gain,
        seed=config.seed,
        activation=function_source(config.activation, {}),
        initializer=f"{record.kind}({', '.join(arguments)})",
    )


def vector_script(name: str, logits: tuple[float, ...], temperature: float) -> str:
    """The program whose numbers `dlcore.activations.evaluate_vector` gives."""
    return _VECTOR.substitute(
        name=name,
        title=ACTIVATIONS[name].title.lower(),
        logits=list(logits),
        temperature=temperature,
    )
