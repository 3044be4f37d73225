"""Dense networks for images: 784 pixels in a row, and layers in which each neuron sees all before.

Such a network does not know which pixels are neighbours: with the pixels of all images reordered in
the same way it would learn just as well. Without a hidden layer it is softmax regression.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dlcore.cnn.network import ACTIVATIONS, BATCH_NORM_MOMENTUM
from dlcore.contract import CLASSES, INPUT_SHAPE, MOST_CLASSES, check_size
from dlcore.layers import LayerSpec, build, layer
from dlcore.validation import ConfigError, check_fields, check_whole, one_of, real, whole

if TYPE_CHECKING:
    import keras

MAX_LAYERS = 4
MAX_UNITS = 1024


@dataclass(frozen=True)
class MlpConfig:
    """What a dense network looks like.

    Attributes:
        units: neurons of each hidden layer, 0-4 layers of 1-1024 neurons; () is softmax regression.
        activation: one of `ACTIVATIONS`, of each hidden layer.
        batch_norm: normalise each hidden layer before its activation (Ioffe & Szegedy 2015).
        dropout: share of each hidden layer's outputs that training switches off, in [0, 0.9]
            (Srivastava et al. 2014).
        classes: how many there are to tell apart, 2-100.

    Raises:
        ConfigError: a value outside its range, or more than `contract.MAX_PARAMETERS` parameters.
    """

    units: tuple[int, ...] = (128,)
    activation: str = one_of("relu", ACTIVATIONS)
    batch_norm: bool = one_of(False)
    dropout: float = real(0.0, 0.0, 0.9)
    classes: int = whole(CLASSES, 2, MOST_CLASSES)

    def __post_init__(self) -> None:
        _check_units(self.units)
        check_fields(self)
        check_size(layer_specs(self))


def layer_specs(config: MlpConfig) -> tuple[LayerSpec, ...]:
    """Writes the network down layer by layer, from the row of pixels to the softmax."""
    return tuple(_layers(config))


def build_mlp(config: MlpConfig) -> keras.Sequential:
    """Builds the network.

    Returns:
        An uncompiled model from (n, 28, 28, 1) float32 in [0, 1] to (n, classes) probabilities.
    """
    return build(layer_specs(config), INPUT_SHAPE, name="mlp")


def _check_units(units: object) -> None:
    if not isinstance(units, tuple) or len(units) > MAX_LAYERS:
        raise ConfigError(
            "units must be a tuple of at most {most} whole numbers, one a hidden layer. "
            "Received: {value}",
            most=MAX_LAYERS,
            value=repr(units),
        )
    for number, count in enumerate(units, start=1):
        check_whole(f"units of layer {number}", count, 1, MAX_UNITS)


def _layers(config: MlpConfig) -> Iterator[LayerSpec]:
    yield layer("Flatten")
    for units in config.units:
        yield from _hidden(config, units)
        if config.dropout:
            yield layer("Dropout", rate=config.dropout)
    yield layer("Dense", units=config.classes, activation="softmax")


def _hidden(config: MlpConfig, units: int) -> tuple[LayerSpec, ...]:
    if not config.batch_norm:
        return (layer("Dense", units=units, activation=config.activation),)
    return (
        layer("Dense", units=units, use_bias=False),  # batch norm brings its own offset
        layer("BatchNormalization", momentum=BATCH_NORM_MOMENTUM),
        layer("Activation", activation=config.activation),
    )


PRESETS: dict[str, MlpConfig] = {
    "one_layer": MlpConfig(dropout=0.2),
    "softmax": MlpConfig(units=()),
}
"""Ready-made networks by name."""
