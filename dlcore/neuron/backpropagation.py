"""One point through a network and back: every sum, every delta, every gradient, in NumPy.

Rumelhart, Hinton and Williams 1986. With x the inputs of a layer, W and b its weights and biases
and f its activation:

    z = x W + b            a = f(z)
    dL/dz = dL/da f'(z)    dL/dW = x' dL/dz    dL/db = dL/dz    dL/dx = dL/dz W'

where dL/dx is dL/da of the layer before, and dL/dz is called delta.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore.activations.functions import ACTIVATIONS
from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.costs import COSTS, TOGETHER, Vector, cost_of_sums, target_of
from dlcore.neuron.features import expand
from dlcore.neuron.formulas import FORMULAS
from dlcore.neuron.forward import LayerPass, Unit, layer_sums_and_outputs, mask, split


@dataclass(frozen=True, eq=False)
class LayerGradients:
    """What passes through one layer, both ways; all float64.

    Attributes:
        activation: name in `keras.activations`.
        inputs: (n,) what came in.
        kernel, bias: (n, units), (units,).
        sums, outputs: (units,) z and a.
        output_gradients: (units,) dL/da, as the layer behind hands it back.
        deltas: (units,) dL/dz, which is the gradient of each bias too.
    """

    activation: str
    inputs: Vector
    kernel: Vector
    bias: Vector
    sums: Vector
    outputs: Vector
    output_gradients: Vector
    deltas: Vector

    @property
    def slopes(self) -> Vector | None:
        """(units,) f'(z); None where the activation looks at the whole layer at once."""
        if ACTIVATIONS[self.activation].kind == "vector":
            return None
        return FORMULAS[self.activation].back(self.sums, np.ones_like(self.sums))

    @property
    def kernel_gradients(self) -> Vector:
        """(n, units) dL/dW."""
        return np.outer(self.inputs, self.deltas)

    @property
    def input_gradients(self) -> Vector:
        """(n,) dL/dx."""
        return self.kernel @ self.deltas


@dataclass(frozen=True, eq=False)
class Backpropagation:
    """One point through a network and back.

    Attributes:
        layers: from the first to the last.
        target: (outputs,) what the outputs are compared with; see `costs.target_of`.
        loss: of this point, penalties on weights left out.
        together: the last delta was taken from loss and activation at once: it is a - y.
    """

    layers: tuple[LayerGradients, ...]
    target: Vector
    loss: float
    together: bool

    @property
    def gradient(self) -> Vector:
        """(parameters,) of every weight and bias, in the order of `NeuronState.values`."""
        parts = [(one.kernel_gradients.ravel(), one.deltas) for one in self.layers]
        return np.concatenate([array for pair in parts for array in pair])


def backpropagate(
    config: NeuronConfig,
    weights: NDArray[Any],
    point: tuple[float, float],
    y: float,
    off: Iterable[Unit] = (),
) -> Backpropagation:
    """Works out how the loss of one point changes with every weight.

    Args:
        config: features, widths, activations and loss.
        weights: (config.parameters,), as `NeuronState.weights` has them.
        point: x1 and x2.
        y: its class or value, as `PointSet` has it.
        off: hidden units that put out 0 instead of f(z); nothing comes back through them.

    Returns:
        Numbers that overflowed on the way are infinite or NaN, in silence.
    """
    weights, x = np.asarray(weights, float), np.array([point])
    passes = [LayerPass(z[0], a[0]) for z, a in layer_sums_and_outputs(config, weights, x, off)]
    inputs = [expand(x, config.features)[0].astype(float), *(one.outputs for one in passes)]
    dense = split(config, weights)
    target, together = target_of(config, y), config.loss in TOGETHER
    layers: list[LayerGradients] = []
    with np.errstate(all="ignore"):
        cost, gradient = COSTS[config.loss](target, passes[-1].outputs)
        if together:
            cost = cost_of_sums(config.loss, target, passes[-1].sums)
        for number, name in reversed(list(enumerate(config.layers))):
            sums, outputs = passes[number]
            at_once = together and not layers
            deltas = outputs - target if at_once else FORMULAS[name].back(sums, gradient)
            deltas = deltas * mask(config, number, off)
            layer = LayerGradients(
                name, inputs[number], *dense[number], sums, outputs, gradient, deltas
            )
            layers.append(layer)
            gradient = layer.input_gradients
    return Backpropagation(tuple(reversed(layers)), target, cost, together)


def loss_after(
    config: NeuronConfig,
    weights: NDArray[Any],
    point: tuple[float, float],
    y: float,
    off: Iterable[Unit] = (),
) -> float:
    """The loss of the same point after one step of plain gradient descent for it alone."""
    gradient = backpropagate(config, weights, point, y, off).gradient
    moved = np.asarray(weights, float) - config.learning_rate * gradient
    return backpropagate(config, moved, point, y, off).loss
