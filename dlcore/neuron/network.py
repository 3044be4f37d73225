"""The network on the plane as a Keras model, where its weights start, and what it is trained on."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dlcore.initializers import INITIALIZERS
from dlcore.losses.table import LOSSES
from dlcore.neuron.config import MAX_LAYERS, NeuronConfig
from dlcore.neuron.forward import split

if TYPE_CHECKING:
    import keras

EQUAL = 0.5  # what all weights are that begin equal


def build_network(config: NeuronConfig, logits: bool = False) -> keras.Sequential:
    """The network of these settings with its first weights.

    Args:
        config: features, widths, activations and start.
        logits: without the last activation, for a loss that does its work; see `takes_logits`.

    Returns:
        An uncompiled model from (n, len(config.features)) to (n, 1), or (n, classes) from three
        classes on.
    """
    import keras

    activations = [*config.activations, "linear" if logits else config.layers[-1]]
    layers = [
        keras.layers.Dense(units, _activation(name), kernel_initializer=_initializer(config, i))
        for i, (units, name) in enumerate(zip(config.widths[1:], activations, strict=True))
    ]
    model = keras.Sequential([keras.Input((len(config.features),)), *layers])
    set_weights(model, config, first_weights(config))
    return model


def set_weights(model: keras.Sequential, config: NeuronConfig, weights: NDArray[Any]) -> None:
    """Puts flat weights, (config.parameters,), into a network of these settings."""
    model.set_weights([part for layer in split(config, weights) for part in layer])


def first_weights(config: NeuronConfig) -> NDArray[np.float32]:
    """(config.parameters,): where a training starts, the same for the same seed."""
    parts = []
    for number, shape in enumerate(pairwise(config.widths)):
        kernel = np.asarray(_initializer(config, number)(shape))
        parts += [config.start_scale * kernel.ravel(), np.zeros(shape[1])]
    return np.concatenate(parts).astype(np.float32)


def layer_seed(seed: int, layer: int) -> int:
    """The seed of a layer's initialiser: a layer more leaves those before it as they were."""
    return (MAX_LAYERS + 1) * seed + layer


def takes_logits(loss: str) -> bool:
    """Whether the Keras loss is better off with what comes before the last activation."""
    return LOSSES[loss].takes_logits


def loss_of(config: NeuronConfig, logits: bool = False) -> keras.losses.Loss:
    """The Keras loss, without L1 and L2.

    Args:
        config: names it.
        logits: it is given what comes before the last activation; only where it `takes_logits`.
    """
    import keras

    more: dict[str, Any] = {"from_logits": True} if logits else {}
    return getattr(keras.losses, LOSSES[config.loss].keras_class)(**more)


def targets(y: NDArray[np.float32], classes: int) -> NDArray[np.float32]:
    """What the outputs are compared with: (n, 1), or (n, classes) one-hot from three classes on."""
    return y[:, None] if classes <= 2 else np.eye(classes, dtype=np.float32)[y.astype(int)]


def _initializer(config: NeuronConfig, layer: int) -> keras.initializers.Initializer:
    import keras

    if config.start == "equal":
        return keras.initializers.Constant(EQUAL)
    record = INITIALIZERS[config.start]
    kind = getattr(keras.initializers, record.kind)
    return kind(**record.arguments, seed=layer_seed(config.seed, layer))


def _activation(name: str) -> str | Callable[..., Any]:
    """As a layer takes it: by name, so that the model can be saved, but for the one with no
    defaults of its own."""
    if name != "threshold":
        return name
    from dlcore.activations.functions import keras_function

    return keras_function(name, {})
