"""A set as lines of text: a label and the pixels of an image, as MNIST is often passed on."""

from __future__ import annotations

import csv
import io
import math
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import IO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dlcore.data.dataset import SIDE, DataError, DataSet
from dlcore.data.formats import manifest
from dlcore.data.formats.archive import MOST_INFLATED
from dlcore.data.formats.collected import MOST_IMAGES, Gathering, StopCallback, raise_if
from dlcore.data.formats.fitting import all_scaled
from dlcore.data.formats.folders import put
from dlcore.data.formats.manifest import MANIFEST
from dlcore.data.formats.values import as_bytes, extent, white_of

_BLOCK = 1000  # lines that are worked on at a time
_BLOCK_SIZE = 8_000_000  # characters, likewise
_MOST_LINES = 2 * MOST_IMAGES
_SAMPLE = 20  # lines that tell how a table is written
_LONGEST = 2_000_000  # bytes of a line
_DELIMITERS = ",;\t"
_SIDES = range(8, 257)  # px of an image


class _Line(NamedTuple):
    """A line of a file, and which it is, from 1."""

    number: int
    text: str


class _Fields(NamedTuple):
    """A line that is parted."""

    number: int
    label: str
    pixels: str


class _Layout(NamedTuple):
    """What is between the columns, and how many pixels an image has."""

    delimiter: str
    pixels: int


def gather(
    file: IO[bytes], name: str, gathering: Gathering, *, is_test: bool, should_stop: StopCallback
) -> None:
    """Reads lines of a label, which may be a word, and the pixels of a square image.

    Between them are commas, semicolons or tabs. A first line of words is passed over; one that
    cannot be used is left out.

    Args:
        file: of UTF-8 text.
        name: of the file, by which its lines are called.
        gathering: where the images go.
        is_test: what they are for.
        should_stop: see `read_upload`.

    Raises:
        DataError: it is no such file.
        ReadingStopped: by `should_stop`.
    """
    lines = _lines(file)
    layout, white = None, 0
    while block := _block(lines):
        raise_if(should_stop)
        if layout is None:
            layout, block = _layout(block)
        rows, values = _usable(block, layout, name, gathering)
        if not rows:
            continue
        white = white or white_of(extent(values))
        if not 0 <= values.min() <= values.max() <= white:
            raise DataError(
                "Pixels must be numbers from 0 to {white}, as on the first lines. Found: {found}",
                white=white,
                found=f"{values.max() if values.min() >= 0 else values.min():g}",
            )
        side = math.isqrt(layout.pixels)
        images = all_scaled(as_bytes(values, white).reshape(-1, side, side))
        gathering.add(images, [row.label for row in rows], is_test=is_test)


def to_csv(data: DataSet) -> bytes:
    """A set as a zip of train.csv and test.csv in the MNIST layout, with the names as labels."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        put(zipped, MANIFEST, manifest.to_json(manifest.of(data)))
        for part in ("train", "test"):
            images, labels = getattr(data, f"x_{part}"), getattr(data, f"y_{part}")
            words = [data.classes[label] for label in labels]
            put(zipped, f"{part}.csv", "".join(_written(images, words)).encode())
    return buffer.getvalue()


def _written(images: NDArray[np.uint8], words: list[str]) -> Iterator[str]:
    yield ",".join(["label", *(f"pixel{index}" for index in range(SIDE**2))]) + "\n"
    for image, word in zip(images.reshape(-1, SIDE**2), words, strict=True):
        is_plain = _label(word) == word and not set(word) & set(_DELIMITERS + '"')
        label = word if is_plain else '"' + word.replace('"', '""') + '"'
        yield label + "," + ",".join(map(str, image.tolist())) + "\n"


def _block(lines: Iterator[_Line]) -> list[_Line]:
    """The next lines, as many as are worked on at a time; [] at the end."""
    block, size = [], 0
    for line in lines:
        block.append(line)
        size += len(line.text)
        if len(block) == _BLOCK or size >= _BLOCK_SIZE:
            break
    return block


def _lines(file: IO[bytes]) -> Iterator[_Line]:
    """The lines that are not empty, with their number from 1."""
    number = total = 0
    while line := file.readline(_LONGEST):
        number, total = number + 1, total + len(line)
        if len(line) == _LONGEST or total > MOST_INFLATED or number > _MOST_LINES:
            raise _no_table()
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip("\r\n")
        except UnicodeDecodeError as error:
            raise DataError(
                "A CSV must be text in UTF-8. Line {number} is not.", number=number
            ) from error
        if text.strip():
            yield _Line(number, text)


def _layout(block: list[_Line]) -> tuple[_Layout, list[_Line]]:
    """How the table is written, and the lines without a header."""
    counts = Counter(_columns(line.text) for line in block[:_SAMPLE])
    (pixels, delimiter), _ = counts.most_common(1)[0]
    if pixels < _SIDES[0]:  # there are commas in a letter, too
        raise _no_table()
    if pixels not in {side**2 for side in _SIDES}:
        raise _wrong_count(pixels + 1, SIDE**2 + 1)
    _, first = _split(block[0].text, delimiter)
    return _Layout(delimiter, pixels), block[_is_header(first.split(delimiter)) :]


def _columns(text: str) -> tuple[int, str]:
    """How often the most frequent delimiter is in a line, and which that is."""
    return max((text.count(delimiter), delimiter) for delimiter in _DELIMITERS)


def _usable(
    block: list[_Line], layout: _Layout, name: str, gathering: Gathering
) -> tuple[list[_Fields], NDArray[np.float32]]:
    """The lines that have a label and all pixels, and those as numbers; others are left out."""
    rows = []
    for line in block:
        label, pixels = _split(line.text, layout.delimiter)
        found = pixels.count(layout.delimiter) + 1
        if found == layout.pixels and label:
            rows.append(_Fields(line.number, label, pixels))
        else:
            gathering.leave_out(f"{name}:{line.number}", _wrong_count(found + 1, layout.pixels + 1))
    try:
        return rows, _parsed(rows, layout)
    except ValueError:
        sound = [row for row in rows if _is_sound(row, layout, name, gathering)]
        return sound, _parsed(sound, layout)


def _is_sound(row: _Fields, layout: _Layout, name: str, gathering: Gathering) -> bool:
    try:
        _parsed([row], layout)
    except ValueError:
        gathering.leave_out(
            f"{name}:{row.number}", DataError("A pixel of this line is not a number.")
        )
        return False
    return True


def _parsed(rows: list[_Fields], layout: _Layout) -> NDArray[np.float32]:
    """(n, pixels).

    Raises:
        ValueError: a field is no finite number.
    """
    if not rows:
        return np.zeros((0, layout.pixels), np.float32)
    texts = [row.pixels for row in rows]
    values = np.loadtxt(texts, np.float32, comments=None, delimiter=layout.delimiter, ndmin=2)
    if not np.isfinite(values).all():
        raise ValueError("a pixel is not finite")
    return values


def _split(line: str, delimiter: str) -> tuple[str, str]:
    """The label, and the rest of a line; "" of both where its quotation marks make no fields."""
    if '"' in line:
        try:
            label, *values = next(csv.reader([line], delimiter=delimiter), [""])
        except csv.Error:
            return "", ""
        return label.strip(), delimiter.join(values)
    label, _, rest = line.partition(delimiter)
    return _label(label), rest


def _label(text: str) -> str:
    """A label as the name of a class: 3.0 is 3, as some programs write all numbers alike."""
    text = text.strip()
    whole, point, fraction = text.partition(".")
    return whole if point and whole.isdecimal() and not fraction.strip("0") else text


def _is_header(fields: list[str]) -> bool:
    """Whether these are names of columns, which some programs count from 0 or from 1."""
    counted = [[str(number + first) for number in range(len(fields))] for first in (0, 1)]
    return fields in counted or not any(map(_is_number, fields))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _no_table() -> DataError:
    return DataError("This is no table: expected lines of a label and 784 pixels, with commas.")


def _wrong_count(found: int, expected: int) -> DataError:
    return DataError(
        "A line must have {expected} columns: a label, and the pixels of a square image. "
        "Found: {found}",
        expected=expected,
        found=found,
    )
