"""What somebody who looked at a data set has put right: images in another class, or thrown out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dlcore.data import numbered
from dlcore.data.dataset import DataError, DataSet

THROWN = -1
"""In place of a class, of an image that is thrown out."""


@dataclass(frozen=True)
class Edits:
    """Changes of some images of a data set, by their numbers; see `dlcore.data.numbered`.

    Attributes:
        thrown: those that are thrown out.
        moved: (number, index of the class) of those that belong to another than they were given;
            in the order of the numbers, none of them thrown.
    """

    thrown: frozenset[int] = frozenset()
    moved: tuple[tuple[int, int], ...] = ()

    def __len__(self) -> int:
        return len(self.thrown) + len(self.moved)

    def __contains__(self, number: int) -> bool:
        """Whether an image is changed."""
        return number in self.thrown or number in dict(self.moved)

    def throw(self, number: int) -> Edits:
        """The same, and an image thrown out."""
        kept = self.undo(number)
        return replace(kept, thrown=kept.thrown | {number})

    def move(self, number: int, label: int) -> Edits:
        """The same, and an image in another class."""
        kept = self.undo(number)
        return replace(kept, moved=_in_order(dict(kept.moved) | {number: label}))

    def undo(self, number: int) -> Edits:
        """The same, but an image as it was."""
        moved = {one: label for one, label in self.moved if one != number}
        return Edits(self.thrown - {number}, _in_order(moved))


NOTHING = Edits()


def _in_order(moved: Mapping[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(moved.items()))


def labels(data: DataSet, edits: Edits) -> NDArray[np.int16]:
    """The class of each image as it is now, (n,); `THROWN` where it is thrown out.

    Raises:
        DataError: a change of an image or to a class that is not there.
    """
    _check_names(data, edits)
    found = numbered.labels(data).astype(np.int16)
    for number, label in edits.moved:
        found[number] = label
    found[list(edits.thrown)] = THROWN
    return found


def apply(data: DataSet, edits: Edits) -> DataSet:
    """The data set with these changes; who learns from an image and who is tested with it stays.

    Raises:
        DataError: a change of an image or to a class that is not there, or a class that is left
            without an image to learn from or to test with.
    """
    if not edits:
        return data
    train, test = _parts(data, edits)
    return replace(
        data,
        x_train=data.x_train[train != THROWN],
        y_train=train[train != THROWN].astype(np.uint8),
        x_test=data.x_test[test != THROWN],
        y_test=test[test != THROWN].astype(np.uint8),
        writers_train=_kept(data.writers_train, train),
        writers_test=_kept(data.writers_test, test),
    )


def check(data: DataSet, edits: Edits) -> None:
    """Raises what `apply` would, at no cost."""
    _parts(data, edits)


def _parts(data: DataSet, edits: Edits) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """The classes of those to learn from and of those to test with, as they are now."""
    given = labels(data, edits)
    train, test = np.split(given, [len(data.x_train)])
    _check_left(data, train, test)
    return train, test


def _kept(writers: NDArray[np.int32] | None, given: NDArray[np.int16]) -> NDArray[np.int32] | None:
    return None if writers is None else writers[given != THROWN]


def _check_names(data: DataSet, edits: Edits) -> None:
    numbers = [*edits.thrown, *(number for number, _label in edits.moved)]
    count, classes = numbered.count(data), len(data.classes)
    if any(not 0 <= number < count for number in numbers) or any(
        not 0 <= label < classes for _number, label in edits.moved
    ):
        raise DataError(
            "These changes are of another data set: this one has {count:,} images of {classes} "
            "classes.",
            count=count,
            classes=classes,
        )


def _check_left(data: DataSet, train: NDArray[np.int16], test: NDArray[np.int16]) -> None:
    """That no class has lost its last image of a part in which it had one."""
    if len(lost := np.setdiff1d(data.y_train, train)):
        raise DataError(
            "With these changes the class {name} has no image left to learn from.",
            name=data.classes[lost[0]],
        )
    if len(lost := np.setdiff1d(data.y_test, test)):
        raise DataError(
            "With these changes the class {name} has no image left to test with.",
            name=data.classes[lost[0]],
        )
