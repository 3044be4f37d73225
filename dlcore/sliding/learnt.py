"""Filters that a network has learnt: those of the first layer of the ones that ship."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dlcore.explain import features
from dlcore.networks import find_network
from dlcore.sliding import Picture

NETWORKS = ("cnn", "cnn-tutorial")
"""Names in the registry."""


def filters(model: str) -> NDArray[np.float32]:
    """The kernels of a network's first convolution, (size, size, filters).

    Raises:
        RegistryError: there is no such network.
        ExplainError: its first layer does not convolve.
    """
    network = find_network(model)
    return features.filters(network, network.layers[0].name)[:, :, 0]


def maps(picture: Picture, model: str) -> NDArray[np.float32]:
    """What each of these filters makes of a picture, (height, width, filters), padding "same".

    Raises:
        RegistryError, ExplainError: as `filters` does.
    """
    from keras import layers

    kernels = filters(model)[:, :, None]  # (size, size, 1, filters)
    layer = layers.Conv2D(kernels.shape[-1], kernels.shape[0], padding="same", use_bias=False)
    layer.build((None, None, None, 1))
    layer.set_weights([kernels])
    return layer(picture[None, ..., None]).numpy()[0]
