"""What each layer of a network has to do for one image, counted from how it is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import prod

from dlcore.contract import INPUT_SHAPE
from dlcore.layers import Arguments, LayerSpec, Shape, table
from dlcore.training.architectures import NetworkConfig, layer_specs

NUMBER_BYTES = 4
"""Of a float32."""
BACKWARD = 2
"""Multiply-adds on the way back for each on the way there: one for the gradient of what came in,
one for that of the weight."""


@dataclass(frozen=True)
class LayerCost:
    """What one layer costs for one image on its way through.

    Attributes:
        kind: class name in `keras.layers`.
        output_shape: without the batch dimension.
        parameters: as `layers.LayerRow`.
        multiply_adds: products that are added up. Adding a bias, comparing, and what an activation
            computes of a single number are none.
        bytes_moved: weights, what comes in and what goes out, each once and as float32. A layer
            that keeps nothing and can work in place, such as Flatten, moves none.
    """

    kind: str
    output_shape: Shape
    parameters: int
    multiply_adds: int
    bytes_moved: int


def operations(specs: Iterable[LayerSpec], input_shape: Shape) -> tuple[LayerCost, ...]:
    """Counts a network, layer by layer.

    Args:
        specs: the layers in order.
        input_shape: of one example, without the batch dimension.

    Raises:
        ValueError: as `layers.table`.
    """
    specs, shape, found = tuple(specs), input_shape, []
    for spec, row in zip(specs, table(specs, input_shape), strict=True):
        moved = row.parameters + prod(shape) + prod(row.output_shape)
        found.append(
            LayerCost(
                row.kind,
                row.output_shape,
                row.parameters,
                MULTIPLY_ADDS[spec.kind](spec.arguments, shape, row.output_shape),
                0 if spec.kind in _IN_PLACE else NUMBER_BYTES * moved,
            )
        )
        shape = row.output_shape
    return tuple(found)


def of_network(network: NetworkConfig) -> tuple[LayerCost, ...]:
    """The same for a network that reads digits."""
    return operations(layer_specs(network), INPUT_SHAPE)


def forward(network: NetworkConfig) -> int:
    """Multiply-adds of one image on its way through a network."""
    return sum(layer.multiply_adds for layer in of_network(network))


def training(multiply_adds: float, images: float) -> float:
    """Multiply-adds of a training: so many of one image there, and back, for each image.

    Args:
        multiply_adds: of one image on its way through.
        images: that it was shown, each as often as it was.
    """
    return (1 + BACKWARD) * multiply_adds * images


_IN_PLACE = ("Flatten", "Reshape", "Dropout")  # dropout does nothing where a network answers
_Count = Callable[[Arguments, Shape, Shape], int]  # keywords, shape of what comes in, goes out


def _none(arguments: Arguments, received: Shape, output: Shape) -> int:
    return 0


def _convolution(arguments: Arguments, received: Shape, output: Shape) -> int:
    return prod(output) * arguments["kernel_size"] ** 2 * received[-1]


def _dense(arguments: Arguments, received: Shape, output: Shape) -> int:
    return prod(received) * arguments["units"]


def _recurrent(parts: int) -> _Count:
    """So many times weights for what is read and for the state, at each step."""

    def count(arguments: Arguments, received: Shape, output: Shape) -> int:
        steps, features = received
        return parts * steps * arguments["units"] * (features + arguments["units"])

    return count


def _both_ways(arguments: Arguments, received: Shape, output: Shape) -> int:
    wrapped = arguments["layer"]
    return 2 * MULTIPLY_ADDS[wrapped.kind](wrapped.arguments, received, output)


MULTIPLY_ADDS: Mapping[str, _Count] = {
    "Conv2D": _convolution,
    "MaxPooling2D": _none,
    "AveragePooling2D": _none,
    # When a network answers, all of it is one factor and one summand for each number.
    "BatchNormalization": lambda arguments, received, output: prod(output),
    "Activation": _none,
    "Dropout": _none,
    "Flatten": _none,
    "Reshape": _none,
    "Permute": _none,
    "SimpleRNN": _recurrent(1),
    "LSTM": _recurrent(4),
    "GRU": _recurrent(3),
    "Bidirectional": _both_ways,
    "Dense": _dense,
}
"""By kind of layer, all that `layers.RULES` has."""
