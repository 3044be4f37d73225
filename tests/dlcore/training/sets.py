"""Data sets that tests learn from."""

from __future__ import annotations

import numpy as np

from dlcore.data import DataSet, parted


def bars(classes: int, each: int, names: tuple[str, ...] = ()) -> DataSet:
    """A set that is easy to learn: each class is a bright bar at a place of its own, and noise."""
    random = np.random.default_rng(0)
    labels = np.repeat(np.arange(classes, dtype=np.uint8), each)
    images = random.integers(0, 40, (len(labels), 28, 28), np.uint8)
    for image, label in zip(images, labels, strict=True):
        row, column = divmod(int(label), 10)
        image[2 * row : 2 * row + 4, 2 * column : 2 * column + 4] = 255
    names = names or tuple(f"class {number}" for number in range(classes))
    return parted(images, labels, names, name="Bars")
