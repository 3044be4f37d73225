"""Test images: MNIST's, or those that the sample keeps from training."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.data.mnist import Mnist, find_mnist, sample

LOOKED_AT = 1_000
"""The first so many test images are `test_set`: those that units and features are measured on."""
Digit = NDArray[np.float32]  # (28, 28) in [0, 1]


@dataclass(frozen=True)
class TestDigit:
    """A test image.

    Attributes:
        number: its place in the test set, from 0.
        image: (28, 28) float32 in [0, 1].
        truth: the digit it is.
        count: how many test images there are.
        source: see `Mnist.source`; those of the sample are from MNIST's training images, which the
            networks that ship have seen.
    """

    __test__ = False  # no test, though its name begins like one

    number: int
    image: Digit
    truth: int
    count: int
    source: str


def test_set() -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """The first test images, (n, 28, 28, 1) float32 in [0, 1], and their digits, (n,)."""
    mnist = _mnist()
    images = mnist.x_test[:LOOKED_AT, :, :, None].astype(np.float32)
    images /= 255
    return images, mnist.y_test[:LOOKED_AT]


test_set.__test__ = False  # type: ignore[attr-defined]


def digit(number: int) -> TestDigit:
    """A test image by its number; beyond the last it begins anew."""
    return _digit(_mnist(), number)


def several(numbers: tuple[int, ...]) -> tuple[TestDigit, ...]:
    """Test images by their numbers."""
    return tuple(map(digit, numbers))


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
    return tuple(_digit(mnist, number) for number in numbers)


def _digit(mnist: Mnist, number: int) -> TestDigit:
    at = number % len(mnist.x_test)
    image = mnist.x_test[at] / np.float32(255)
    return TestDigit(at, image, int(mnist.y_test[at]), len(mnist.x_test), mnist.source)


def _mnist() -> Mnist:
    return find_mnist() or sample()
