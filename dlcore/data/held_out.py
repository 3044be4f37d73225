"""Test images: MNIST's, those that the sample keeps from training, or those of another set."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dlcore.data.dataset import DataError, DataSet
from dlcore.data.mnist import find_mnist, sample

LOOKED_AT = 1_000
"""`first_images` are so many: those that units and features are measured on."""
Digit = NDArray[np.float32]  # (28, 28) in [0, 1]


@dataclass(frozen=True)
class TestDigit:
    """A test image.

    Attributes:
        number: its place in the test set, from 0.
        image: (28, 28) float32 in [0, 1].
        truth: the class that it is of.
        count: how many test images there are.
        source: see `DataSet.source`; those of the sample are from MNIST's training images, which
            the networks that ship have seen.
    """

    __test__ = False  # no test, though its name begins like one

    number: int
    image: Digit
    truth: int
    count: int
    source: str


@dataclass(frozen=True)
class TestSet:
    """The first test images of another set than MNIST, to be sent along with a question.

    Two of the same content are equal: what was found with them can be kept.

    Attributes:
        images: (n, 28, 28) uint8, n from 1 to `LOOKED_AT`.
        labels: (n,) uint8.
        source: see `DataSet.source`.
        digest: of both.
    """

    __test__ = False

    images: NDArray[np.uint8] = field(compare=False)
    labels: NDArray[np.uint8] = field(compare=False)
    source: str
    digest: str

    @classmethod
    def of(cls, data: DataSet) -> TestSet:
        """Those of a set.

        Raises:
            DataError: it has none.
        """
        if not len(data.x_test):
            raise DataError("This data set has no test images.")
        images, labels = data.x_test[:LOOKED_AT], data.y_test[:LOOKED_AT]
        digest = hashlib.sha256(np.ascontiguousarray(images).data)
        digest.update(np.ascontiguousarray(labels).data)
        return cls(images, labels, data.source, digest.hexdigest())

    def digit(self, number: int) -> TestDigit:
        """One of these by its number; beyond the last it begins anew."""
        return _digit(self.images, self.labels, self.source, number)


def first_images(tests: TestSet | None = None) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """The first test images, (n, 28, 28, 1) float32 in [0, 1], and their classes, (n,).

    Args:
        tests: those of another set; None for MNIST's.
    """
    if tests is None:
        mnist = _mnist()
        shown, labels = mnist.x_test[:LOOKED_AT], mnist.y_test[:LOOKED_AT]
    else:
        shown, labels = tests.images, tests.labels
    images = shown[..., None].astype(np.float32)
    images /= 255
    return images, labels


def digit(number: int) -> TestDigit:
    """A test image by its number; beyond the last it begins anew."""
    return _of(_mnist(), number)


def several(numbers: Iterable[int], tests: TestSet | None = None) -> tuple[TestDigit, ...]:
    """Test images by their numbers; of another set than MNIST where `tests` is given."""
    return tuple(map(tests.digit if tests else digit, numbers))


def of_source(numbers: tuple[int, ...], source: str) -> tuple[TestDigit, ...]:
    """Test images of the data set that a network was tested on, by their numbers.

    Args:
        source: as `Mnist.source`.

    Returns:
        None of them where this machine has another data set.
    """
    mnist = sample() if source == "sample" else _mnist()
    if mnist.source != source:
        return ()
    return of_set(mnist, numbers)


def of_set(data: DataSet, numbers: Iterable[int]) -> tuple[TestDigit, ...]:
    """Test images of a set that is at hand, by their numbers."""
    return tuple(_of(data, number) for number in numbers)


def _of(data: DataSet, number: int) -> TestDigit:
    return _digit(data.x_test, data.y_test, data.source, number)


def _digit(
    images: NDArray[np.uint8], labels: NDArray[np.uint8], source: str, number: int
) -> TestDigit:
    at = number % len(images)
    return TestDigit(at, images[at] / np.float32(255), int(labels[at]), len(images), source)


def _mnist() -> DataSet:
    return find_mnist() or sample()
