"""Feature maps and filters of a layer, and the images of a unit's greatest activation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlcore.explain.network import ExplainError, Network


@dataclass(frozen=True)
class Strongest:
    """The images of a set with the greatest activation of a unit, the strongest first.

    Attributes:
        indices: (count,) int64, into the set.
        values: (count,) float32, the maximum of the unit's feature map.
    """

    indices: NDArray[np.int64]
    values: NDArray[np.float32]


def feature_maps(network: Network, images: ArrayLike, layer: str) -> NDArray[np.float32]:
    """The output of a layer: (n, height, width, channels), or (n, units) behind a Flatten.

    Raises:
        ExplainError: no such layer, or other images.
    """
    return network.run(layer, images)


def filters(network: Network, layer: str) -> NDArray[np.float32]:
    """The kernels of a convolution: (height, width, channels in, channels out).

    Raises:
        ExplainError: no such layer, or it does not convolve.
    """
    facts = network.layer(layer)
    kernel = getattr(network.model.get_layer(layer), "kernel", None)
    if "Conv" not in facts.kind or kernel is None or len(kernel.shape) != 4:
        raise ExplainError(
            "The layer {name} is no convolution but {kind}: it has no filters.",
            name=layer,
            kind=facts.kind,
        )
    return np.asarray(kernel)


def strongest_images(
    network: Network, images: ArrayLike, layer: str, unit: int, count: int = 9
) -> Strongest:
    """The images of a set with the greatest activation of a unit (Zeiler & Fergus 2014, section 4).

    Args:
        images: (n, height, width, channels).
        layer: its name.
        unit: a channel of its maps, or a unit of a layer without maps.
        count: at most so many.

    Raises:
        ExplainError: no such layer or unit, or other images.
    """
    check_unit(network, layer, unit)
    answers = peaks(network, images, layer)[:, unit]
    indices = np.argsort(-answers, kind="stable")[:count]
    return Strongest(indices, answers[indices])


def peaks(network: Network, images: ArrayLike, layer: str) -> NDArray[np.float32]:
    """The maximum of each unit's feature map over an image: (n, units) float32.

    Raises:
        ExplainError: no such layer, or other images.
    """
    batch = network.batch(images)
    # In pieces: the maps of all images at once would be gigabytes.
    pieces = (feature_maps(network, batch[i : i + 250], layer) for i in range(0, len(batch), 250))
    return np.concatenate([maps.max(axis=tuple(range(1, maps.ndim - 1))) for maps in pieces])


def check_unit(network: Network, layer: str, unit: int) -> None:
    """Refuses a unit that a layer does not have.

    Raises:
        ExplainError: no such layer or unit.
    """
    channels = network.layer(layer).output_shape[-1]
    if not 0 <= unit < channels:
        raise ExplainError(
            "The unit must be from 0 to {last}. Received: {unit}", last=channels - 1, unit=unit
        )
