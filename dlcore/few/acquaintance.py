"""What a network has learnt from, at hand while it reads: how familiar it is with a drawing.

A network with its training images beside it can tell what is none of its classes, see `strangers`.
Their features are computed once in each process; its threshold and how far that can be trusted are
found out then, unless they are known.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore.data import DataSet, find_mnist, sample
from dlcore.data.formats import from_npz
from dlcore.few.config import FewResult, Strangeness
from dlcore.few.strangers import Features, directions, familiarity, strangeness, strangers
from dlcore.limits.scaled import scaled
from dlcore.registry.at_hand import ModelNotLoaded, find_model, padded
from dlcore.training.config import TrainConfig
from dlcore.training.plan import make_plan
from dlcore.training.recipe import thinned

if TYPE_CHECKING:
    import keras

MOST_KNOWN = 2_000  # training images that a drawing is compared with
MOST_TESTED = 1_000  # test images that the threshold is tried on
_KEPT = 4  # networks: some 15 MB each
_AT_ONCE = 250  # images


@dataclass(frozen=True)
class Taught:
    """What a run has learnt from.

    Attributes:
        config: of the run.
        supply: the file of its set, as `to_npz` writes it; empty for MNIST.
        source: of the data, see `DataSet.source`.
    """

    config: TrainConfig
    supply: bytes = field(repr=False)
    source: str = ""

    def data(self) -> DataSet:
        """The set.

        Raises:
            DataError: its file is damaged.
        """
        if self.supply:
            return from_npz(self.supply)
        return sample() if self.source == "sample" else find_mnist() or sample()


@dataclass(frozen=True, eq=False)
class LearntImages:
    """Images that a network has learnt from.

    Attributes:
        images: (n, 28, 28) uint8.
        labels: (n,) uint8, as it was taught them.
        writers: (n,) int32, who drew each; None where unknown.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    writers: NDArray[np.int32] | None = None


@dataclass(frozen=True, eq=False)
class Likeness:
    """How much a drawing is like what a network has learnt from.

    Attributes:
        familiarity: cosine between its features and those of the nearest.
        nearest: (28, 28) uint8, that one.
        label: the class that it was learnt as.
        strangeness: of the network: from which familiarity on a drawing is of any class.
    """

    familiarity: float
    nearest: NDArray[np.uint8]
    label: int
    strangeness: Strangeness


class Acquaintance:
    """A network beside images that it has learnt from; thread-safe.

    Args:
        network: from (n, 28, 28, 1) to (n, k) probabilities.
        learnt: some of the images.
        measure: finds out when a drawing is none of the classes.

    Attributes:
        known: (m, width), the features of these images.
        strangeness: what was found out.
    """

    def __init__(
        self,
        network: keras.Model,
        learnt: LearntImages,
        measure: Callable[[Acquaintance], Strangeness],
    ) -> None:
        look = _look(network)
        self._width = int(look.outputs[0].shape[1])
        self._say = padded(lambda batch: np.concatenate(look.predict_on_batch(batch), axis=1))
        self._learnt = learnt
        self.known = self.features(learnt.images)
        self._directions = directions(self.known)
        self.strangeness = measure(self)

    def features(self, images: NDArray[np.uint8]) -> Features:
        """(n, 28, 28) uint8 -> (n, width), what the last layer sees of them."""
        parts = [
            self._say(scaled(images[i : i + _AT_ONCE]))[:, : self._width]
            for i in range(0, len(images), _AT_ONCE)
        ]
        return np.concatenate([np.zeros((0, self._width), np.float32), *parts])

    def read(self, batch: NDArray[np.float32]) -> tuple[NDArray[np.float32], list[Likeness]]:
        """Reads images, and finds the nearest that was learnt from to each.

        Args:
            batch: (n, 28, 28, 1) float32 in [0, 1], n > 0.

        Returns:
            (n, k) probabilities, and n likenesses.
        """
        said = self._say(batch)
        near = directions(said[:, : self._width]) @ self._directions.T
        return said[:, self._width :], list(map(self._likeness, near))

    def _likeness(self, near: NDArray[np.float32]) -> Likeness:
        nearest = int(near.argmax())
        learnt = self._learnt
        return Likeness(
            float(near[nearest]),
            learnt.images[nearest],
            int(learnt.labels[nearest]),
            self.strangeness,
        )


def find(
    model: str, data: bytes | None = None, taught: Taught | FewResult | None = None
) -> Acquaintance:
    """A network with what it has learnt from.

    Args:
        model: the SHA-256 hex digest of the bytes of its .keras file.
        data: those bytes; needed with `taught` once for each process and digest.
        taught: what it has learnt from.

    Raises:
        ModelNotLoaded: the digest is not known here and nothing came along.
        RegistryError, DataError: the model or the set is damaged.
    """
    found = _found(model)
    if found is None:
        if data is None or taught is None:
            raise ModelNotLoaded(f"What {model[:12]} has learnt from is not here: send it along.")
        with _MAKING:
            found = _found(model) or _keep(model, _made(find_model(model, data), taught))
    return found


def some_learnt(config: TrainConfig, data: DataSet) -> LearntImages:
    """Up to `MOST_KNOWN` of the images that a run has trained on, as many of each class as there
    are.

    Raises:
        ConfigError: the run could not train on this set.
    """
    plan = make_plan(config, data)
    some = evenly(plan.y_train, MOST_KNOWN)
    writers = data.writers_train
    if writers is not None:
        cut = int(len(data.x_train) * config.train_share) - len(plan.x_val)
        writers = writers[:cut][thinned(data.y_train[:cut], config.data)][some]
    return LearntImages(plan.x_train[some], plan.y_train[some], writers)


def evenly(labels: NDArray[np.uint8], most: int) -> NDArray[np.intp]:
    """Which ones to take, at most so many: of each class as many as of any other, if it has them.

    Returns:
        Indices, by a lot that always falls the same.
    """
    lot = np.random.default_rng(0).permutation(len(labels))
    rank = np.empty(len(labels), np.intp)  # the how manyth of its class
    for label in np.unique(labels):
        own = lot[labels[lot] == label]
        rank[own] = np.arange(len(own))
    return np.argsort(rank, kind="stable")[:most]


def _made(network: keras.Model, taught: Taught | FewResult) -> Acquaintance:
    if isinstance(taught, FewResult):
        few = taught.strangeness
        return Acquaintance(
            network, LearntImages(taught.learnt, taught.learnt_labels), lambda _made: few
        )
    data = taught.data()
    learnt = some_learnt(taught.config, data)
    return Acquaintance(network, learnt, lambda made: _measured(made, learnt, data))


def _measured(found: Acquaintance, learnt: LearntImages, data: DataSet) -> Strangeness:
    """What `KEPT` of the images that were learnt from reach, tried on others and on strangers."""
    kind, others = strangers(data, np.random.default_rng(0))
    own = data.x_test[evenly(data.y_test, MOST_TESTED)]
    known, strange = (familiarity(found.features(images), found.known) for images in (own, others))
    return strangeness(found.known, learnt.writers, known, strange, kind)


def _look(network: keras.Model) -> keras.Model:
    """From images to what the last layer with weights sees, (n, width), and the probabilities."""
    import keras

    last = next(layer for layer in reversed(network.layers) if layer.weights)
    return keras.Model(network.inputs, [last.input, network.outputs[0]])


_MADE: OrderedDict[str, Acquaintance] = OrderedDict()
_READING, _MAKING = threading.Lock(), threading.Lock()


def _found(digest: str) -> Acquaintance | None:
    with _READING:
        if digest in _MADE:
            _MADE.move_to_end(digest)
        return _MADE.get(digest)


def _keep(digest: str, made: Acquaintance) -> Acquaintance:
    with _READING:
        _MADE[digest] = made
        while len(_MADE) > _KEPT:
            _MADE.popitem(last=False)
    return made
