"""The gradients of one point as a Keras program that runs by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore.losses.table import LOSSES
from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.costs import TOGETHER, target_of
from dlcore.neuron.features import FEATURES
from dlcore.neuron.forward import split

_PROGRAM = """\
import keras
import numpy as np
import tensorflow as tf

x1, x2 = {x1}, {x2}
x = np.array([[{features}]])
target = np.array([{target}])

model = keras.Sequential([
    keras.Input(({inputs},)),
{layers}
])
model.set_weights([np.array(one) for one in (
{weights}
)])
loss = keras.losses.{loss}({logits}dtype="float64")

with tf.GradientTape() as tape:
    value = loss(target, model(x))
gradients = tape.gradient(value, model.trainable_variables)
print("loss", float(value))
for variable, gradient in zip(model.trainable_variables, gradients):
    print(variable.path, gradient.numpy(), sep="\\n")
"""


def gradient_script(
    config: NeuronConfig, weights: NDArray[Any], point: tuple[float, float], y: float
) -> str:
    """Source that leaves `value` and `gradients`, as `backpropagate` has them.

    Args:
        config, weights, point, y: as `backpropagate` takes them.
    """
    logits = config.loss in TOGETHER
    activations = [*config.activations, "linear" if logits else config.layers[-1]]
    layers = [
        f'    keras.layers.Dense({units}, {_activation(name)}, dtype="float64"),'
        for units, name in zip(config.widths[1:], activations, strict=True)
    ]
    arrays = [part for layer in split(config, np.asarray(weights, float)) for part in layer]
    return _PROGRAM.format(
        x1=point[0],
        x2=point[1],
        features=", ".join(FEATURES[name].code for name in config.features),
        target=target_of(config, y).tolist(),
        inputs=len(config.features),
        layers="\n".join(layers),
        weights="\n".join(f"    {array.tolist()}," for array in arrays),
        loss=LOSSES[config.loss].keras_class,
        logits="from_logits=True, " if logits else "",
    )


def _activation(name: str) -> str:
    """The one that has no usual parameters in Keras is given those of the lab."""
    if name == "threshold":
        return "lambda z: keras.activations.threshold(z, 1.0, 0.0)"
    return f'"{name}"'
