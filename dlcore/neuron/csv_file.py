"""A table of two columns and a label, from a visitor's file, as points of the plane."""

from __future__ import annotations

import codecs
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.errors import LabError
from dlcore.neuron.features import SPAN
from dlcore.neuron.heads import MOST_CLASSES
from dlcore.neuron.own import OwnPoints
from dlcore.neuron.points import MAX_POINTS

MOST_BYTES = 20 << 20
_REACH = 5.0  # of a column that was stretched or shrunk: a margin is left to the edge
_LEAST = 1 / 3  # of the room there is; a column that fits and takes as much is left as it is
_LONGEST_NAME = 40  # characters of a column or a label


class TableError(LabError):
    """A file is no table of two columns and a label; says where and why."""


@dataclass(frozen=True)
class Stretch:
    """Where the numbers of one column went.

    Attributes:
        name: of the column.
        low, high: its least and its greatest number.
        to_low, to_high: where these two are in the plane; the rest lies evenly between.
    """

    name: str
    low: float
    high: float
    to_low: float
    to_high: float

    @property
    def moved(self) -> bool:
        """Whether it is not as it was."""
        return (self.low, self.high) != (self.to_low, self.to_high)


@dataclass(frozen=True, eq=False)
class PointTable:
    """What was read of a file.

    Attributes:
        own: its points.
        stretches: of both columns, and of the label where that is a value.
        labels: the name of each class; () for values.
        rows: how many there were; the points are some of them, drawn at random, where that is more
            than MAX_POINTS.
    """

    own: OwnPoints
    stretches: tuple[Stretch, ...]
    labels: tuple[str, ...]
    rows: int


@dataclass(frozen=True)
class _Row:
    line: int  # in the file, from 1
    cells: tuple[str, ...]


def read_table(data: bytes) -> PointTable:
    """Points from the bytes of a CSV file, with or without names in its first line.

    Columns stand apart by commas, semicolons or tabs; with the latter two a number may have a
    decimal comma. The label is a class where it is a word, or a number of at most four different
    ones; of more it is a value.

    Raises:
        TableError: there is no such table in it.
    """
    if len(data) > MOST_BYTES:
        raise TableError("A file may have at most {most} MB.", most=MOST_BYTES >> 20)
    lines = [(n, line) for n, line in enumerate(_text(data).splitlines(), 1) if line.strip()]
    if not lines:
        raise TableError("There is nothing in this file.")
    separator = next((s for s in ";\t" if s in lines[0][1]), ",")
    names = _names(_row(*lines[0], separator), separator)
    lines = lines[1:] if names else lines
    if not lines:
        raise TableError("There are names of columns in this file, and no row below them.")
    rows = [_row(*line, separator) for line in _drawn(lines)]
    return _table(rows, names or ("x1", "x2", "y"), separator, len(lines))


def _text(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):  # the latter of tables saved in Chinese
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")  # numbers are the same in all of them


def _row(line: int, text: str, separator: str) -> _Row:
    cells = tuple(cell.strip().strip('"').strip() for cell in text.split(separator))
    if len(cells) != 3:
        raise TableError(
            "Each row must have two numbers and a label. Columns in line {line}: {count:,}.",
            line=line,
            count=len(cells),
        )
    return _Row(line, cells)


def _names(first: _Row, separator: str) -> tuple[str, ...]:
    """What the first row calls the columns; () where it is a point."""
    if any(_number(cell, separator) is not None for cell in first.cells[:2]):
        return ()
    return tuple(cell[:_LONGEST_NAME] for cell in first.cells)


def _number(cell: str, separator: str) -> float | None:
    """What a cell says; None where that is no number, NaN and infinity being none."""
    try:
        number = float(cell if separator == "," else cell.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _drawn(lines: Sequence[tuple[int, str]]) -> Sequence[tuple[int, str]]:
    """As many as a plane may have; only these are looked at, however many there are."""
    if len(lines) <= MAX_POINTS:
        return lines
    chosen = np.random.default_rng(0).choice(len(lines), MAX_POINTS, replace=False)
    return [lines[number] for number in np.sort(chosen)]


def _table(rows: list[_Row], names: Sequence[str], separator: str, count: int) -> PointTable:
    x = [[_coordinate(row, i, names[i], separator) for i in (0, 1)] for row in rows]
    first, second = (_stretched(np.array(x)[:, i], names[i], SPAN, _REACH) for i in (0, 1))
    places = np.stack([first[1], second[1]], axis=1).astype(np.float32)
    values = [_number(row.cells[2], separator) for row in rows]
    numbers = [value for value in values if value is not None]
    if len(numbers) == len(rows) and len(set(numbers)) > MOST_CLASSES:
        third, moved = _stretched(np.array(numbers), names[2], 1.0, 1.0)
        own = OwnPoints(places, moved.astype(np.float32), 0)
        return PointTable(own, (first[0], second[0], third), (), count)
    labels, y = _classes(rows, numbers)
    own = OwnPoints(places, y, max(2, len(labels)))
    return PointTable(own, (first[0], second[0]), labels, count)


def _coordinate(row: _Row, column: int, name: str, separator: str) -> float:
    number = _number(row.cells[column], separator)
    if number is None:
        raise TableError(
            "Line {line}: “{column}” must be a number. Received: {value}",
            line=row.line,
            column=name,
            value=row.cells[column][:_LONGEST_NAME] or '""',
        )
    return number


def _stretched(
    column: NDArray[np.float64], name: str, room: float, reach: float
) -> tuple[Stretch, NDArray[np.float64]]:
    """The numbers of a column between -room and room, and how they got there."""
    low, high = float(column.min()), float(column.max())
    farthest = max(-low, high)
    if room * _LEAST <= farthest <= room:
        return Stretch(name, low, high, low, high), column
    middle, half = low / 2 + high / 2, high / 2 - low / 2  # in this order nothing overflows
    if half == 0:
        return Stretch(name, low, high, 0.0, 0.0), np.zeros_like(column)
    moved = np.clip((column - middle) / half, -1, 1) * reach
    return Stretch(name, low, high, -reach, reach), moved


def _classes(rows: list[_Row], numbers: list[float]) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """The different labels, and which of them each row has.

    In the order of the alphabet; of numbers, where all are, in theirs, and 1.0 is 1.
    """
    given: list[str] = [row.cells[2][:_LONGEST_NAME] for row in rows]
    for row, label in zip(rows, given, strict=True):
        if not label:
            raise TableError("Line {line} has no label.", line=row.line)
    labels = tuple(sorted(set(given)))
    if len(numbers) == len(rows):
        given = [f"{number:.15g}" for number in numbers]
        labels = tuple(sorted(set(given), key=float))
    if len(labels) > MOST_CLASSES:
        raise TableError(
            "There can be at most {most} classes. This file has {count:,} different labels.",
            most=MOST_CLASSES,
            count=len(labels),
        )
    return labels, np.array([labels.index(label) for label in given], np.float32)
