"""The kinds of networks that can be trained, and the one way in which all of them are used.

A kind is a config, a frozen dataclass that says what such a network looks like, and a function that
writes it down layer by layer. Training, the layer table and the source code know no more of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from dlcore import cnn, layers, mlp, rnn
from dlcore.cnn import CnnConfig
from dlcore.contract import INPUT_SHAPE
from dlcore.layers import LayerSpec
from dlcore.mlp import MlpConfig
from dlcore.rnn import RnnConfig

if TYPE_CHECKING:
    import keras

NetworkConfig: TypeAlias = CnnConfig | RnnConfig | MlpConfig


@dataclass(frozen=True)
class Architecture:
    """One kind of network.

    Attributes:
        name: of its models; appears in their summary and in file names.
        noun: what it is, as the first line of a program says it.
        layer_specs: from a config of this kind to the layers, in order.
    """

    name: str
    noun: str
    layer_specs: Callable[[Any], tuple[LayerSpec, ...]]


ARCHITECTURES: Mapping[type, Architecture] = {
    CnnConfig: Architecture("cnn", "a convolutional network", cnn.layer_specs),
    RnnConfig: Architecture("rnn", "a recurrent network", rnn.layer_specs),
    MlpConfig: Architecture("mlp", "a dense network", mlp.layer_specs),
}
"""Every kind of network by the type of its config. A new one is a new entry."""


def architecture(config: NetworkConfig) -> Architecture:
    """The kind of network that a config describes."""
    return ARCHITECTURES[type(config)]


def layer_specs(config: NetworkConfig) -> tuple[LayerSpec, ...]:
    """Writes a network down layer by layer, from its input to the softmax."""
    return architecture(config).layer_specs(config)


def build_network(config: NetworkConfig) -> keras.Sequential:
    """Builds a network.

    Returns:
        An uncompiled model from (n, 28, 28, 1) float32 in [0, 1] to (n, classes) probabilities.
    """
    return layers.build(layer_specs(config), INPUT_SHAPE, architecture(config).name)
