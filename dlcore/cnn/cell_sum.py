"""How a cell of a feature map comes about: what is under the window, weighted and added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.cnn.receptive import CELL_BY_CELL
from dlcore.convolution.window import Window
from dlcore.data.held_out import Digit
from dlcore.errors import LabError
from dlcore.explain import features
from dlcore.explain.network import LayerFacts
from dlcore.messages import N_
from dlcore.registry.at_hand import find_network


@dataclass(frozen=True)
class CellSum:
    """One map of a convolution, one of the channels that come in, and one cell.

    Attributes:
        channel: number of the one that comes in.
        padded: (height, width) float32, that channel with its margin of zeros.
        margin: rows and columns of that margin above, left, below and right.
        kernel: (size, size) float32, the weights of the map for this channel.
        window: how they slide.
        part: (rows, columns) float32, what this channel adds to each cell of the map.
        parts: (channels,) float32, what each channel adds to the one cell.
        bias: of the map; 0 where the layer has none.
        value: of the cell, with the layer's own activation.
        activation: its name in Keras.
    """

    channel: int
    padded: NDArray[np.float32]
    margin: tuple[int, int, int, int]
    kernel: NDArray[np.float32]
    window: Window
    part: NDArray[np.float32]
    parts: NDArray[np.float32]
    bias: float
    value: float
    activation: str

    @property
    def total(self) -> float:
        """The sum over all channels, and the bias: the cell before its activation."""
        return float(self.parts.sum(dtype=float)) + self.bias


def convolution_of(layers: Sequence[LayerFacts], name: str) -> LayerFacts | None:
    """The convolution whose cells a layer passes on in their places; None where it passes others.

    Args:
        layers: of the network, in their order.
        name: of one of them.
    """
    at = [layer.name for layer in layers].index(name)
    while at > 0 and layers[at].kind in CELL_BY_CELL:
        at -= 1
    found = layers[at]
    return found if found.kind == "Conv2D" and found.has_maps else None


def channels_into(layers: Sequence[LayerFacts], name: str) -> int:
    """How many channels a layer of images is given; 1 for the first."""
    at = [layer.name for layer in layers].index(name)
    return layers[at - 1].output_shape[-1] if at else 1


def cell_sum(
    image: Digit,
    layer: str,
    unit: int,
    channel: int | None,
    cell: tuple[int, int],
    model: str,
    data: bytes | None = None,
) -> CellSum:
    """Adds up one cell of a map of a Conv2D by hand.

    Args:
        layer: its name.
        unit: number of the map.
        channel: of those that come in; None for the one that adds most to the cell, in size.
        cell: row and column in the map.

    Raises:
        ExplainError: no such layer or unit, or it does not convolve.
        LabError: a convolution of another kind than a square window over what the layer before it
            gives; or no such channel or cell.
    """
    network = find_network(model, data)
    kernels = features.filters(network, layer)
    features.check_unit(network, layer, unit)
    convolution = network.model.get_layer(layer)
    names = [facts.name for facts in network.layers]
    at = names.index(layer)
    batch = image[None, ..., None]
    given = features.feature_maps(network, batch, names[at - 1])[0] if at else batch[0]
    if not network.follows(layer) or kernels.shape[2] != given.shape[-1]:
        raise LabError(_OTHER)
    window = _window(convolution)
    output = features.feature_maps(network, batch, layer)[0, ..., unit]
    if not (0 <= (channel or 0) < given.shape[-1] and _is_in(cell, output.shape)):
        raise LabError(N_("There is no such cell in this map, or no such channel."))
    margins = [window.margin(side) for side in given.shape[:2]]
    padded = np.pad(given, (*margins, (0, 0)))
    kernel = kernels[..., unit]
    places = _places(padded, window)
    parts = np.einsum("cij,ijc->c", places[cell], kernel)
    if channel is None:
        channel = int(np.abs(parts).argmax())
    (top, bottom), (left, right) = margins
    return CellSum(
        channel=channel,
        padded=padded[..., channel],
        margin=(top, left, bottom, right),
        kernel=kernel[..., channel],
        window=window,
        part=np.einsum("yxij,ij->yx", places[:, :, channel], kernel[..., channel]),
        parts=parts,
        bias=float(convolution.bias[unit]) if convolution.use_bias else 0.0,
        value=float(output[cell]),
        activation=getattr(convolution.activation, "__name__", ""),
    )


_OTHER = N_(
    "This convolution is of another kind than those whose sums are shown here: a square window "
    "over all that the layer before it passes on."
)


def _window(convolution: object) -> Window:
    """How a Conv2D slides.

    Raises:
        LabError: in another way than a `Window` does.
    """
    sides = [getattr(convolution, name) for name in ("kernel_size", "strides", "dilation_rate")]
    padding = getattr(convolution, "padding", "")
    if any(a != b for a, b in sides) or padding not in ("valid", "same"):
        raise LabError(_OTHER)
    (size, _), (stride, _), (dilation, _) = sides
    return Window(size=size, stride=stride, padding=padding, dilation=dilation)


def _places(padded: NDArray[np.float32], window: Window) -> NDArray[np.float32]:
    """What is under the window in each of its places: (rows, columns, channels, size, size)."""
    reach, step = window.reach, window.dilation
    views = np.lib.stride_tricks.sliding_window_view(padded, (reach, reach), (0, 1))
    return views[:: window.stride, :: window.stride, :, ::step, ::step]


def _is_in(cell: tuple[int, int], shape: tuple[int, ...]) -> bool:
    return all(0 <= at < side for at, side in zip(cell, shape, strict=True))
