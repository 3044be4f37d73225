"""A signal through many random layers, and its gradient back (Glorot and Bengio 2010)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dlcore.activations.functions import SCALARS, keras_function
from dlcore.initializers import INITIALIZERS
from dlcore.validation import check_fields, one_of, real, whole

if TYPE_CHECKING:
    import tensorflow as tf

ACTIVATIONS = tuple(name for name, record in SCALARS.items() if record.kind == "scalar")
"""Activations that a layer of units can have as they are; `glu` would halve its width."""

BINS = 60
_LARGEST_VALUE = 10.0  # of the histogram of values; what is beyond is counted at its edge
_SMALLEST_LOG, _LARGEST_LOG = -40.0, 38.0  # what float32 can hold


@dataclass(frozen=True)
class DepthConfig:
    """One signal through one stack of layers without biases.

    Attributes:
        activation: one of `ACTIVATIONS`, with Keras' default parameters.
        initializer: key of `INITIALIZERS`.
        layers: 1-50.
        units: of every layer, 2-1024.
        batch: how many random inputs are sent through, 2-512.
        gain: what the weights are multiplied with, 0.1-10.
        seed: of the weights, the inputs and the direction of the gradient.

    Raises:
        ConfigError: a value outside its range.
    """

    activation: str = one_of("sigmoid", ACTIVATIONS)
    initializer: str = one_of("glorot_uniform", INITIALIZERS)
    layers: int = whole(20, 1, 50)
    units: int = whole(128, 2, 1024)
    batch: int = whole(64, 2, 512)
    gain: float = real(1.0, 0.1, 10.0)
    seed: int = whole(0, 0, 2**31 - 1)

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True)
class DepthProfile:
    """Distributions of each layer's values and of their gradients, from the first layer on.

    Attributes:
        std: (layers,) float64, standard deviation of each layer's values.
        zeros: (layers,) share of the values that are exactly 0, in [0, 1].
        value_edges: (bins + 1,) of the histogram of values; what lies beyond is in the last bins.
        values: (layers, bins) shares of all values of the layer.
        gradient_edges: (bins + 1,) in log10 of the absolute gradient.
        gradients: (layers, bins) shares of all gradients of the layer; a gradient of 0 is in none.
        median: (layers,) median of the absolute gradient.
        overflow: number, from 1, of the first layer with a value that is not finite; 0 for none.
        lost: how many layers have a gradient that is not finite; all of them after an overflow.
    """

    config: DepthConfig
    std: np.ndarray
    zeros: np.ndarray
    value_edges: np.ndarray
    values: np.ndarray
    gradient_edges: np.ndarray
    gradients: np.ndarray
    median: np.ndarray
    overflow: int
    lost: int


def through_depth(config: DepthConfig) -> DepthProfile:
    """Sends random inputs, N(0, 1), through the layers, and a random direction, N(0, 1), back.

    Layer l is h_l = f(h_{l-1} W_l) in float32, with W_l from the initialiser of Keras, times the
    gain, and f the activation of Keras. The gradient at layer l is that of sum(h_L * direction) by
    h_l. Such histograms are figures 6 and 7 of Glorot and Bengio (2010).
    """
    values, gradients = signals(config)
    return profile(config, values, gradients)


def fate(median: np.ndarray) -> str:
    """What becomes of a gradient on its way back, by the ratio median[0] / median[-1].

    Returns:
        "vanishes" below 1/1000, "fades" below 1/5, "holds", "grows" above 10, "explodes" above
        1000; "lost" where a number is missing.
    """
    first, last = float(median[0]), float(median[-1])
    if not (np.isfinite(first) and np.isfinite(last) and last > 0):
        return "lost"
    limits = {"vanishes": 1e-3, "fades": 0.2, "holds": 10.0, "grows": 1e3}
    return next((word for word, limit in limits.items() if first / last < limit), "explodes")


def compare(configs: Sequence[DepthConfig]) -> tuple[DepthProfile, ...]:
    """Several stacks in one call."""
    return tuple(map(through_depth, configs))


def signals(config: DepthConfig) -> tuple[np.ndarray, np.ndarray]:
    """The values of all layers and their gradients, both float32 (layers, batch, units)."""
    import tensorflow as tf
    from keras import ops, random

    function = keras_function(config.activation, {})
    shape = (config.batch, config.units)
    h = random.normal(shape, seed=config.seed, dtype="float32")
    direction = random.normal(shape, seed=config.seed + 1, dtype="float32")
    layers = []
    with tf.GradientTape() as tape:
        tape.watch(h)
        for weights in _weights(config):
            h = function(ops.matmul(h, weights))
            layers.append(h)
        end = ops.sum(h * direction)
    gradients = tape.gradient(end, layers, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    return np.stack([v.numpy() for v in layers]), np.stack([g.numpy() for g in gradients])


def _weights(config: DepthConfig) -> list[tf.Tensor]:
    """One matrix (units, units) for each layer, each from a seed of its own."""
    from keras import initializers

    record = INITIALIZERS[config.initializer]
    make = getattr(initializers, record.kind)
    matrices = []
    for layer in range(config.layers):
        seed = {"seed": config.seed + 2 + layer} if record.seeded else {}
        drawn = make(**record.arguments, **seed)((config.units, config.units), dtype="float32")
        matrices.append(drawn * config.gain)
    return matrices


def profile(config: DepthConfig, values: np.ndarray, gradients: np.ndarray) -> DepthProfile:
    """Sums up values and gradients, both (layers, batch, units)."""
    values, gradients = (a.reshape(len(a), -1) for a in (values, gradients))
    fine = np.isfinite(values).all(axis=1)
    if not fine.all():  # what comes back from there is no gradient, whatever it looks like
        gradients = np.full_like(gradients, np.nan)
    with np.errstate(all="ignore"):
        size = np.abs(gradients)
        logs = np.log10(size)
        std = values.std(axis=1, dtype=float)  # squares leave float32 before the values do
    value_edges = _value_edges(values[fine])
    gradient_edges = _log_edges(logs[np.isfinite(logs)])
    return DepthProfile(
        config=config,
        std=std,
        zeros=(values == 0).mean(axis=1),
        value_edges=value_edges,
        values=_histograms(values, value_edges),
        gradient_edges=gradient_edges,
        gradients=_histograms(logs, gradient_edges),
        median=np.median(size, axis=1),
        overflow=0 if fine.all() else int(np.argmin(fine)) + 1,
        lost=int((~np.isfinite(size).all(axis=1)).sum()),
    )


def _value_edges(values: np.ndarray) -> np.ndarray:
    """Bins from -limit to limit that nearly all values of nearly all layers are in."""
    limit = float(np.quantile(np.abs(values[:, ::7]), 0.995)) if values.size else 1.0
    return np.linspace(-1, 1, BINS + 1) * (min(limit, _LARGEST_VALUE) or 1.0)


def _log_edges(logs: np.ndarray) -> np.ndarray:
    """Bins over whole powers of ten that nearly all gradients are in."""
    if not logs.size:
        return np.linspace(-1.0, 0.0, BINS + 1)
    low, high = np.quantile(logs[::7], [0.002, 0.998])
    low, high = max(np.floor(low), _SMALLEST_LOG), min(np.ceil(high), _LARGEST_LOG)
    return np.linspace(low, max(high, low + 1), BINS + 1)


def _histograms(rows: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """The share of each row that is in each bin; what is beyond the edges is in the last bins.

    Counted for all rows at once: `np.histogram` on 50 layers takes several times as long.
    """
    bins = len(edges) - 1
    finite = np.isfinite(rows)
    scale = bins / (edges[-1] - edges[0])
    with np.errstate(all="ignore"):
        place = np.clip((rows - np.float32(edges[0])) * np.float32(scale), 0, bins - 1)
    place = np.where(finite, place, 0).astype(np.int32)
    place += np.arange(len(rows), dtype=np.int32)[:, None] * bins
    counts = np.bincount(place[finite], minlength=len(rows) * bins)
    return counts.reshape(len(rows), bins) / rows.shape[1]
