"""Filters that networks have learnt: the first convolutions of those that ship."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.convolution import Picture
from dlcore.explain import features
from dlcore.registry.at_hand import find_network

NETWORKS = ("cnn", "cnn-tutorial")
"""Names in the registry."""
FILTERS = 32
"""How many each of them has in its first layer."""


@dataclass(frozen=True)
class FirstLayer:
    """The first convolution of a network on a picture.

    Attributes:
        filters: (size, size, filters) float32, its kernels.
        maps: (height, width, filters) float32, the feature maps, padding "same", without bias and
            activation.
    """

    filters: NDArray[np.float32]
    maps: NDArray[np.float32]


def filters(model: str) -> NDArray[np.float32]:
    """The kernels of a network's first convolution, (size, size, filters).

    Raises:
        RegistryError: there is no such network.
        ExplainError: its first layer does not convolve.
    """
    network = find_network(model)
    return features.filters(network, network.layers[0].name)[:, :, 0]


def at_work(picture: Picture, model: str) -> FirstLayer:
    """Convolves a picture of any size with all filters of a network's first layer.

    Raises:
        RegistryError, ExplainError: as `filters` does.
    """
    from keras import layers

    kernels = filters(model)
    size, _size, count = kernels.shape
    layer = layers.Conv2D(count, size, padding="same", use_bias=False)
    layer.build((None, None, None, 1))
    layer.set_weights([kernels[:, :, None]])
    return FirstLayer(kernels, layer(picture[None, ..., None]).numpy()[0])
