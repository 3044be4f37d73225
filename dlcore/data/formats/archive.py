"""A zip of a stranger, looked at before anything in it is unpacked; nothing is written to disk."""

from __future__ import annotations

import io
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from dlcore.data.dataset import DataError
from dlcore.data.formats.damage import damaged, guarded

MOST_ENTRIES = 250_000
MOST_INFLATED = 2_000_000_000  # bytes, of all files together
MOST_RATIO = 100  # of what is large unpacked to what is packed; pictures are packed already
LARGE = 200_000_000  # bytes
_ENTRY = b"PK\x01\x02"  # begins each entry of a zip's directory
_ZIP = b"PK\x03\x04"
_ENCRYPTED = 1  # bit of an entry's flags
_OF_SYSTEMS = {"__macosx", "thumbs.db", "desktop.ini", "$recycle.bin"}  # nobody put them there


@dataclass(frozen=True)
class Entry:
    """A file in a zip.

    Attributes:
        parts: of its path, folders first, as composed Unicode.
        member: where it is.
    """

    parts: tuple[str, ...]
    member: zipfile.ZipInfo

    @property
    def path(self) -> str:
        """Its folders and its name."""
        return "/".join(self.parts)

    @property
    def name(self) -> str:
        """Without folders."""
        return self.parts[-1]


@contextmanager
def opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    """A zip to look into.

    Raises:
        DataError: it is damaged, has too many files, or is far larger than it looks.
    """
    # Before zipfile makes an object of each: what comes by chance among packed bytes is rare.
    if content.count(_ENTRY) > MOST_ENTRIES:
        raise DataError("A zip must hold {most} files at most.", most=f"{MOST_ENTRIES:,}")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except Exception as error:  # zipfile breaks on a stranger's bytes in several ways
        raise damaged() from error
    with archive:
        inflated = sum(member.file_size for member in archive.infolist())
        is_bomb = inflated > LARGE and inflated > MOST_RATIO * len(content)
        if is_bomb or inflated > MOST_INFLATED:
            raise DataError(
                "Unpacked, the file would have {inflated} MB, which is more than can be read.",
                inflated=f"{inflated // 1_000_000:,}",
            )
        yield archive


def entries(archive: zipfile.ZipFile) -> Iterator[Entry | tuple[str, DataError]]:
    """The files in a zip, in its order, or the name of one and why it is not opened.

    Folders, and what systems put into zips unasked, are passed over in silence.
    """
    for member in archive.infolist():
        name = unicodedata.normalize("NFC", member.filename.replace("\\", "/"))
        if member.is_dir() or name.endswith("/") or _is_of_a_system(name):
            continue
        trouble = _trouble(member, name)
        yield (name, trouble) if trouble else Entry(tuple(filter(None, name.split("/"))), member)


def read(archive: zipfile.ZipFile, entry: Entry, most: int) -> bytes:
    """All of a file.

    Args:
        archive: that holds it.
        entry: the file.
        most: bytes that it may have.

    Raises:
        DataError: it has more, is damaged, or is a zip itself.
    """
    if entry.member.file_size > most:
        raise DataError(
            "A file must have {most} MB at most. Found: {found} MB",
            most=most // 1_000_000,
            found=f"{entry.member.file_size // 1_000_000:,}",
        )
    with opened_entry(archive, entry) as file:
        data = file.read()
    if data.startswith(_ZIP):
        raise DataError("A zip within the zip is not opened.")
    return data


@contextmanager
def opened_entry(archive: zipfile.ZipFile, entry: Entry) -> Iterator[IO[bytes]]:
    """A file to read from; whatever its bytes make of that is one error."""
    with guarded(), archive.open(entry.member) as file:
        yield file


def _is_of_a_system(name: str) -> bool:
    parts = name.lower().split("/")
    hidden = any(part.startswith(".") and part not in (".", "..") for part in parts)
    return hidden or not _OF_SYSTEMS.isdisjoint(parts)


def _trouble(member: zipfile.ZipInfo, name: str) -> DataError | None:
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or ":" in parts[0]:
        return DataError("Its path leads out of the zip.")
    if stat.S_ISLNK(member.external_attr >> 16):
        return DataError("It is a link to another file, and those are not followed.")
    if member.flag_bits & _ENCRYPTED:
        return DataError("It is locked with a password.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return DataError("It is packed in a way that is not read: expected a usual zip.")
    return None
