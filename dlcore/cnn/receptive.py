"""How far into the image a layer sees: the receptive field of one of its cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dlcore.explain.network import Network

Pair = tuple[int, int]  # of rows, of columns

CELL_BY_CELL = (
    "Activation", "ReLU", "LeakyReLU", "ELU", "PReLU", "BatchNormalization", "Rescaling",
    "Dropout", "SpatialDropout2D", "GaussianNoise", "GaussianDropout",
)  # fmt: skip
"""Layers that leave each cell in its place, and its channel in its own."""
_IN_PLACE = (*CELL_BY_CELL, "Softmax", "LayerNormalization", "GroupNormalization")
_CONVOLUTIONS = ("Conv2D", "DepthwiseConv2D", "SeparableConv2D")
_POOLINGS = ("MaxPooling2D", "AveragePooling2D")


@dataclass(frozen=True)
class ReceptiveField:
    """The pixels that one cell of a layer depends on, a rectangle (Araujo et al. 2019).

    Attributes:
        size: rows and columns of pixels.
        jump: pixels from the field of one cell to that of the next.
        start: first row and column of the field of cell (0, 0); below 0 where it begins in the
            padding.
        image: rows and columns of the image.
    """

    size: Pair
    jump: Pair
    start: Pair
    image: Pair

    def of(self, cell: Pair) -> tuple[Pair, Pair]:
        """First row and column, and those behind the last, of a cell's pixels in the image."""
        first = [s + c * j for s, c, j in zip(self.start, cell, self.jump, strict=True)]
        behind = [f + n for f, n in zip(first, self.size, strict=True)]
        top, left = (max(0, f) for f in first)
        bottom, right = (min(n, b) for n, b in zip(self.image, behind, strict=True))
        return (top, left), (bottom, right)

    def nearest(self, row: float, column: float, shape: Pair) -> Pair:
        """The cell whose field has its middle next to a place in the image.

        Args:
            row, column: in pixels.
            shape: rows and columns of cells.
        """
        places = zip(self.start, self.size, self.jump, (row, column), shape, strict=True)
        found = [
            min(max(round((at - s - (n - 1) / 2) / j), 0), count - 1)
            for s, n, j, at, count in places
        ]
        return found[0], found[1]


def receptive_fields(network: Network) -> tuple[ReceptiveField | None, ...]:
    """The receptive field of each layer, in their order.

    Returns:
        None for what sees the whole image, and from the first layer on of which it is not known:
        a recurrent one, or one that reads another than the layer before it.
    """
    shape = network.image_shape[:2]
    image = (shape[0], shape[1])
    field: ReceptiveField | None = ReceptiveField((1, 1), (1, 1), (0, 0), image)
    found = []
    for facts in network.layers:
        layer = network.model.get_layer(facts.name)
        if field is not None:
            field = _behind(field, layer, shape) if network.follows(facts.name) else None
        found.append(field)
        shape = facts.output_shape
    return tuple(found)


def _behind(field: ReceptiveField, layer: Any, shape: tuple[int, ...]) -> ReceptiveField | None:
    """The field behind one more layer.

    Args:
        shape: of what it is given; rows and columns come first.
    """
    kind = type(layer).__name__
    if kind in _IN_PLACE:
        return field
    if kind in _CONVOLUTIONS:
        window, dilation = layer.kernel_size, layer.dilation_rate
    elif kind in _POOLINGS:
        window, dilation = layer.pool_size, (1, 1)
    else:
        return None
    size, jump, start = [], [], []
    for axis in (0, 1):
        reach = dilation[axis] * (window[axis] - 1) + 1
        stride = layer.strides[axis]
        before = _margin(shape[axis], reach, stride) if layer.padding == "same" else 0
        size.append(field.size[axis] + (reach - 1) * field.jump[axis])
        start.append(field.start[axis] - before * field.jump[axis])
        jump.append(field.jump[axis] * stride)
    return ReceptiveField(_pair(size), _pair(jump), _pair(start), field.image)


def _margin(side: int, reach: int, stride: int) -> int:
    """Zeros before a side that is padded to be as wide behind, but for the stride."""
    places = -(-side // stride)
    return max((places - 1) * stride + reach - side, 0) // 2


def _pair(values: list[int]) -> Pair:
    return values[0], values[1]
