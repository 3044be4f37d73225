"""What a network on the plane makes of points: in NumPy, from nothing but its weights."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.features import expand
from dlcore.neuron.formulas import FORMULAS

Unit = tuple[int, int]
"""A hidden layer and a unit in it, both from 0."""


class DenseLayer(NamedTuple):
    """The numbers of one layer: (inputs, units) kernel and (units,) bias."""

    kernel: NDArray[Any]
    bias: NDArray[Any]


class LayerPass(NamedTuple):
    """One layer for n points: the weighted sums z and the outputs a = f(z), (n, units) each."""

    sums: NDArray[Any]
    outputs: NDArray[Any]


def split(config: NeuronConfig, weights: NDArray[Any]) -> tuple[DenseLayer, ...]:
    """Flat weights, (config.parameters,), as views layer by layer, the last one included."""
    layers, start = [], 0
    for inputs, units in zip(config.widths, config.widths[1:], strict=False):
        middle, end = start + inputs * units, start + (inputs + 1) * units
        kernel = weights[start:middle].reshape(inputs, units)
        layers.append(DenseLayer(kernel, weights[middle:end]))
        start = end
    return tuple(layers)


def layer_sums_and_outputs(
    config: NeuronConfig, weights: NDArray[Any], x: NDArray[Any], off: Iterable[Unit] = ()
) -> tuple[LayerPass, ...]:
    """The forward pass, layer by layer.

    Args:
        config: features, widths and activations.
        weights: (config.parameters,), as `NeuronState.weights` has them. In float64 all is computed
            in it; values that overflow become infinite or NaN, in silence.
        x: (n, 2), points of the plane.
        off: hidden units that put out 0 instead of f(z).

    Returns:
        One pass a layer, of n rows; the last one's outputs are the network's: a probability, n
        classes' probabilities, a score or a value, see `heads`.
    """
    values = expand(x, config.features).astype(weights.dtype)
    passes = []
    with np.errstate(all="ignore"):
        layers = zip(split(config, weights), config.layers, strict=True)
        for number, (layer, activation) in enumerate(layers):
            sums = values @ layer.kernel + layer.bias
            values = FORMULAS[activation].value(sums)
            values = values * mask(config, number, off).astype(weights.dtype)
            passes.append(LayerPass(sums, values))
    return tuple(passes)


def mask(config: NeuronConfig, layer: int, off: Iterable[Unit]) -> NDArray[np.float32]:
    """(units,) float32, what the outputs of a layer are multiplied by: 0 where they are off."""
    kept = np.ones(config.widths[layer + 1], np.float32)
    kept[[unit for of_layer, unit in off if of_layer == layer]] = 0
    return kept


def outputs(
    config: NeuronConfig, weights: NDArray[Any], x: NDArray[Any], off: Iterable[Unit] = ()
) -> NDArray[Any]:
    """What the network says of n points: (n, 1), or (n, classes) from three classes on."""
    return layer_sums_and_outputs(config, weights, x, off)[-1].outputs
