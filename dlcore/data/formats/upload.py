"""A file that a visitor brings, of whatever kind it is -> images and their classes."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from dlcore.data.dataset import DataError
from dlcore.data.formats import archive, csv_file, idx
from dlcore.data.formats.archive import Contents, Entry
from dlcore.data.formats.collected import (
    Collected,
    Gathering,
    ProgressCallback,
    StopCallback,
    nothing_found,
)
from dlcore.data.formats.damage import guarded
from dlcore.data.formats.fitting import BeforeAfter
from dlcore.data.formats.folders import manifest_of, preview_folders, read_folders
from dlcore.data.formats.keras_arrays import read_arrays

MOST_BYTES = 200_000_000
"""Of an upload."""
PREVIEWED = 12
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")  # the second is an empty one
_GZIP = b"\x1f\x8b"
_TABLES = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
_HEAD = 64  # bytes by which text is told from anything else
_FEW = 50  # files in a zip; where there are more, they are pictures
_IS_TEST = re.compile(r"t10k|test", re.IGNORECASE)


def read_upload(
    name: str,
    content: bytes | BinaryIO,
    *,
    ink: bool = True,
    progress: ProgressCallback = lambda share: None,
    should_stop: StopCallback = lambda: False,
) -> Collected:
    """Reads a set from a file, whose kind is told by its content and not by its name.

    A zip of folders named by their class, a CSV in the MNIST layout, an .npz in Keras' layout, or
    MNIST's own pairs of files in a zip; all of these packed with gzip or in a zip, too, and what
    this package writes. Nothing is written to disk, and pictures are decoded one at a time.

    Args:
        name: of the file; the set is called so where the file says nothing better.
        content: of the file; several files as `together` makes one of them.
        ink: pictures in folders are brought to the size and place of MNIST's digits, as drawings
            are; otherwise they are only scaled. Images in tables and arrays are taken as they are.
        progress: called with the share that has been read.
        should_stop: asked now and then.

    Raises:
        DataError: there is nothing to learn from in the file.
        ReadingStopped: by `should_stop`.
    """
    data = _all(content)
    stem = PurePosixPath(name.replace("\\", "/")).name.partition(".")[0]
    if data.startswith(_ZIPS):
        with archive.opened(data) as contents:
            return _read_zip(contents, len(data), stem, ink, progress, should_stop)
    raw = io.BytesIO(data)
    gathering = Gathering()
    asked = _reporting(raw, len(data), progress, should_stop)
    with _inflated(raw) as file:
        head = file.read(_HEAD)
        file.seek(0)
        if idx.is_idx(head):
            raise DataError(
                "An IDX file holds images or labels alone: both files of a pair are needed, "
                "together or in a zip."
            )
        if b"\0" in head or not head:
            raise nothing_found()
        csv_file.gather(file, name, gathering, is_test=False, should_stop=asked)
    progress(1.0)
    return gathering.collected(stem)


def preview(
    content: bytes | BinaryIO, *, ink: bool = True, count: int = PREVIEWED
) -> tuple[BeforeAfter, ...]:
    """Some pictures of a zip of folders, before and after; () where the file is of another kind.

    Raises:
        DataError: the zip is damaged, or holds no pictures.
    """
    data = _all(content)
    if not data.startswith(_ZIPS):
        return ()
    with archive.opened(data) as contents:
        others = _has_arrays(contents) or _tables(contents) or _idx_files(contents)
        if others or manifest_of(contents):
            return ()
        return preview_folders(contents, count, ink=ink)


def together(files: Mapping[str, bytes]) -> bytes:
    """Several files as one, such as the two of an IDX pair, for `read_upload`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as zipped:
        for name, data in files.items():
            zipped.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()


def _all(content: bytes | BinaryIO) -> bytes:
    data = content if isinstance(content, bytes) else content.read(MOST_BYTES + 1)
    if not data:
        raise DataError("The file is empty.")
    if len(data) > MOST_BYTES:
        raise DataError("A file must have {most} MB at most.", most=MOST_BYTES // 1_000_000)
    return data


def _read_zip(
    contents: Contents,
    size: int,
    stem: str,
    ink: bool,
    progress: ProgressCallback,
    should_stop: StopCallback,
) -> Collected:
    if _has_arrays(contents):
        return read_arrays(contents.zipped, stem, progress=progress, should_stop=should_stop)
    tables, pairs = _tables(contents), _idx_files(contents)
    if not tables and not pairs:
        return read_folders(contents, stem, ink=ink, progress=progress, should_stop=should_stop)
    said = manifest_of(contents)
    gathering = Gathering()
    asked = _reporting(cast(IO[bytes], contents.zipped.fp), size, progress, should_stop)
    if pairs:
        _gather_pairs(contents, pairs, said.classes if said else (), gathering, asked)
    else:
        _gather_tables(contents, tables, gathering, asked)
    progress(1.0)
    if said:
        return gathering.collected(said.name, said.licence, said.classes)
    return gathering.collected(stem)


def _has_arrays(contents: Contents) -> bool:
    """Whether the zip is an .npz."""
    return any(len(entry.parts) == 1 and entry.name.endswith(".npy") for entry in contents.entries)


def _tables(contents: Contents) -> list[Entry]:
    """The CSV files, where there is little else."""
    found = contents.entries
    tables = [entry for entry in found if entry.name.lower().endswith(_TABLES)]
    return tables if len(found) <= len(tables) + 3 else []


def _idx_files(contents: Contents) -> dict[Entry, int]:
    """The IDX files among a few, with the number of their axes."""
    if len(contents.entries) > _FEW:
        return {}
    axes = {}
    for entry in contents.entries:
        try:
            with _opened(contents, entry) as file:
                head = file.read(4)
        except DataError:  # which will be said where it is read
            continue
        if idx.is_idx(head):
            axes[entry] = head[3]
    return axes


def _gather_tables(
    contents: Contents, tables: list[Entry], gathering: Gathering, asked: StopCallback
) -> None:
    """Reads the CSV files; one that is none is left out."""
    for entry in tables:
        try:
            with _opened(contents, entry) as file:
                is_test = len(tables) > 1 and bool(_IS_TEST.search(entry.name))
                csv_file.gather(file, entry.path, gathering, is_test=is_test, should_stop=asked)
        except DataError as error:
            gathering.leave_out(entry.path, error)


def _gather_pairs(
    contents: Contents,
    files: dict[Entry, int],
    names: tuple[str, ...],
    gathering: Gathering,
    asked: StopCallback,
) -> None:
    """Reads each file of images with the file of labels that belongs to it."""
    pictures = {_key(entry): entry for entry, axes in files.items() if axes != idx.LABELS}
    labels = {_key(entry): entry for entry, axes in files.items() if axes == idx.LABELS}
    if len(pictures) == len(labels) == 1:
        labels = dict(zip(pictures, labels.values(), strict=True))
    if not pictures or pictures.keys() != labels.keys() or len(pictures) > 2:
        raise DataError(
            "Expected one or two pairs of IDX files, each of images and of labels. "
            "Found: {images} with images and {labels} with labels",
            images=len(pictures),
            labels=len(labels),
        )
    for key, entry in sorted(pictures.items(), key=lambda pair: bool(_IS_TEST.search(pair[0]))):
        is_test = len(pictures) > 1 and bool(_IS_TEST.search(key))
        with _opened(contents, entry) as images, _opened(contents, labels[key]) as numbers:
            idx.gather(images, numbers, names, gathering, is_test=is_test, should_stop=asked)


def _key(entry: Entry) -> str:
    """What the names of both files of a pair have in common."""
    return re.sub(r"(images?|labels?|imgs).*", "", entry.path.lower())


@contextmanager
def _opened(contents: Contents, entry: Entry) -> Iterator[IO[bytes]]:
    with archive.opened_entry(contents, entry) as packed, _inflated(packed) as file:
        yield file


@contextmanager
def _inflated(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """A file that may be packed with gzip, unpacked as it is read."""
    head = file.read(2)
    file.seek(0)
    if head != _GZIP:
        yield file
        return
    with guarded(), gzip.GzipFile(fileobj=file) as unpacked:
        yield cast(IO[bytes], unpacked)


def _reporting(
    raw: IO[bytes], size: int, progress: ProgressCallback, should_stop: StopCallback
) -> StopCallback:
    """`should_stop`, which says on the way how much of the file has been read."""

    def asked() -> bool:
        progress(min(raw.tell() / size, 1.0))
        return should_stop()

    return asked
