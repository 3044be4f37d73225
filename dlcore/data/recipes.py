"""A data set made worse on purpose: wrong labels, a rare class, images moved about or inverted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dlcore.data.dataset import MOST_CLASSES, SIDE, DataError, DataSet
from dlcore.validation import check_fields, one_of, real, whole

MOST_MOVED = 14  # px: half of an image
_LABELS = 10  # a lot of its own: few drawings are drawn by [seed, 0], and NumPy takes [0, 0] for 0
_BLOCK = 2_000  # images that are moved at a time


@dataclass(frozen=True)
class Alteration:
    """What is done to a set; nothing by default.

    Attributes:
        label_noise: share of the training images that get a wrong label, 0 to 1; see `mislabelled`.
        thin_class: number of the class of which little is left to learn from; None for none.
        thin_to: how many of its training images are left, 1-10,000; see `thinned`.
        moved: px that an image is moved by at most, 0-14; see `moved`.
        inverted: whether ink is black on white; see `inverted`.
        seed: of what is left to chance.

    Raises:
        ConfigError: a value outside its range.
    """

    label_noise: float = real(0.0, 0.0, 1.0)
    thin_class: int | None = one_of(None, (None, *range(MOST_CLASSES)))
    thin_to: int = whole(10, 1, 10_000)
    moved: int = whole(0, 0, MOST_MOVED)
    inverted: bool = one_of(False)
    seed: int = whole(0, 0, 2**31 - 1)

    def __post_init__(self) -> None:
        check_fields(self)


def altered(data: DataSet, alteration: Alteration) -> DataSet:
    """A set after all of an alteration; the set itself where there is none.

    Raises:
        DataError: it has no class of the number that is to be thin.
    """
    if alteration.thin_class is not None:
        data = thinned(data, alteration.thin_class, alteration.thin_to)
    if alteration.label_noise:
        data = mislabelled(data, alteration.label_noise, alteration.seed)
    if alteration.moved:
        data = moved(data, alteration.moved, alteration.seed)
    return inverted(data) if alteration.inverted else data


@dataclass(frozen=True)
class AlteredSet:
    """A set that was made worse, and what was done to it, counted.

    Attributes:
        data: the set.
        wrong: (n,) numbers of the images whose label is not theirs, ascending; see
            `dlcore.data.numbered`. Those to learn from come first there, and no others are.
        left_out: images of the thin class that are not there any more.
        cut: images that have lost ink over an edge.
    """

    data: DataSet
    wrong: NDArray[np.intp]
    left_out: int
    cut: int


def counted(data: DataSet, alteration: Alteration) -> AlteredSet:
    """The same as `altered`, and what was done.

    Raises:
        DataError: it has no class of the number that is to be thin.
    """
    fewer = altered(data, replace(alteration, label_noise=0.0, moved=0, inverted=False))
    white = altered(fewer, replace(alteration, thin_class=None, inverted=False))
    return AlteredSet(
        inverted(white) if alteration.inverted else white,
        np.flatnonzero(fewer.y_train != white.y_train),
        len(data.y_train) - len(fewer.y_train),
        _cut(fewer, white) if alteration.moved else 0,
    )


def mislabelled(data: DataSet, share: float, seed: int) -> DataSet:
    """A set in which some training images have a label that is not theirs.

    Args:
        data: the set; what is for the test keeps its labels.
        share: of the training images, in [0, 1]; exactly so many, to the nearest one.
        seed: of which ones, and of the labels; all others are equally probable.
    """
    random = np.random.default_rng([seed, _LABELS])
    count = round(share * len(data.y_train))
    chosen = random.permutation(len(data.y_train))[:count]
    others = random.integers(1, len(data.classes), size=count)
    labels = data.y_train.copy()
    labels[chosen] = (labels[chosen] + others) % len(data.classes)
    return replace(data, y_train=labels)


def thinned(data: DataSet, label: int, count: int) -> DataSet:
    """A set in which few images of one class are left to learn from.

    Args:
        data: the set; what is for the test stays.
        label: of the class.
        count: of its training images that are left, the first ones; 1 at least.

    Raises:
        DataError: there is no such class.
    """
    if not 0 <= label < len(data.classes):
        raise DataError(
            "There is no class number {number}: the data set has {classes}.",
            number=label + 1,
            classes=len(data.classes),
        )
    left_out = np.flatnonzero(data.y_train == label)[max(count, 1) :]
    kept = np.delete(np.arange(len(data.y_train)), left_out)
    writers = data.writers_train
    return replace(
        data,
        x_train=data.x_train[kept],
        y_train=data.y_train[kept],
        writers_train=None if writers is None else writers[kept],
    )


def moved(data: DataSet, most: int, seed: int) -> DataSet:
    """A set in which each image is moved by whole pixels, and what leaves it is lost.

    Args:
        data: the set.
        most: px that an image is moved to any side; each way as probable as any other.
        seed: of the ways.
    """
    train, test = (
        _moved(images, ways)
        for images, ways in zip(_parts(data), _ways(data, most, seed), strict=True)
    )
    return replace(data, x_train=train, x_test=test)


def inverted(data: DataSet) -> DataSet:
    """A set of black ink on white."""
    return replace(data, x_train=255 - data.x_train, x_test=255 - data.x_test)


def _parts(data: DataSet) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    return data.x_train, data.x_test


def _ways(data: DataSet, most: int, seed: int) -> list[NDArray[np.int64]]:
    """(2, n) px down and to the right that each image is moved by, of both parts."""
    random = np.random.default_rng(seed)
    return [random.integers(-most, most + 1, size=(2, len(images))) for images in _parts(data)]


def _moved(images: NDArray[np.uint8], ways: NDArray[np.int64]) -> NDArray[np.uint8]:
    """In blocks: each image lies on a sheet of up to four times its size meanwhile."""
    found = np.empty_like(images)
    most = int(np.abs(ways).max(initial=0))
    for start in range(0, len(images), _BLOCK):
        some = slice(start, start + _BLOCK)
        down, right = ways[:, some]
        sheets = np.pad(images[some], ((0, 0), (most, most), (most, most)))
        windows = np.lib.stride_tricks.sliding_window_view(sheets, (SIDE, SIDE), axis=(1, 2))
        found[some] = windows[np.arange(len(sheets)), most - down, most - right]
    return found


def _cut(before: DataSet, after: DataSet) -> int:
    """How many images have less ink than before."""
    return sum(
        int((_ink(images) > _ink(now)).sum())
        for images, now in zip(_parts(before), _parts(after), strict=True)
    )


def _ink(images: NDArray[np.uint8]) -> NDArray[np.uint32]:
    return images.sum(axis=(1, 2), dtype=np.uint32)
