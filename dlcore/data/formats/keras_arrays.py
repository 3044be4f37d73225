"""Images and labels of any .npz in Keras' layout, a block at a time."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dlcore.data.dataset import DataError
from dlcore.data.formats.arrays import StoredArray, stored_arrays
from dlcore.data.formats.collected import (
    Collected,
    Gathering,
    ProgressCallback,
    StopCallback,
    check_count,
    clean_names,
    raise_if,
)
from dlcore.data.formats.fitting import all_scaled, grey_of
from dlcore.data.formats.values import PixelRange, as_bytes, extent, white_of

_BLOCK = 4_000_000  # numbers that are worked on at a time
_MOST_SIDE = 1024  # px
_MOST_TURNED = 200_000_000  # bytes of an array that cannot be read row by row
_MOST_NAMES = 400_000  # bytes of all names of classes
_MOST_TEXT = 400  # bytes of a label
_MOST_LABEL = 2**31  # above it, floats are no labels any more
_PAIRS = (
    ("x_train", "y_train"),
    ("x_test", "y_test"),
    ("x", "y"),
    ("X", "y"),
    ("images", "labels"),
    ("arr_0", "arr_1"),
)


class _Part(NamedTuple):
    """The images and the labels of a part of a set."""

    images: StoredArray
    labels: StoredArray
    writers: StoredArray | None
    is_test: bool


def read_arrays(
    zipped: zipfile.ZipFile, name: str, *, progress: ProgressCallback, should_stop: StopCallback
) -> Collected:
    """Reads `x_train`, `y_train`, `x_test`, `y_test` or what comes near, and the classes' names.

    Images are (n, height, width), with 1, 3 or 4 channels behind, or (n, pixels) of squares, in
    any numbers, white as 1, 255 or 65,535. They are scaled to 28x28, and taken as they are where
    they have that size.

    Args:
        zipped: the .npz.
        name: of the set, where the file says none.
        progress, should_stop: see `read_upload`.

    Raises:
        DataError: it is not of this layout, or damaged.
        ReadingStopped: by `should_stop`.
    """
    stored = stored_arrays(zipped)
    parts = _parts(stored)
    names = _names(zipped, stored)
    white = _white(zipped, parts, should_stop)
    gathering = Gathering()
    total = sum(part.images.shape[0] for part in parts)
    done = 0
    labels = [part.labels.read(zipped).reshape(-1) for part in parts]
    first = _first(labels, names)
    for part, numbers in zip(parts, labels, strict=True):
        words = _words(numbers, names, first)
        writers = part.writers.read(zipped).tolist() if part.writers else [-1] * len(words)
        start = 0
        for block in _blocks(zipped, part.images):
            raise_if(should_stop)
            end = start + len(block)
            images = all_scaled(_grey(block, white))
            gathering.add(
                images, words[start:end], is_test=part.is_test, writers=writers[start:end]
            )
            done, start = done + len(block), end
            progress(done / total)
    title, licence = (_text(zipped, stored.get(key)) for key in ("name", "licence"))
    return gathering.collected(title or name, licence, names or None)


def _parts(stored: dict[str, StoredArray]) -> list[_Part]:
    pairs = [(x, y) for x, y in _PAIRS if x in stored and y in stored]
    if not pairs:
        raise DataError(
            "The file must hold the arrays {expected}. Missing: {missing}",
            expected=", ".join(_PAIRS[0] + _PAIRS[1]),
            missing=", ".join(name for name in _PAIRS[0] if name not in stored),
        )
    chosen = pairs[:2] if pairs[0] == _PAIRS[0] and _PAIRS[1] in pairs else pairs[:1]
    check_count(sum(stored[x].shape[0] for x, _ in chosen if stored[x].shape))
    return [_part(stored, x, y) for x, y in chosen]


def _part(stored: dict[str, StoredArray], x: str, y: str) -> _Part:
    images, labels = stored[x], stored[y]
    pixels = images.shape[1:]
    flat = len(pixels) == 1 and math.isqrt(pixels[0]) ** 2 == pixels[0] <= _MOST_SIDE**2
    plane = len(pixels) == 2 or (len(pixels) == 3 and pixels[2] in (1, 3, 4))
    fits = flat or (plane and max(pixels) <= _MOST_SIDE)
    turned = images.columns_first and len(images.shape) > 1 and images.size > _MOST_TURNED
    if not fits or 0 in pixels or turned or images.dtype.kind not in "buif":
        raise DataError(
            "{name} must hold images: numbers of shape (n, height, width), at most {most} px a "
            "side. Found: {dtype} of shape {shape}",
            name=x,
            most=f"{_MOST_SIDE:,}",
            dtype=str(images.dtype),
            shape=str(images.shape),
        )
    count = images.shape[0]
    if labels.shape not in ((count,), (count, 1)) or labels.dtype.itemsize > _MOST_TEXT:
        raise DataError(
            "{name} must hold a label for each of {count} images: numbers or words of shape "
            "({count},). Found: {dtype} of shape {shape}",
            name=y,
            count=count,
            dtype=str(labels.dtype),
            shape=str(labels.shape),
        )
    part = y.removeprefix("y_")
    writers = stored.get(f"writers_{part}")
    known = writers is not None and writers.shape == (count,) and writers.dtype == np.int32
    return _Part(images, labels, writers if known else None, part == "test")


def _names(zipped: zipfile.ZipFile, stored: dict[str, StoredArray]) -> list[str]:
    """The names of the classes in the order of their labels; [] where the file has none.

    Raises:
        DataError: two are the same, so that nobody could tell their images apart any more.
    """
    array = stored.get("classes")
    if array is None or len(array.shape) != 1 or array.size > _MOST_NAMES:
        return []
    return clean_names(map(str, array.read(zipped).tolist()))


def _text(zipped: zipfile.ZipFile, array: StoredArray | None) -> str:
    fits = array is not None and array.shape == () and array.dtype.kind == "U"
    return str(array.read(zipped))[:400] if fits and array and array.size <= 1600 else ""


def _white(zipped: zipfile.ZipFile, parts: list[_Part], should_stop: StopCallback) -> int:
    """What is white in all parts; goes through all of the images before any is used."""
    found = PixelRange(0.0, 0.0)
    for part in parts:
        for block in _blocks(zipped, part.images):
            raise_if(should_stop)
            found = found.joined(extent(block))
    return white_of(found)


def _blocks(zipped: zipfile.ZipFile, images: StoredArray) -> Iterator[NDArray]:
    return images.blocks(zipped, max(1, _BLOCK // math.prod(images.shape[1:])))


def _grey(block: NDArray, white: int) -> NDArray[np.uint8]:
    """(n, height, width) of images in any of the layouts."""
    if block.ndim == 2:
        side = math.isqrt(block.shape[1])
        block = block.reshape(-1, side, side)
    if block.ndim == 4 and block.shape[3] == 1:
        block = block[..., 0]
    if block.ndim == 3:
        return as_bytes(block, white)
    return as_bytes(grey_of(block), white)


def _first(labels: list[NDArray], names: list[str]) -> int:
    """The label of the first class: 1 where labels go from 1 to the number of names, else 0."""
    numbers = [part for part in labels if part.dtype.kind in "ui" and len(part)]
    if not names or not numbers:
        return 0
    least = min(int(part.min()) for part in numbers)
    return int(least == 1 and max(int(part.max()) for part in numbers) == len(names))


def _words(labels: NDArray, names: list[str], first: int) -> list[str]:
    """Each label as the name of its class, or where classes have none, as it is written."""
    if labels.dtype.kind == "f":
        if not ((np.abs(labels) < _MOST_LABEL).all() and (labels == np.rint(labels)).all()):
            raise DataError("Labels must be whole numbers or words. Found: fractions")
        labels = labels.astype(np.int64)
    if labels.dtype.kind not in "ui" or not names:
        return [str(label) for label in labels.tolist()]
    wrong = (labels < first) | (labels >= len(names) + first)
    if wrong.any():
        raise DataError(
            "A label must be below the number of classes, which is {classes}. Found: {largest}",
            classes=len(names),
            largest=int(labels[wrong][0]),
        )
    return [names[number - first] for number in labels.tolist()]
