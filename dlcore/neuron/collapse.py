"""Layers that only add up are together one layer: (x A + a) B + b = x AB + (aB + b)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.features import SPAN
from dlcore.neuron.forward import DenseLayer, layer_sums_and_outputs, split

_SIDE = 60  # places on each side of the plane where both are compared


@dataclass(frozen=True, eq=False)
class Collapsed:
    """A network whose hidden layers are linear, and the single layer that it amounts to.

    Attributes:
        layers: as they are, (inputs, units) kernels and (units,) biases, float64.
        one: their product, (features, outputs) and (outputs,).
        difference: the largest between the last sums of the two networks, all over the plane.
    """

    layers: tuple[DenseLayer, ...]
    one: DenseLayer
    difference: float


def is_linear(config: NeuronConfig) -> bool:
    """Whether there are hidden layers, and all of them only add up."""
    return bool(config.units) and set(config.activations) == {"linear"}


def collapse(config: NeuronConfig, weights: NDArray[Any]) -> Collapsed:
    """Multiplies the layers of a linear network.

    Args:
        config: a network that `is_linear`.
        weights: (config.parameters,), as `NeuronState.weights` has them.
    """
    layers = split(config, np.asarray(weights, float))
    with np.errstate(all="ignore"):
        kernel, bias = layers[0]
        for layer in layers[1:]:
            kernel, bias = kernel @ layer.kernel, bias @ layer.kernel + layer.bias
        one = DenseLayer(kernel, bias)
    return Collapsed(layers, one, _difference(config, layers, one))


def _difference(config: NeuronConfig, layers: tuple[DenseLayer, ...], one: DenseLayer) -> float:
    """Both networks at places all over the plane."""
    ticks = np.linspace(-SPAN, SPAN, _SIDE)
    x = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
    shallow = replace(config, units=(), activations=())
    deep, flat = (
        layer_sums_and_outputs(which, _flat(parts), x)[-1].sums
        for which, parts in ((config, layers), (shallow, (one,)))
    )
    with np.errstate(all="ignore"):
        return float(np.abs(deep - flat).max())


def _flat(layers: tuple[DenseLayer, ...]) -> NDArray[np.float64]:
    return np.concatenate([np.ravel(array) for layer in layers for array in layer])
