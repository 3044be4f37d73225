"""NumPy's arrays in a zip (.npz) of a stranger: known by their headers before any is read."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from dlcore.data.dataset import DataError
from dlcore.data.formats.damage import damaged, guarded

_READERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
_KINDS = "buifU"  # of dtypes: numbers and text; no objects, which are pickled


@dataclass(frozen=True)
class StoredArray:
    """An array in an archive that has not been read.

    Attributes:
        name: without ".npy".
        shape: as its header says.
        dtype: likewise, a number's or text's.
        columns_first: it is in Fortran's order.
        member: where it is in the archive.
    """

    name: str
    shape: tuple[int, ...]
    dtype: np.dtype
    columns_first: bool
    member: zipfile.ZipInfo

    @property
    def size(self) -> int:
        """Of what it holds, in bytes."""
        return math.prod(self.shape) * self.dtype.itemsize

    def read(self, archive: zipfile.ZipFile) -> NDArray:
        """All of it; look at `size` first."""
        with _opened(archive, self.member) as file:
            array = npy.read_array(file, allow_pickle=False)
        if self.dtype.kind == "U" and not _is_unicode(array):
            raise damaged()
        return array

    def blocks(self, archive: zipfile.ZipFile, rows: int) -> Iterator[NDArray]:
        """The array in parts of so many rows, so that never more than one is in memory."""
        if self.columns_first and len(self.shape) > 1:
            whole = self.read(archive)
            yield from (whole[i : i + rows] for i in range(0, len(whole), rows))
            return
        a_row = math.prod(self.shape[1:]) * self.dtype.itemsize
        with _opened(archive, self.member) as file:
            _header(file)
            for start in range(0, self.shape[0], rows):
                count = min(rows, self.shape[0] - start)
                data = file.read(count * a_row)
                yield np.frombuffer(data, self.dtype).reshape(count, *self.shape[1:])


def stored_arrays(archive: zipfile.ZipFile) -> dict[str, StoredArray]:
    """The arrays of an .npz by name.

    Raises:
        DataError: one is pickled, damaged, or not of the size that its header says.
    """
    members = [one for one in archive.infolist() if one.filename.endswith(".npy")]
    arrays = [_stored(archive, member) for member in members]
    return {array.name: array for array in arrays}


def _stored(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> StoredArray:
    name = member.filename.removesuffix(".npy")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise damaged()
    with _opened(archive, member) as file:
        shape, columns_first, dtype = _header(file)
        found = member.file_size - file.tell()
    if dtype.kind not in _KINDS:
        raise DataError(
            "The array {name} must hold numbers or text. Found: {dtype}",
            name=name,
            dtype=str(dtype),
        )
    array = StoredArray(name, shape, dtype, columns_first, member)
    if min(shape, default=0) < 0 or array.size != found:
        raise damaged()
    return array


def _is_unicode(text: NDArray) -> bool:
    """Whether all of it is characters: of other numbers NumPy makes strings that break Python."""
    codes = np.frombuffer(text.tobytes(), np.dtype("u4").newbyteorder(text.dtype.byteorder))
    return bool(((codes < 0xD800) | ((codes > 0xDFFF) & (codes <= 0x10FFFF))).all())


def _header(file: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype]:
    try:
        return _READERS[npy.read_magic(file)](file)
    except Exception as error:  # a stranger's bytes make NumPy and ast raise anything
        raise damaged() from error


@contextmanager
def _opened(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
    """A member to read from; whatever a stranger's bytes make of that is one error."""
    with guarded(), archive.open(member) as file:
        yield file
