"""What has been found in a visitor's file: images, their classes, and what had to be left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dlcore.data import dataset
from dlcore.data.dataset import MOST_CLASSES, SIDE, DataError, DataSet
from dlcore.data.naming import clean_name
from dlcore.errors import LabError
from dlcore.messages import N_

MOST_IMAGES = 200_000
MOST_NAMED = 50  # of what is left out; the rest is counted
_MOST_WORDS = 20 * MOST_CLASSES  # different labels, from which on nothing more is looked at
_ITS_SHARE = 20  # images of a class, of which some are in any tenth of a set that is well mixed
_LONGEST = 120  # characters of a file's name that are kept

ProgressCallback = Callable[[float], None]
"""Called with the share of the file that has been read, in [0, 1]."""
StopCallback = Callable[[], bool]
"""Asked now and then whether to give up."""


class ReadingStopped(LabError):  # noqa: N818 (nothing is wrong)
    """A visitor did not want to wait for the rest of the file."""


@dataclass(frozen=True)
class Collected:
    """Labelled images out of a file, and what in it could not be used.

    Attributes:
        images: (n, 28, 28) uint8, white ink on black.
        labels: (n,) uint8, the index of each one's class.
        classes: their names.
        writers: (n,) int32, who drew each; None where unknown.
        is_test: (n,) bool, where the file itself says what is for the test; else None.
        left_out: files and lines that could not be used and why, the first `MOST_NAMED` of them.
        left_out_count: of them all.
        name: of the set; that of the file where it says none.
        licence: "" where the file says none.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    classes: tuple[str, ...]
    writers: NDArray[np.int32] | None = None
    is_test: NDArray[np.bool_] | None = None
    left_out: tuple[tuple[str, LabError], ...] = ()
    left_out_count: int = 0
    name: str = ""
    licence: str = ""

    @cached_property
    def parted(self) -> DataSet | None:
        """The set as the file itself parts it; None where it does not.

        In the file's order, unless a training that holds out the last of its images would then
        never learn from a whole class.
        """
        if self.is_test is None:
            return None
        train, test = np.flatnonzero(~self.is_test), np.flatnonzero(self.is_test)
        if _is_by_class(self.labels[train]):
            train = dataset.spread(self.labels, train, np.random.default_rng(0))
        writers = self.writers
        return DataSet(
            *(self.images[train], self.labels[train], self.images[test], self.labels[test]),
            *("own", self.classes, self.name, self.licence),
            *((None, None) if writers is None else (writers[train], writers[test])),
        )

    def data_set(self) -> DataSet:
        """The set, parted by the file or else by `dlcore.data.parted`.

        Raises:
            DataError: there are too few classes, or images of one.
        """
        return self.parted or dataset.parted(
            self.images,
            self.labels,
            self.classes,
            name=self.name,
            licence=self.licence,
            writers=self.writers,
        )


class Gathering:
    """Images that come one after another or in blocks, each with the name of its class.

    Kept as bytes: an array of each image on its own would need twice the memory.
    """

    def __init__(self) -> None:
        self._pixels = bytearray()
        self._labels: list[int] = []
        self._words: dict[str, int] = {}
        self._is_test: list[bool] = []
        self._writers: list[int] = []
        self._left_out: list[tuple[str, LabError]] = []
        self._left_out_count = 0

    def add(
        self,
        images: NDArray[np.uint8],
        words: Sequence[str],
        *,
        is_test: bool = False,
        writers: Sequence[int] | None = None,
    ) -> None:
        """Takes (n, 28, 28) images with n names of classes as the file writes them.

        Raises:
            DataError: that is more than a set can hold.
        """
        assert images.dtype == np.uint8
        assert images.shape == (len(words), SIDE, SIDE)
        check_count(len(self._labels) + len(words))
        self._pixels += images.tobytes()
        self._labels += [self._words.setdefault(word, len(self._words)) for word in words]
        self._is_test += [is_test] * len(words)
        self._writers += [-1] * len(words) if writers is None else writers
        if len(self._words) > _MOST_WORDS:
            raise too_many_classes(len(self._words))

    def leave_out(self, what: str, why: LabError) -> None:
        """Notes that a file or a line of it was of no use."""
        self._left_out_count += 1
        if len(self._left_out) < MOST_NAMED:
            self._left_out.append((_shown(what), why))

    @property
    def has_left_out(self) -> bool:
        """Whether anything was of no use so far."""
        return self._left_out_count > 0

    def collected(
        self, name: str, licence: str = "", classes: Sequence[str] | None = None
    ) -> Collected:
        """All that has come, without classes that have too few images to be learnt.

        Args:
            name: of the set, or of the file.
            licence: of the set.
            classes: their names in the order in which they are to be; those that are not among
                them follow in the order of numbers and of letters.

        Raises:
            DataError: no image has come, two classes have the same name, or there are fewer than
                two classes or too many.
        """
        if not self._labels:
            raise self._left_out[0][1] if self._left_out else nothing_found()
        names = clean_names(self._words)
        first = [one for one in map(clean_name, classes or ()) if one in names]
        order = first + sorted(set(names) - set(first), key=_key)
        numbers = np.array([order.index(one) for one in names], np.int64)[self._labels]
        counts = np.bincount(numbers, minlength=len(order))
        for index in np.flatnonzero(counts < 2):
            self.leave_out(order[index], _alone(order[index]))
        large = np.flatnonzero(counts >= 2)
        if not 2 <= len(large) <= MOST_CLASSES:
            raise too_many_classes(len(large))
        kept = (counts >= 2)[numbers]
        labels = (np.cumsum(counts >= 2) - 1)[numbers[kept]].astype(np.uint8)
        images = np.frombuffer(self._pixels, np.uint8).reshape(-1, SIDE, SIDE)
        is_test, writers = np.array(self._is_test)[kept], np.array(self._writers, np.int32)[kept]
        return Collected(
            images if kept.all() else images[kept],
            labels,
            tuple(order[index] for index in large),
            writers if (writers >= 0).all() else None,
            is_test if _parts(labels, is_test, len(large)) else None,
            tuple(self._left_out),
            self._left_out_count,
            clean_name(name),
            licence,
        )


def clean_names(words: Iterable[str]) -> list[str]:
    """Names of classes as they are shown, in the order of the words of a file.

    Args:
        words: each once.

    Raises:
        DataError: there are too many, two have become one, or nothing is left of one.
    """
    words = list(words)
    if len(words) > MOST_CLASSES:
        raise too_many_classes(len(words))
    names = [clean_name(word) for word in words]
    for name, word in zip(names, words, strict=True):
        if not name:
            raise DataError(
                "A class needs a name that can be seen. Found: {word}", word=repr(word[:20])
            )
        if names.count(name) > 1:
            raise DataError("Two classes have the same name: {name}", name=name)
    return names


def _parts(labels: NDArray[np.uint8], is_test: NDArray[np.bool_], classes: int) -> bool:
    """Whether there is something to test with, and of each class something to learn from."""
    return bool(is_test.any()) and len(np.unique(labels[~is_test])) == classes


def _is_by_class(labels: NDArray[np.uint8]) -> bool:
    """Whether a class that has its share of images has none in the last tenth, as in folders."""
    last = labels[-(len(labels) // 10) :] if len(labels) >= 10 else labels
    return bool(np.setdiff1d(np.flatnonzero(np.bincount(labels) >= _ITS_SHARE), last).size)


def _key(name: str) -> tuple[object, ...]:
    """Sorts 2 before 10, and a before B."""
    parts = re.split(r"(\d+)", name.casefold())
    order = ((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)
    return (*order, (2, 0, name))


def _shown(what: str) -> str:
    """A file's name as one line of plain text, its end rather than its beginning."""
    line = "".join(c if c.isprintable() else " " for c in what[-_LONGEST:])
    return " ".join(line.split())


def raise_if(should_stop: StopCallback) -> None:
    """Raises ReadingStopped where a visitor gives up."""
    if should_stop():
        raise ReadingStopped(N_("Reading the file was stopped."))


def check_count(found: int) -> None:
    """Raises DataError for more images than a set can hold."""
    if found > MOST_IMAGES:
        raise too_many_images(found)


def too_many_images(found: int) -> DataError:
    """What to raise for a set without images, or with more than `MOST_IMAGES`."""
    return DataError(
        "A data set must hold 1 to {most} images. Found: {found}",
        most=f"{MOST_IMAGES:,}",
        found=f"{found:,}",
    )


def too_many_classes(found: int) -> DataError:
    """What to raise for a set of fewer than two classes, or of more than `MOST_CLASSES`."""
    return DataError(
        "A data set must have 2 to {most} classes with two images at least. Found: {found}",
        most=MOST_CLASSES,
        found=f"{found:,}",
    )


def nothing_found() -> DataError:
    """What to raise for a file that is sound, and holds nothing to learn from."""
    return DataError(
        "There are no images in the file: expected a zip of folders named by their class, a CSV "
        "of a label and 784 pixels a line, an .npz in Keras' layout, or MNIST's IDX files."
    )


def _alone(name: str) -> DataError:
    return DataError(
        "The class {name} has one image, and needs two: one to learn from and one to test with.",
        name=name,
    )
