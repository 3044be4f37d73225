"""A number for each image of a data set: those to learn from come first, those to test with after.

Every look at a set names images by it, and every change of one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dlcore.data.dataset import DataSet


def count(data: DataSet) -> int:
    """How many images there are; their numbers are those below."""
    return len(data.x_train) + len(data.x_test)


def is_test(data: DataSet, number: int) -> bool:
    """Whether an image is one to test with."""
    return number >= len(data.x_train)


def images(data: DataSet, numbers: Sequence[int] | NDArray[np.integer]) -> NDArray[np.uint8]:
    """Some images, (n, 28, 28) uint8, without a copy of all."""
    numbers = np.asarray(numbers, np.intp)
    first = len(data.x_train)
    found = np.empty((len(numbers), *data.x_train.shape[1:]), np.uint8)
    tested = numbers >= first
    found[~tested] = data.x_train[numbers[~tested]]
    found[tested] = data.x_test[numbers[tested] - first]
    return found


def labels(data: DataSet) -> NDArray[np.uint8]:
    """The index of each one's class, (n,) uint8."""
    return np.concatenate([data.y_train, data.y_test])
