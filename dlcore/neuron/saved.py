"""A network on the plane as a .keras file."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.forward import Unit, split
from dlcore.neuron.network import build_network, set_weights
from dlcore.validation import ConfigError


def keras_file(
    config: NeuronConfig, weights: NDArray[np.float32], off: Iterable[Unit] = ()
) -> bytes:
    """The bytes of a file that `keras.models.load_model` reads.

    Its inputs are the features, (n, len(config.features)), as `expand` makes them of points.

    Args:
        weights: (config.parameters,).
        off: hidden units that put out 0: in the file, nobody listens to them.

    Raises:
        ConfigError: one of the activations is none that a file can name.
    """
    if "threshold" in config.activations:  # in Keras it has no parameters of its own
        raise ConfigError("Keras cannot write the activation “Threshold” into a file.")
    from dlcore.registry.keras_file import to_bytes

    kept = weights.copy()
    layers = split(config, kept)
    for layer, unit in off:
        layers[layer + 1].kernel[unit] = 0
    model = build_network(config)
    set_weights(model, config, kept)
    return to_bytes(model)
