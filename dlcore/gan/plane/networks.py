"""The two players as small Keras models, and where their weights start."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore.gan.plane.config import PlaneConfig

if TYPE_CHECKING:
    import keras

ACTIVATION = "relu"
BETAS = (0.5, 0.99)  # of Adam, for both; the first after Radford et al. 2016, section 4
PLAYERS = ("generator", "discriminator")


def build_generator(latent_dim: int, units: int, layers: int, seed: int = 0) -> keras.Model:
    """From z, (n, latent_dim), to points, (n, 2)."""
    return _network(generator_sizes(latent_dim, units, layers), seed, "generator")


def build_discriminator(units: int, layers: int, seed: int = 0) -> keras.Model:
    """From points, (n, 2), to scores before any squashing, (n, 1), high for real."""
    return _network(discriminator_sizes(units, layers), seed, "discriminator")


def generator_sizes(latent_dim: int, units: int, layers: int) -> list[int]:
    """Widths: of the input, of each hidden layer and of the output."""
    return [latent_dim, *[units] * layers, 2]


def discriminator_sizes(units: int, layers: int) -> list[int]:
    """As `generator_sizes`."""
    return [2, *[units] * layers, 1]


def first_weights(config: PlaneConfig) -> Iterator[tuple[NDArray, NDArray]]:
    """Kernel and bias of each layer of both players as they start, the generator's first."""
    for player, sizes in (
        ("generator", generator_sizes(config.latent_dim, config.units, config.layers)),
        ("discriminator", discriminator_sizes(config.units, config.layers)),
    ):
        for i, shape in enumerate(pairwise(sizes)):
            kernel = _draw(layer_seed(config.seed, player, i))(shape)
            yield np.asarray(kernel), np.zeros(shape[1], np.float32)


def layer_seed(seed: int, player: str, layer: int) -> int:
    """The seed of a layer's kernel initialiser."""
    return 100 * seed + 50 * PLAYERS.index(player) + layer


def _network(sizes: list[int], seed: int, player: str) -> keras.Model:
    from keras import Input, Sequential, layers

    last = len(sizes) - 2
    return Sequential(
        [
            Input((sizes[0],)),
            *(
                layers.Dense(
                    units,
                    activation=ACTIVATION if i < last else None,
                    kernel_initializer=_draw(layer_seed(seed, player, i)),
                )
                for i, units in enumerate(sizes[1:])
            ),
        ],
        name=player,
    )


def _draw(seed: int) -> keras.initializers.Initializer:
    from keras.initializers import GlorotUniform

    return GlorotUniform(seed)
