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
_UNICODE = 0x800  # likewise, of its name
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


@dataclass(frozen=True)
class Contents:
    """An open zip.

    Attributes:
        zipped: the zip.
        entries: its files, in its order, without folders and what systems put into zips unasked.
        refused: paths of files that are not opened, and why.
    """

    zipped: zipfile.ZipFile
    entries: tuple[Entry, ...]
    refused: tuple[tuple[str, DataError], ...]


@contextmanager
def opened(content: bytes) -> Iterator[Contents]:
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
        yield _contents(archive)


def read(contents: Contents, entry: Entry, most: int) -> bytes:
    """All of a file.

    Args:
        contents: of the zip that holds it.
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
    with opened_entry(contents, entry) as file:
        data = file.read()
    if data.startswith(_ZIP):
        raise DataError("A zip within the zip is not opened.")
    return data


@contextmanager
def opened_entry(contents: Contents, entry: Entry) -> Iterator[IO[bytes]]:
    """A file to read from; whatever its bytes make of that is one error."""
    with guarded(), contents.zipped.open(entry.member) as file:
        yield file


def _contents(archive: zipfile.ZipFile) -> Contents:
    found, refused = [], []
    for member in archive.infolist():
        path = unicodedata.normalize("NFC", _path(member).replace("\\", "/"))
        parts = path.split("/")
        if parts[-1] in ("", ".") or _are_of_a_system(parts):
            continue
        if trouble := _trouble(member, parts):
            refused.append((path, trouble))
        else:
            found.append(Entry(tuple(part for part in parts if part not in ("", ".")), member))
    return Contents(archive, tuple(found), tuple(refused))


def _path(member: zipfile.ZipInfo) -> str:
    """The path in Unicode, which macOS writes without saying that it does."""
    if member.flag_bits & _UNICODE:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def _are_of_a_system(parts: list[str]) -> bool:
    return any(
        part.lower() in _OF_SYSTEMS or (part.startswith(".") and part not in (".", ".."))
        for part in parts
    )


def _trouble(member: zipfile.ZipInfo, parts: list[str]) -> DataError | None:
    if not parts[0] or ".." in parts or parts[0][1:2] == ":":
        return DataError("Its path leads out of the zip.")
    if stat.S_ISLNK(member.external_attr >> 16):
        return DataError("It is a link to another file, and those are not followed.")
    if member.flag_bits & _ENCRYPTED:
        return DataError("It is locked with a password.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return DataError("It is packed in a way that is not read: expected a usual zip.")
    return None
