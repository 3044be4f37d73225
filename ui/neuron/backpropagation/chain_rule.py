"""What happens in one unit, as formulas with their numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dlcore.losses import LOSSES
from dlcore.neuron.backpropagation import Backpropagation, LayerGradients
from ui.neuron.numbers import factor, latex

_A_LINE = 3  # products that stand side by side on a phone


def forward(layer: LayerGradients, unit: int) -> str:
    """The sum of one unit, and what the activation makes of it."""
    weights, z, a = layer.kernel[:, unit], layer.sums[unit], layer.outputs[unit]
    taken = latex(z) if layer.slopes is not None else r"z_1, z_2, \dots"
    made = rf"\text{{{layer.activation.replace('_', ' ')}}}({taken})"
    return _aligned(
        r"z &= \sum_i w_i\, x_i + b",
        *_products(weights, layer.inputs, layer.bias[unit]),
        f"&= {latex(z)}",
        f"a &= {made} = {latex(a)}",
    )


def loss(found: Backpropagation, name: str, unit: int) -> str:
    """The loss of the point, and how it changes with one output."""
    last = found.layers[-1]
    return _aligned(
        rf"L &= {LOSSES[name].formula}",
        rf"\hat y &= {latex(last.outputs[unit])} \qquad y = {latex(found.target[unit])}",
        f"L &= {latex(found.loss)}",
        rf"\frac{{\partial L}}{{\partial \hat y}} &= {latex(last.output_gradients[unit])}",
    )


def backward(found: Backpropagation, number: int, unit: int) -> str:
    """The delta of one unit of layer `number`, from 0."""
    layer = found.layers[number]
    if number == len(found.layers) - 1:
        return _aligned(*_last_delta(found, unit))
    behind = found.layers[number + 1]
    return _aligned(
        r"\frac{\partial L}{\partial a} &= \sum_k w_k\, \delta_k",
        *_products(behind.kernel[unit], behind.deltas),
        f"&= {latex(layer.output_gradients[unit])}",
        *_delta(layer, unit),
    )


def _last_delta(found: Backpropagation, unit: int) -> list[str]:
    layer = found.layers[-1]
    if not found.together:
        return _delta(layer, unit)
    a, y = layer.outputs[unit], found.target[unit]
    return [
        r"\delta &= \frac{\partial L}{\partial z} = \hat y - y",
        f"&= {latex(a)} - {factor(y)} = {latex(layer.deltas[unit])}",
    ]


def _delta(layer: LayerGradients, unit: int) -> list[str]:
    delta, passed = layer.deltas[unit], layer.output_gradients[unit]
    if layer.slopes is None:
        whole = (
            r"\delta &= \sum_i \frac{\partial L}{\partial a_i}\, \frac{\partial a_i}{\partial z}"
        )
        return [whole, f"&= {latex(delta)}"]
    return [
        r"\delta &= \frac{\partial L}{\partial a}\, f'(z)",
        rf"&= {latex(passed)} \cdot {factor(layer.slopes[unit])} = {latex(delta)}",
    ]


def _products(
    weights: NDArray[np.float64], values: NDArray[np.float64], more: float | None = None
) -> list[str]:
    """w1 x1 + w2 x2 ..., a few in each line; then `more`."""
    terms = [rf"{factor(w)} \cdot {factor(x)}" for w, x in zip(weights, values, strict=True)]
    terms += [] if more is None else [factor(more)]
    rows = [" + ".join(terms[i : i + _A_LINE]) for i in range(0, len(terms), _A_LINE)]
    return [rf"&\quad {'=' if i == 0 else '+'} {row}" for i, row in enumerate(rows)]


def _aligned(*rows: str) -> str:
    return r"\begin{aligned}" + r"\\".join(rows) + r"\end{aligned}"
