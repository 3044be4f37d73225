"""A data set as an .npz in the layout of `keras.datasets`, with the names of its classes."""

from __future__ import annotations

import io
import zipfile

import numpy as np
from numpy.typing import NDArray

from dlcore.data.dataset import ARRAYS, MOST_CLASSES, SIDE, DataError, DataSet
from dlcore.data.formats.arrays import StoredArray, stored_arrays
from dlcore.data.formats.collected import MOST_IMAGES, too_many_images
from dlcore.data.formats.damage import damaged
from dlcore.data.naming import MOST_NAME, clean_name

_TEXTS = ("source", "name", "licence")
_MOST_TEXT = 400  # characters of a text that is no class's name
_WRITERS = ("writers_train", "writers_test")


def to_npz(data: DataSet) -> bytes:
    """All of a data set in one compressed file; the same set gives the same bytes.

    Beside Keras' `x_train`, `y_train`, `x_test` and `y_test` it holds `classes`, `name`, `source`
    and `licence`, and where writers are known, `writers_train` and `writers_test`.
    """
    arrays: dict[str, NDArray] = {name: getattr(data, name) for name in ARRAYS}
    arrays |= {name: np.array(getattr(data, name)) for name in ("classes", *_TEXTS)}
    arrays |= {name: getattr(data, name) for name in _WRITERS if getattr(data, name) is not None}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def from_npz(data: bytes) -> DataSet:
    """The data set that `to_npz` made a file of.

    Args:
        data: of the file, which a stranger may have made.

    Returns:
        The set; its arrays are read-only.

    Raises:
        DataError: it is no such file, is damaged, or holds what no set can be.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except Exception as error:  # zipfile breaks on a stranger's bytes in several ways
        raise damaged() from error
    with archive:
        stored = stored_arrays(archive)
        _check(stored)
        arrays = {name: stored[name].read(archive) for name in _wanted(stored)}
    for array in arrays.values():
        array.flags.writeable = False
    classes = tuple(clean_name(str(name)) for name in arrays["classes"])
    _check_classes(classes, arrays)
    source, name, licence = (str(arrays[text])[:_MOST_TEXT] for text in _TEXTS)
    writers_train, writers_test = (arrays.get(writers) for writers in _WRITERS)
    x_train, y_train, x_test, y_test = (arrays[array] for array in ARRAYS)
    return DataSet(
        *(x_train, y_train, x_test, y_test),
        *(source, classes, name, licence),
        *(writers_train, writers_test),
    )


def label_of(data: bytes) -> tuple[str, tuple[str, ...]]:
    """What the set in such a file is called, and its classes; none of its images is opened.

    Raises:
        DataError: as `from_npz`.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except Exception as error:
        raise damaged() from error
    with archive:
        stored = stored_arrays(archive)
        _check(stored)
        name, classes = (stored[text].read(archive) for text in ("name", "classes"))
    return str(name)[:_MOST_TEXT], tuple(clean_name(str(one)) for one in classes)


def _wanted(stored: dict[str, StoredArray]) -> tuple[str, ...]:
    writers = tuple(name for name in _WRITERS if name in stored)
    return (*ARRAYS, "classes", *_TEXTS, *writers)


def _check(stored: dict[str, StoredArray]) -> None:
    """Raises DataError unless each array is there, and of its type, shape and size."""
    missing = [name for name in _wanted(stored) if name not in stored]
    if missing:
        raise DataError(
            "The file must hold the arrays {expected}. Missing: {missing}",
            expected=", ".join(_wanted(stored)),
            missing=", ".join(missing),
        )
    count = {part: (*stored[f"x_{part}"].shape, 0)[0] for part in ("train", "test")}
    if not 0 < count["train"] <= count["train"] + count["test"] <= MOST_IMAGES:
        raise too_many_images(sum(count.values()))
    for part, images in count.items():
        _expect(stored[f"x_{part}"], (images, SIDE, SIDE), "|u1")
        _expect(stored[f"y_{part}"], (images,), "|u1")
        if f"writers_{part}" in stored:
            _expect(stored[f"writers_{part}"], (images,), "<i4")
    classes = stored["classes"]
    _expect(classes, (min(classes.shape[0] if classes.shape else 0, MOST_CLASSES),), None)
    for name in _TEXTS:
        _expect(stored[name], (), None)


def _expect(array: StoredArray, shape: tuple[int, ...], dtype: str | None) -> None:
    """Raises DataError unless it has this shape, and this dtype, or where None, is short text."""
    short = array.dtype.kind == "U" and array.dtype.itemsize <= 4 * _MOST_TEXT
    if array.shape != shape or not (array.dtype.str == dtype if dtype else short):
        raise DataError(
            "The array {name} must be {expected} of shape {shape}. "
            "Found: {found} of shape {found_shape}",
            name=array.name,
            expected=dtype or "text",
            shape=str(shape),
            found=str(array.dtype),
            found_shape=str(array.shape),
        )


def _check_classes(classes: tuple[str, ...], arrays: dict[str, NDArray]) -> None:
    if not len(classes) >= 2 or len(set(classes)) < len(classes) or "" in classes:
        raise DataError(
            "A data set must have 2 to {most} classes, each of another name of 1 to {length} "
            "characters.",
            most=MOST_CLASSES,
            length=MOST_NAME,
        )
    largest = max(int(arrays[name].max(initial=0)) for name in ("y_train", "y_test"))
    if largest >= len(classes):
        raise DataError(
            "A label must be below the number of classes, which is {classes}. Found: {largest}",
            classes=len(classes),
            largest=largest,
        )
