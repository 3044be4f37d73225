"""The sanity check of explanations: does a map change when what it explains is destroyed?

Adebayo et al.: Sanity checks for saliency maps (2018), section 3. The weights of the layers are
drawn anew, from the top down and one layer after another (cascading), or one layer alone
(independent); each map is compared by rank with the one of the network as it was.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlcore import registry
from dlcore.explain.network import Network
from dlcore.limits.explanation.methods import Maps

if TYPE_CHECKING:
    import keras

ONES = ("gamma", "moving_variance")
"""Weights of a normalisation that begin at 1."""


class SpareNetwork:
    """A copy of a network, whose weights may be changed.

    Attributes:
        network: the copy, whose graphs are traced once.
        layers: names of what can be drawn anew, from the top: layers with weights, each with the
            normalisation that follows it.
    """

    def __init__(self, model: keras.Model) -> None:
        import keras

        copy = keras.models.clone_model(model)
        self.network = Network(copy)
        self._learnt = model.get_weights()
        groups: list[list[keras.layers.Layer]] = []
        for layer in copy.layers:
            if groups and "Normalization" in type(layer).__name__:
                groups[-1].append(layer)
            elif layer.weights:
                groups.append([layer])
        self._groups = groups[::-1]
        self.layers = tuple(group[0].name for group in self._groups)
        self._lock = threading.Lock()
        self.restore()

    @contextmanager
    def lent(self) -> Iterator[SpareNetwork]:
        """The copy as it was learnt, for one at a time."""
        with self._lock:
            self.restore()
            yield self

    def restore(self) -> None:
        """Gives it back what was learnt."""
        self.network.model.set_weights(self._learnt)

    def randomise(self, layer: int, seed: tuple[int, ...]) -> None:
        """Draws the weights of a layer anew.

        Args:
            layer: its place in `layers`.
            seed: the same gives the same.
        """
        random = np.random.default_rng((*seed, layer))
        for one in self._groups[layer]:
            one.set_weights([initial(w.name, tuple(w.shape), random) for w in one.weights])


def initial(name: str, shape: tuple[int, ...], random: np.random.Generator) -> NDArray[np.float32]:
    """Weights as Keras begins with them: kernels from Glorot & Bengio 2010, eq. 16, biases 0."""
    if len(shape) < 2:
        return np.full(shape, float(name in ONES), np.float32)
    inputs, outputs = np.prod(shape[:-1]), np.prod(shape[:-2]) * shape[-1]
    limit = np.sqrt(6 / (inputs + outputs))
    return random.uniform(-limit, limit, shape).astype(np.float32)


@lru_cache(maxsize=4)
def spare(name: str) -> SpareNetwork:
    """The copy of a network that ships, made once in a process.

    Raises:
        RegistryError: there is no such network.
    """
    return SpareNetwork(registry.load(name))


def similarity(before: Maps, now: Maps, ink: NDArray[np.bool_]) -> NDArray[np.float32]:
    """How much maps are like those before, by each of `MEASURES`.

    Args:
        before, now: (n, height, width).
        ink: (n, height, width): where there is some.

    Returns:
        (3, n) in [-1, 1]; NaN where there is nothing to compare, see `rank_correlation`.
    """
    strong = list(zip(np.abs(before), np.abs(now), strict=True))
    return np.array(
        [
            [rank_correlation(*pair) for pair in strong],
            [rank_correlation(*pair) for pair in zip(before, now, strict=True)],
            [rank_correlation(a[at], b[at]) for (a, b), at in zip(strong, ink, strict=True)],
        ],
        np.float32,
    )


def rank_correlation(a: ArrayLike, b: ArrayLike) -> float:
    """Spearman's rank correlation of two maps of one shape.

    Returns:
        In [-1, 1]; NaN where one of the two is the same everywhere, and so has no ranks.
    """
    first, second = _centred_ranks(a), _centred_ranks(b)
    length = math.sqrt((first @ first) * (second @ second))
    return float(first @ second / length) if length else math.nan


def _centred_ranks(values: ArrayLike) -> NDArray[np.float64]:
    """(pixels,), of mean 0; those that tie share the mean of their ranks."""
    flat = np.ravel(values)
    _levels, level, count = np.unique(flat, return_inverse=True, return_counts=True)
    middle = np.cumsum(count) - (count - 1) / 2  # of the ranks, from 1 on, of each level
    return middle[level] - (flat.size + 1) / 2
