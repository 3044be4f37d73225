"""Convolutional networks for images: a small validated description, and the model it describes.

The default is the network that most MNIST tutorials train: two convolutions with max pooling and
one hidden layer, 225,034 parameters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from dlcore.contract import CLASSES, INPUT_SHAPE, MOST_CLASSES, check_size
from dlcore.layers import LayerSpec, build, layer, table
from dlcore.validation import ConfigError, check_fields, check_whole, one_of, real, whole

if TYPE_CHECKING:
    import keras

POOLINGS = ("max", "average", "stride")
ACTIVATIONS = ("relu", "leaky_relu", "elu", "gelu", "silu", "tanh", "sigmoid")
MAX_BLOCKS = 4
MAX_FILTERS = 256
BATCH_NORM_MOMENTUM = 0.9  # Keras' 0.99 still remembers its start after a short run

_POOLING_LAYERS = {"max": "MaxPooling2D", "average": "AveragePooling2D"}


@dataclass(frozen=True)
class CnnConfig:
    """What a convolutional network looks like.

    Attributes:
        filters: filters of each block's convolution, 1-4 blocks of 1-256 filters.
        kernel_size: side of the square kernels, 1-7 pixels.
        pooling: how a block halves the image: "max" or "average" over 2x2 pixels, or "stride",
            where the convolution itself takes steps of 2 (Springenberg et al. 2015).
        activation: one of `ACTIVATIONS`, after each convolution and in the hidden layer.
        batch_norm: normalise between convolution and activation (Ioffe & Szegedy 2015).
        dropout: share of the inputs of the last layer that training switches off, in [0, 0.9]
            (Srivastava et al. 2014).
        dense_units: units of the hidden layer, 0-1024; 0 leaves it out.
        classes: how many there are to tell apart, 2-100.

    Raises:
        ConfigError: a value outside its range, an image that shrinks to nothing, or more than
            `contract.MAX_PARAMETERS` parameters.
    """

    filters: tuple[int, ...] = (32, 64)
    kernel_size: int = whole(3, 1, 7)
    pooling: str = one_of("max", POOLINGS)
    activation: str = one_of("relu", ACTIVATIONS)
    batch_norm: bool = one_of(False)
    dropout: float = real(0.0, 0.0, 0.9)
    dense_units: int = whole(128, 0, 1024)
    classes: int = whole(CLASSES, 2, MOST_CLASSES)

    def __post_init__(self) -> None:
        _check_filters(self.filters)
        check_fields(self)
        _check_geometry(self)
        check_size(layer_specs(self))


def layer_specs(config: CnnConfig) -> tuple[LayerSpec, ...]:
    """Writes the network down layer by layer, from the first convolution to the softmax."""
    blocks = (_block(config, filters) for filters in config.filters)
    return (*chain.from_iterable(blocks), *_head(config))


def build_cnn(config: CnnConfig) -> keras.Model:
    """Builds the network.

    Returns:
        An uncompiled model from (n, 28, 28, 1) float32 in [0, 1] to (n, classes) probabilities.
    """
    return build(layer_specs(config), INPUT_SHAPE, name="cnn")


def _check_filters(filters: object) -> None:
    if not isinstance(filters, tuple) or not 1 <= len(filters) <= MAX_BLOCKS:
        raise ConfigError(
            "filters must be a tuple of 1 to {most} whole numbers, one a block. Received: {value}",
            most=MAX_BLOCKS,
            value=repr(filters),
        )
    for number, count in enumerate(filters, start=1):
        check_whole(f"filters of block {number}", count, 1, MAX_FILTERS)


def _check_geometry(config: CnnConfig) -> None:
    shape: tuple[int, ...] = INPUT_SHAPE
    for number, filters in enumerate(config.filters, start=1):
        try:
            shape = table(_block(config, filters), shape)[-1].output_shape
        except ValueError as error:
            height, width = shape[:2]
            raise ConfigError(
                "Block {number} leaves nothing of the image: kernel_size {kernel_size} with "
                "{pooling} pooling needs more than the {height}x{width} pixels that reach it.",
                number=number,
                kernel_size=config.kernel_size,
                pooling=config.pooling,
                height=height,
                width=width,
            ) from error


def _block(config: CnnConfig, filters: int) -> tuple[LayerSpec, ...]:
    shared = {"filters": filters, "kernel_size": config.kernel_size}
    if config.pooling == "stride":
        return _convolution(config, **shared, strides=2)
    pooling = layer(_POOLING_LAYERS[config.pooling], pool_size=2)
    return (*_convolution(config, **shared), pooling)


def _convolution(config: CnnConfig, **arguments: int) -> tuple[LayerSpec, ...]:
    if not config.batch_norm:
        return (layer("Conv2D", **arguments, activation=config.activation),)
    return (
        layer("Conv2D", **arguments, use_bias=False),  # batch norm brings its own offset
        layer("BatchNormalization", momentum=BATCH_NORM_MOMENTUM),
        layer("Activation", activation=config.activation),
    )


def _head(config: CnnConfig) -> Iterable[LayerSpec]:
    yield layer("Flatten")
    if config.dense_units:
        yield layer("Dense", units=config.dense_units, activation=config.activation)
    if config.dropout:
        yield layer("Dropout", rate=config.dropout)
    yield layer("Dense", units=config.classes, activation="softmax")


PRESETS: dict[str, CnnConfig] = {
    "tutorial": CnnConfig(),
    "fast": CnnConfig((16, 32), 5, pooling="stride", activation="gelu", batch_norm=True),
    "tiny": CnnConfig((8, 16), dense_units=16),
}
"""Ready-made networks by name."""
