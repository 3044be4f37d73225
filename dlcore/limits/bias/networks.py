"""What each network of the experiment is, and which images it is trained on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from dlcore import cnn, mlp
from dlcore.limits.bias import copies
from dlcore.limits.bias.config import BiasConfig
from dlcore.limits.bias.groups import FIFTHS, KINDS, ImageKind, Images
from dlcore.training.architectures import NetworkConfig

Labels = NDArray[np.uint8]


@dataclass(frozen=True)
class Stock:
    """All images that there are to train on.

    Attributes:
        images, labels: (n, 28, 28) and (n,) uint8.
        rare, rival: (n,) bool, of the kind that is thinned, and of that which the other network
            lacks.
        stroke: (n,) uint8, which fifth by the thickness of its strokes each belongs to.
    """

    images: Images
    labels: Labels
    rare: NDArray[np.bool_]
    rival: NDArray[np.bool_]
    stroke: NDArray[np.uint8]


@dataclass(frozen=True)
class Mixture:
    """What one network is trained on.

    Attributes:
        images, labels: (n, 28, 28) and (n,) uint8; those that were added stand first, so that what
            is held out, the last ones, are images as they came.
        different: how many of them are no repetition.
        rare: different real ones of the thinned kind.
    """

    images: Images
    labels: Labels
    different: int
    rare: int


def _full(stock: Stock, config: BiasConfig, random: Generator) -> Mixture:
    return _real(stock, np.ones(len(stock.labels), bool))


def _thinned(stock: Stock, config: BiasConfig, random: Generator) -> Mixture:
    return _real(stock, _kept(stock.rare, config.left))


def _opposite(stock: Stock, config: BiasConfig, random: Generator) -> Mixture:
    return _real(stock, _kept(stock.rival, config.left))


def _data(stock: Stock, config: BiasConfig, random: Generator) -> Mixture | None:
    """With some more real images of the rare kind."""
    found = _real(stock, _kept(stock.rare, config.left + config.collected))
    return found if found.rare > _thinned(stock, config, random).rare else None


def _weights(stock: Stock, config: BiasConfig, random: Generator) -> Mixture | None:
    """Each rare image comes so often that together they are as many as there were.

    In expectation that is the same as counting its error so many times.
    """
    again = _again(stock, config)
    rest = _thinned(stock, config, random)
    return _with(rest, stock.images[again], stock.labels[again], different=0)


def _augmentation(stock: Stock, config: BiasConfig, random: Generator) -> Mixture | None:
    """As many as were taken away are made.

    Those of a digit from the few that are left, each moved; those of a kind of writing from the
    images of others, made thicker or thinner or to lean.
    """
    kind = KINDS[config.kind]
    rest = _thinned(stock, config, random)
    if kind.grouping == "digit":
        again = _again(stock, config)
        made = copies.moved(stock.images[again], random)
        return _with(rest, made, stock.labels[again], different=len(again))
    others = np.flatnonzero(~stock.rare & _bears_it(stock, kind))
    missing = int(stock.rare.sum()) - rest.rare
    chosen = random.choice(others, missing) if len(others) else others
    made = REWRITTEN[config.kind](stock.images[chosen], random)
    return _with(rest, made, stock.labels[chosen], different=len(chosen))


def _bears_it(stock: Stock, kind: ImageKind) -> NDArray[np.bool_]:
    """Of which images strokes can be made thicker or thinner: those that are not thin."""
    if kind.grouping == "slant":
        return np.ones(len(stock.labels), bool)
    return stock.stroke >= FIFTHS // 2


REWRITTEN: dict[str, Callable[[Images, Generator], Images]] = {
    "thin": lambda images, random: copies.thinner(images),
    "thick": lambda images, random: copies.thicker(images),
    "left": lambda images, random: copies.leaning(images, random, -1),
    "right": lambda images, random: copies.leaning(images, random, 1),
}
"""How images of others are made into each kind of writing."""


def _kept(which: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
    """All images but those of `which` after the first so many of them."""
    left = np.ones(len(which), bool)
    left[np.flatnonzero(which)[count:]] = False
    return left


def _real(stock: Stock, chosen: NDArray[np.bool_]) -> Mixture:
    rare = int((stock.rare & chosen).sum())
    return Mixture(stock.images[chosen], stock.labels[chosen], int(chosen.sum()), rare)


def _again(stock: Stock, config: BiasConfig) -> NDArray[np.intp]:
    """Indices of the rare images that are left, in turn, as often as some were taken away."""
    rare = np.flatnonzero(stock.rare)
    left = rare[: config.left]
    return np.resize(left, len(rare) - len(left)) if len(left) else left


def _with(rest: Mixture, images: Images, labels: Labels, *, different: int) -> Mixture | None:
    """A mixture with more images; None where there are no more."""
    if not len(images):
        return None
    return Mixture(
        np.concatenate([images, rest.images]),
        np.concatenate([labels, rest.labels]),
        rest.different + different,
        rest.rare,
    )


@dataclass(frozen=True)
class BiasedNetwork:
    """One network of the experiment.

    Attributes:
        network: what it is.
        mixture: what it is trained on; None where with these settings there is no such thing.
    """

    network: NetworkConfig
    mixture: Callable[[Stock, BiasConfig, Generator], Mixture | None]


_TUTORIAL = cnn.PRESETS["tutorial"]
NETWORKS: dict[str, BiasedNetwork] = {
    "thinned": BiasedNetwork(_TUTORIAL, _thinned),
    "full": BiasedNetwork(_TUTORIAL, _full),
    "simple": BiasedNetwork(mlp.MlpConfig(()), _thinned),
    "weights": BiasedNetwork(_TUTORIAL, _weights),
    "data": BiasedNetwork(_TUTORIAL, _data),
    "augmentation": BiasedNetwork(_TUTORIAL, _augmentation),
    "opposite": BiasedNetwork(_TUTORIAL, _opposite),
}
"""By name, in the order in which they are trained; "simple" is softmax regression."""
CURES = ("weights", "data", "augmentation")
"""Those that are to repair what thinning has done."""
