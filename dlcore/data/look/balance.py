"""How many images each class has, and which classes are too thin or all the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.data import numbered
from dlcore.data.dataset import THIN, DataSet
from dlcore.data.edits import NOTHING, Edits, labels
from dlcore.data.look.means import means

THIN_SHARE = 0.25
"""Of what the classes have in the middle: with less, a network learns to do without the class."""
SAME = 0.2
"""Spread of a class in which all drawings look the same; MNIST's classes have 0.64 and more."""


@dataclass(frozen=True)
class Balance:
    """How the images of a data set are spread over its classes.

    Attributes:
        train, test: (k,) int64, images of each class to learn from and to test with.
        thin: indices of the classes with few images to learn from: fewer than `THIN`, or than
            `THIN_SHARE` says.
        same: indices of those of whose images all look the same; see `SAME`.
        blank: numbers of the images without any ink.
    """

    train: NDArray[np.int64]
    test: NDArray[np.int64]
    thin: tuple[int, ...]
    same: tuple[int, ...]
    blank: tuple[int, ...]

    @property
    def ratio(self) -> float:
        """Largest class to smallest, of the images to learn from; infinite where one has none."""
        least = int(self.train.min())
        return int(self.train.max()) / least if least else np.inf


def balance(data: DataSet, edits: Edits = NOTHING) -> Balance:
    """Counts the images of each class; 60,000 take 0.2 s."""
    given = labels(data, edits)
    first, classes = len(data.x_train), len(data.classes)
    train, test = _counts(given[:first], classes), _counts(given[first:], classes)
    least = max(THIN, THIN_SHARE * float(np.median(train)))
    spread = means(data, edits).spread
    same = (train + test >= 3) & (spread < SAME)
    return Balance(train, test, _where(train < least), _where(same), _blank(data, given))


def _counts(given: NDArray[np.int16], classes: int) -> NDArray[np.int64]:
    return np.bincount(given[given >= 0], minlength=classes)


def _where(true: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(map(int, np.flatnonzero(true)))


def _blank(data: DataSet, given: NDArray[np.int16]) -> tuple[int, ...]:
    empty = np.concatenate([~part.any(axis=(1, 2)) for part in (data.x_train, data.x_test)])
    assert len(empty) == numbered.count(data)
    return _where(empty & (given >= 0))
