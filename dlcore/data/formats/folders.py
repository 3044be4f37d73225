"""A zip of folders, each of pictures of one class."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dlcore.data.dataset import SIDE, DataError, DataSet
from dlcore.data.formats import archive, manifest
from dlcore.data.formats.archive import Contents, Entry
from dlcore.data.formats.collected import (
    Collected,
    Gathering,
    ProgressCallback,
    StopCallback,
    clean_names,
    nothing_found,
    raise_if,
)
from dlcore.data.formats.fitting import BeforeAfter, fitted
from dlcore.data.formats.manifest import MANIFEST, PARTS, TEST, Manifest
from dlcore.digits.pictures import read_picture
from dlcore.errors import LabError

MOST_PICTURE = 20_000_000  # bytes of a picture's file
_EVERY = 20  # pictures, between two reports
_CARD = "card.md"
_OWN = re.compile(r"(\d+)(?:-w(\d+))?\.png")  # of an export: its number, and who drew it


class _Picture(NamedTuple):
    """A picture's file, and what its path says."""

    entry: Entry
    word: str
    is_test: bool


def read_folders(
    contents: Contents,
    name: str,
    *,
    ink: bool,
    progress: ProgressCallback,
    should_stop: StopCallback,
) -> Collected:
    """Reads the pictures one by one, so that never more than one is in memory.

    The folder that a picture lies in names its class, and one above it that is called train or
    test its part. Where the zip is an export of a set, its images are taken as they are.

    Args:
        contents: PNG, JPEG, WebP, GIF, BMP, AVIF or HEIC files.
        name: of the set, where the zip says none.
        ink: see `fitting.fitted`.
        progress, should_stop: see `read_upload`.

    Raises:
        DataError: there is nothing to learn from.
        ReadingStopped: by `should_stop`.
    """
    gathering = Gathering()
    said = manifest_of(contents)
    pictures = _pictures(contents, gathering)
    words = _class_of_folder(said)
    clean_names(sorted({picture.word for picture in pictures}))  # before the long part
    if said:
        pictures.sort(key=lambda picture: picture.entry.name)
    for count, picture in enumerate(pictures):
        raise_if(should_stop)
        if count % _EVERY == 0:
            progress(count / len(pictures))
        try:
            image = _read(contents, picture.entry, ink=ink, as_it_is=bool(said)).after
        except LabError as error:
            gathering.leave_out(picture.entry.path, error)
            continue
        writer = _writer(picture.entry) if said else -1
        word = words.get(picture.word, picture.word)
        gathering.add(image[None], [word], is_test=picture.is_test, writers=[writer])
    progress(1.0)
    if said is None:
        return gathering.collected(name)
    return gathering.collected(said.name, said.licence, said.classes)


def preview_folders(contents: Contents, count: int, *, ink: bool) -> tuple[BeforeAfter, ...]:
    """Some pictures from all over the zip, before and after; those that are none are left out."""
    pictures = _pictures(contents, Gathering())
    shown = []
    for index in _spread(len(pictures), 2 * count):
        try:
            shown.append(_read(contents, pictures[index].entry, ink=ink))
        except LabError:
            continue
    return tuple(shown[:: max(1, len(shown) // count)][:count])


def to_zip(data: DataSet, card: str = "") -> bytes:
    """A set as a zip of PNGs in folders of their classes, below train and test.

    Args:
        data: the set.
        card: a data sheet, which goes along as card.md.
    """
    buffer = io.BytesIO()
    about = manifest.of(data)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as zipped:  # a PNG is packed already
        put(zipped, MANIFEST, manifest.to_json(about))
        if card:
            put(zipped, _CARD, card.encode())
        for index, (part, image, label, writer) in enumerate(_images(data)):
            by = "" if writer is None else f"-w{writer}"
            path = f"{part}/{about.folders[label]}/{index:06d}{by}.png"
            put(zipped, path, _png(image))
    return buffer.getvalue()


def put(zipped: zipfile.ZipFile, path: str, data: bytes) -> None:
    """Writes a file without a date, so that the same set gives the same bytes."""
    zipped.writestr(zipfile.ZipInfo(path), data, compress_type=zipped.compression)


def manifest_of(contents: Contents) -> Manifest | None:
    """What the zip says of itself, at its top or in its only folder; None where it says nothing.

    Raises:
        DataError: what it says is damaged.
    """
    for entry in contents.entries:
        if entry.name == MANIFEST and len(entry.parts) <= 2:
            return manifest.from_json(archive.read(contents, entry, manifest.MOST_BYTES))
    return None


def _pictures(contents: Contents, gathering: Gathering) -> list[_Picture]:
    """What may be pictures by its place; the rest is left out."""
    found = []
    for path, why in contents.refused:
        gathering.leave_out(path, why)
    for entry in contents.entries:
        if entry.name in (MANIFEST, _CARD):
            continue
        *folders, _ = entry.parts
        lower = [part.lower() for part in folders]
        if not folders or lower[-1] in PARTS:
            gathering.leave_out(entry.path, _without_class())
            continue
        is_test = not TEST.isdisjoint(lower[:-1])
        found.append(_Picture(entry, folders[-1], is_test))
    if not found and not gathering.has_left_out:
        raise nothing_found()
    return found


def _read(contents: Contents, entry: Entry, *, ink: bool, as_it_is: bool = False) -> BeforeAfter:
    """A picture before and after; where it is an export's, and has its size, nothing is done."""
    pixels = read_picture(archive.read(contents, entry, MOST_PICTURE)).pixels
    is_done = as_it_is and pixels.shape[:2] == (SIDE, SIDE)
    return BeforeAfter(entry.name, pixels, pixels[..., 0] if is_done else fitted(pixels, ink=ink))


def _writer(entry: Entry) -> int:
    found = _OWN.fullmatch(entry.name)
    return int(found[2][-9:]) if found and found[2] else -1


def _class_of_folder(said: Manifest | None) -> dict[str, str]:
    return dict(zip(said.folders, said.classes, strict=True)) if said else {}


def _images(
    data: DataSet,
) -> Iterable[tuple[str, NDArray[np.uint8], int, int | None]]:
    for part in ("train", "test"):
        images, labels = getattr(data, f"x_{part}"), getattr(data, f"y_{part}")
        writers = getattr(data, f"writers_{part}")
        for index, image in enumerate(images):
            yield part, image, int(labels[index]), None if writers is None else int(writers[index])


def _png(image: NDArray[np.uint8]) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "PNG")
    return buffer.getvalue()


def _spread(length: int, count: int) -> list[int]:
    """Some of so many indices, evenly over all of them."""
    return sorted(set(np.linspace(0, length - 1, min(count, length)).round().astype(int).tolist()))


def _without_class() -> DataError:
    return DataError("It lies in no folder that is named by its class.")
