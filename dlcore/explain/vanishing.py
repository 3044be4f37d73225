"""The vanishing gradient: how much of the first step is left at the end of a long sequence.

Hochreiter (1991), Bengio, Simard and Frasconi (1994): on its way back through time a gradient is
multiplied with one matrix a step, and shrinks or grows as its powers do. Here cells with fresh
weights read the same pixels in ever shorter pieces, and the gradient is followed back step by step.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.explain.cells import GATES, Floats, Trace, Weights, run, weights_of
from dlcore.initializers import INITIALIZERS
from dlcore.validation import check_choice, check_number, check_whole

RECURRENT = ("orthogonal", "glorot_uniform", "random_normal")
"""Keys of `INITIALIZERS` for the matrix between one state and the next; Keras takes the first."""


@dataclass(frozen=True)
class VanishingConfig:
    """Cells with fresh weights.

    Attributes:
        recurrent: one of `RECURRENT`.
        gate_bias: of the forget gate of an LSTM and the update gate of a GRU, -10 to 10; the more,
            the longer they hold. Keras takes 1 for the one and 0 for the other, as does None.
        units: of each cell, 1-256.
        seed: of the weights and of the direction of the gradient.

    Raises:
        ConfigError: a value outside its range.
    """

    recurrent: str = "orthogonal"
    gate_bias: float | None = None
    units: int = 32
    seed: int = 0

    def __post_init__(self) -> None:
        check_choice("recurrent", self.recurrent, RECURRENT)
        if self.gate_bias is not None:
            check_number("gate_bias", self.gate_bias, -10.0, 10.0)
        check_whole("units", self.units, 1, 256)
        check_whole("seed", self.seed, 0, 2**31 - 1)


def vanishing(
    config: VanishingConfig, pixels: NDArray[np.floating], steps: int
) -> dict[str, NDArray[np.float64]]:
    """The norm of the gradient of the last state by the input of each step, for each cell.

    Args:
        pixels: (n, size), of which each step reads size / steps; the mean over all n counts.
        steps: a divisor of size.

    Returns:
        For each key of `GATES`, (steps,) float64: |d (direction . h_T) / d x_t|, for a normally
        distributed direction. In float32, in which networks are trained, what is below 1e-45 is 0.
    """
    sequence = np.asarray(pixels, np.float64).reshape(len(pixels), steps, -1)
    found = {}
    for kind in GATES:
        weights = fresh(kind, sequence.shape[-1], config)
        direction = np.random.default_rng(config.seed).normal(size=(len(sequence), config.units))
        gradient = through_time(kind, weights, sequence, direction)
        found[kind] = np.sqrt((gradient**2).sum(axis=-1)).mean(axis=0)
    return found


def fresh(kind: str, features: int, config: VanishingConfig) -> Weights:
    """Freshly initialised weights of a layer of Keras, float64."""
    import keras

    record = INITIALIZERS[config.recurrent]
    recurrent = getattr(keras.initializers, record.kind)(**record.arguments, seed=config.seed + 1)
    layer = getattr(keras.layers, kind)(
        config.units,
        kernel_initializer=keras.initializers.GlorotUniform(seed=config.seed),
        recurrent_initializer=recurrent,
    )
    layer.build((None, None, features))
    weights = weights_of(layer, np.float64)
    gate = {"LSTM": 1, "GRU": 0}.get(kind)  # which of the parts of the bias holds the state
    if gate is not None and config.gate_bias is not None:
        weights.bias[gate * config.units : (gate + 1) * config.units] = config.gate_bias
    return weights


def through_time(kind: str, w: Weights, sequence: Floats, direction: Floats) -> Floats:
    """Gradient of direction . h_T by the inputs of all steps: (n, time, features).

    Backpropagation through time (Werbos 1990) by hand, for cells with tanh and sigmoid, and a GRU
    that resets after the product. Automatic differentiation needs a graph for each length, and
    seconds for it.

    Args:
        sequence: (n, time, features).
        direction: (n, units).
    """
    trace = run(kind, w, sequence)
    before = np.zeros_like(trace.states)
    before[:, 1:] = trace.states[:, :-1]
    parts = _BACKWARD[kind](w, trace, before, direction)  # (n, time, k units)
    return parts @ w.kernel.T


def _simple(w: Weights, trace: Trace, before: Floats, dh: Floats) -> Floats:
    parts = np.empty_like(trace.states)
    for t in reversed(range(parts.shape[1])):
        parts[:, t] = dh * (1 - trace.states[:, t] ** 2)
        dh = parts[:, t] @ w.recurrent_kernel.T
    return parts


def _lstm(w: Weights, trace: Trace, before: Floats, dh: Floats) -> Floats:
    i, f, o, g = (trace.gates[name] for name in GATES["LSTM"])
    assert trace.cells is not None
    bent = np.tanh(trace.cells)
    c_before = np.zeros_like(bent)
    c_before[:, 1:] = trace.cells[:, :-1]
    # How each part of the product moves what it makes: a gate's slope times what it lets through.
    slopes = np.stack([g * i * (1 - i), c_before * f * (1 - f), i * (1 - g**2)])
    out, through = bent * o * (1 - o), o * (1 - bent**2)
    parts = np.empty((*dh.shape[:1], bent.shape[1], 4 * w.units))
    dc = np.zeros_like(dh)
    for t in reversed(range(bent.shape[1])):
        dc = dc + dh * through[:, t]
        parts[:, t] = np.concatenate([*(dc * slopes[:, :, t]), dh * out[:, t]], axis=1)
        dh = parts[:, t] @ w.recurrent_kernel.T
        dc = dc * f[:, t]
    return parts


def _gru(w: Weights, trace: Trace, before: Floats, dh: Floats) -> Floats:
    z, r, g = (trace.gates[name] for name in GATES["GRU"])
    last = slice(2 * w.units, None)  # the candidate's part of the weights
    product = before @ w.recurrent_kernel[:, last] + w.recurrent_bias[last]  # what r resets
    update, candidate = (before - g) * z * (1 - z), (1 - z) * (1 - g**2)
    reset = product * r * (1 - r)
    parts = np.empty((*z.shape[:2], 3 * w.units))
    for t in reversed(range(z.shape[1])):
        dg = dh * candidate[:, t]
        both = np.concatenate([dh * update[:, t], dg * reset[:, t]], axis=1)
        parts[:, t] = np.concatenate([both, dg], axis=1)
        back = np.concatenate([both, dg * r[:, t]], axis=1) @ w.recurrent_kernel.T
        dh = dh * z[:, t] + back
    return parts


_BACKWARD = {"SimpleRNN": _simple, "LSTM": _lstm, "GRU": _gru}
