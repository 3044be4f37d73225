"""MNIST's own files (LeCun et al. 1998): a magic number, the lengths of the axes, the bytes."""

from __future__ import annotations

import io
import math
import struct
import zipfile
from typing import IO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dlcore.data.dataset import DataError, DataSet
from dlcore.data.formats import manifest
from dlcore.data.formats.archive import MOST_INFLATED
from dlcore.data.formats.collected import (
    Gathering,
    StopCallback,
    check_count,
    raise_if,
)
from dlcore.data.formats.damage import damaged
from dlcore.data.formats.fitting import all_scaled
from dlcore.data.formats.folders import put
from dlcore.data.formats.manifest import MANIFEST

IMAGES, LABELS = 3, 1  # axes
_BYTES = 8  # code of unsigned bytes in the magic number
_CODES = {8, 9, 11, 12, 13, 14}  # of all types
_MOST_SIDE = 1024  # px
_BLOCK = 4_000_000  # bytes that are worked on at a time
_FILES = {"train": "train", "test": "t10k"}


class Header(NamedTuple):
    """How an IDX file begins: the code of its type, and the lengths of its axes."""

    code: int
    shape: tuple[int, ...]


def is_idx(head: bytes) -> bool:
    """Whether bytes begin as an IDX file of images or labels."""
    return head[:2] == b"\0\0" and len(head) >= 4 and head[2] in _CODES and head[3] in (1, 2, 3, 4)


def read_header(file: IO[bytes]) -> Header:
    """The header, after which the bytes come.

    Raises:
        DataError: it is none, or not one of unsigned bytes.
    """
    magic = file.read(4)
    if not is_idx(magic):
        raise DataError(
            "An IDX file must begin with two zeros, its type and its number of axes. "
            "Found: {found}",
            found=magic.hex(" ") or "-",
        )
    axes = file.read(4 * magic[3])
    if len(axes) < 4 * magic[3]:
        raise damaged()
    header = Header(magic[2], struct.unpack(f">{magic[3]}I", axes))
    if header.code != _BYTES or len(header.shape) not in (IMAGES, LABELS):
        raise DataError(
            "An IDX file must hold images or labels as unsigned bytes. Found: type {code} of "
            "shape {shape}",
            code=header.code,
            shape=str(header.shape),
        )
    return header


def gather(
    images: IO[bytes],
    labels: IO[bytes],
    names: tuple[str, ...],
    gathering: Gathering,
    *,
    is_test: bool,
    should_stop: StopCallback,
) -> None:
    """Reads a pair of files.

    Args:
        images, labels: unpacked.
        names: of the classes in the order of their labels; where there are none, labels are names.
        gathering: where the images go.
        is_test: what they are for.
        should_stop: see `read_upload`.

    Raises:
        DataError: they are damaged, or do not belong together.
        ReadingStopped: by `should_stop`.
    """
    shape, counted = read_header(images).shape, read_header(labels).shape
    count, pixels = shape[0], shape[1:]
    if counted != (count,):
        raise DataError(
            "There must be a label for each image. Found: {images} images and {labels} labels",
            images=f"{count:,}",
            labels=f"{counted[0]:,}",
        )
    check_count(count)
    a_picture = math.prod(pixels)
    fits = min(pixels) > 0 and max(pixels) <= _MOST_SIDE
    if not fits or count * a_picture > MOST_INFLATED:
        raise damaged()
    words = _words(_exactly(labels, count), names)
    rows = max(1, _BLOCK // a_picture)
    for start in range(0, count, rows):
        raise_if(should_stop)
        part = words[start : start + rows]
        block = _exactly(images, len(part) * a_picture).reshape(-1, *pixels)
        gathering.add(all_scaled(block), part, is_test=is_test)


def to_idx(data: DataSet) -> bytes:
    """A set as a zip of MNIST's four files, unpacked by the zip alone."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        put(zipped, MANIFEST, manifest.to_json(manifest.of(data)))
        for part, begins in _FILES.items():
            images, labels = getattr(data, f"x_{part}"), getattr(data, f"y_{part}")
            put(zipped, f"{begins}-images-idx3-ubyte", _file(images))
            put(zipped, f"{begins}-labels-idx1-ubyte", _file(labels))
    return buffer.getvalue()


def _file(array: NDArray[np.uint8]) -> bytes:
    axes = struct.pack(f">{array.ndim}I", *array.shape)
    return bytes([0, 0, _BYTES, array.ndim]) + axes + array.tobytes()


def _exactly(file: IO[bytes], count: int) -> NDArray[np.uint8]:
    data = file.read(count)
    if len(data) < count:
        raise damaged()
    return np.frombuffer(data, np.uint8)


def _words(labels: NDArray[np.uint8], names: tuple[str, ...]) -> list[str]:
    if names and len(labels) and int(labels.max()) >= len(names):
        raise DataError(
            "A label must be below the number of classes, which is {classes}. Found: {largest}",
            classes=len(names),
            largest=int(labels.max()),
        )
    return [names[label] if names else str(label) for label in labels.tolist()]
