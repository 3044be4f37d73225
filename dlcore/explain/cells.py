"""The three recurrent cells of Keras: their own equations in NumPy, on a layer's own weights.

A layer of Keras gives its states and keeps what led to them to itself. Here each step is computed
again, and its gates are kept. Shapes are (n, time, units); `time` runs in the order of reading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import keras

Floats = NDArray[np.floating]
Function = Callable[[Floats], Floats]

GATES = {
    "SimpleRNN": (),
    "LSTM": ("input", "forget", "output", "candidate"),
    "GRU": ("update", "reset", "candidate"),
}
"""By a layer's class, its gates and its candidate, in the order of Keras' weights."""


@dataclass(frozen=True)
class Trace:
    """States and gates of a layer over a sequence; all arrays are (n, time, units).

    Attributes:
        states: the hidden state after each step.
        cells: the cell state of an LSTM; None for the others.
        gates: by name, see `GATES`; values of gates are in [0, 1] with their usual sigmoid.
    """

    states: Floats
    cells: Floats | None
    gates: Mapping[str, Floats]


@dataclass(frozen=True)
class Weights:
    """The weights of a cell with k gates and candidates, and its activations.

    Attributes:
        kernel: W, (features, k units), of the input.
        recurrent_kernel: U, (units, k units), of the state before.
        bias: (k units,), zeros where the layer has none.
        recurrent_bias: (k units,), added to the product with the state; only a GRU that resets
            after that product has one.
        activation: of state and candidate.
        gate_activation: of the gates.
        reset_after: whether a GRU resets the product with the state, and not the state.
    """

    kernel: Floats
    recurrent_kernel: Floats
    bias: Floats
    recurrent_bias: Floats
    activation: Function
    gate_activation: Function
    reset_after: bool = True

    @property
    def units(self) -> int:
        """Numbers in the state."""
        return len(self.recurrent_kernel)


def weights_of(layer: keras.layers.Layer, dtype: Any = np.float32) -> Weights:
    """The weights of a built SimpleRNN, LSTM or GRU, and its activations, as NumPy takes them."""
    cell = layer.cell
    kernel, recurrent = (np.asarray(w, dtype) for w in (cell.kernel, cell.recurrent_kernel))
    bias = np.zeros((2, kernel.shape[1]), dtype)
    if cell.use_bias:
        given = np.asarray(cell.bias, dtype)
        bias[: 1 if given.ndim == 1 else 2] = given
    return Weights(
        kernel,
        recurrent,
        bias[0],
        bias[1],
        _function(cell.activation),
        _function(getattr(cell, "recurrent_activation", None)),
        getattr(cell, "reset_after", True),
    )


def run(kind: str, weights: Weights, sequence: Floats) -> Trace:
    """Reads sequences step by step, beginning with a state of zeros.

    Args:
        kind: key of `GATES`.
        sequence: (n, time, features), of the dtype of the weights.
    """
    return _RUNS[kind](weights, sequence)


def _simple(w: Weights, sequence: Floats) -> Trace:
    """h' = f(W x + U h + b) (Elman 1990)."""
    states = _empty(w, sequence)
    h = states[:, 0] * 0
    for t, entering in _entering(w, sequence):
        h = states[:, t] = w.activation(entering + h @ w.recurrent_kernel)
    return Trace(states, None, {})


def _lstm(w: Weights, sequence: Floats) -> Trace:
    """c' = f c + i g, h' = o a(c'), with the activation a, tanh as a rule.

    Hochreiter & Schmidhuber 1997; Gers et al. 2000 for f.
    """
    states, cells = _empty(w, sequence), _empty(w, sequence)
    gates = {name: _empty(w, sequence) for name in GATES["LSTM"]}
    h = c = states[:, 0] * 0
    for t, entering in _entering(w, sequence):
        i, f, g, o = np.split(entering + h @ w.recurrent_kernel, 4, axis=1)
        i, f, o, g = *map(w.gate_activation, (i, f, o)), w.activation(g)
        c = cells[:, t] = f * c + i * g
        h = states[:, t] = o * w.activation(c)
        for name, value in zip(gates, (i, f, o, g), strict=True):
            gates[name][:, t] = value
    return Trace(states, cells, gates)


def _gru(w: Weights, sequence: Floats) -> Trace:
    """h' = z h + (1 - z) g (Cho et al. 2014)."""
    states = _empty(w, sequence)
    gates = {name: _empty(w, sequence) for name in GATES["GRU"]}
    h = states[:, 0] * 0
    for t, entering in _entering(w, sequence):
        x_z, x_r, x_g = np.split(entering, 3, axis=1)
        h_z, h_r, h_g = np.split(h @ w.recurrent_kernel + w.recurrent_bias, 3, axis=1)
        z, r = w.gate_activation(x_z + h_z), w.gate_activation(x_r + h_r)
        if not w.reset_after:
            h_g = (r * h) @ w.recurrent_kernel[:, 2 * w.units :]
        g = w.activation(x_g + (r * h_g if w.reset_after else h_g))
        h = states[:, t] = z * h + (1 - z) * g
        for name, value in zip(gates, (z, r, g), strict=True):
            gates[name][:, t] = value
    return Trace(states, None, gates)


_RUNS = {"SimpleRNN": _simple, "LSTM": _lstm, "GRU": _gru}


def _empty(w: Weights, sequence: Floats) -> Floats:
    n, time, _features = sequence.shape
    return np.zeros((n, time, w.units), sequence.dtype)


def _entering(w: Weights, sequence: Floats) -> enumerate:
    """W x + b of each step, (n, k units): one product for all steps."""
    return enumerate(np.moveaxis(sequence @ w.kernel + w.bias, 1, 0))


def _sigmoid(x: Floats) -> Floats:
    return 0.5 + 0.5 * np.tanh(0.5 * x)  # overflows nowhere


# What all the usual cells have; a call of Keras costs ten times as much as one of NumPy.
_IN_NUMPY: dict[str, Function] = {
    "tanh": np.tanh,
    "sigmoid": _sigmoid,
    "relu": lambda x: np.maximum(x, 0),
    "linear": lambda x: x,
}


def _function(activation: Callable | None) -> Function:
    """An activation of Keras for arrays; the usual ones by NumPy itself."""
    from keras import activations, ops

    if activation is None:
        return _IN_NUMPY["linear"]
    for name, function in _IN_NUMPY.items():
        if activation is activations.get(name):
            return function
    return lambda x: ops.convert_to_numpy(activation(ops.convert_to_tensor(x)))
