"""A number, a date or a row of class names as text, and as one image of drawings."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.gan.generator.shipped import DrawingError

MOST_DIGITS = 40
SIDE = 28
_MARKS = "-./:,"
_SPACE = " "
_SPACES = " \t\u3000"
# What is typed on other keyboards for the same.
_SAME = str.maketrans(
    "０１２３４５６７８９－．／：，。、–—年月",
    "0123456789-./:,.,----",
)
_NOTHING = str.maketrans("", "", "日号")
_MARGIN = 2  # px beside the ink of a digit
_MARK_WIDTH, _SPACE_WIDTH = 12, 12  # px
_FINER = 8  # times finer is a mark drawn, for smooth edges
_PEN = 2.4  # px, as thick as MNIST's strokes


@dataclass(frozen=True)
class Typed:
    """What is to be written, in the signs that can be drawn.

    Attributes:
        text: the whole.
        parts: a whole number for each digit, or class by its index; between them a text for each of
            the signs - . / : , and spaces.
    """

    text: str
    parts: tuple[int | str, ...]

    @property
    def labels(self) -> tuple[int, ...]:
        """What the generator draws of it, at least one."""
        return tuple(part for part in self.parts if isinstance(part, int))


def read_typed(text: str) -> Typed:
    """Reads a number or a date: 2026-11-26, 3.14159, 26/11/2026, 12:30, 2026年11月26日.

    Raises:
        DrawingError: there is no digit, too many, or something that is neither digit nor
            punctuation.
    """
    plain = " ".join(text.translate(_NOTHING).translate(_SAME).split()).rstrip(_MARKS + _SPACES)
    strangers = [sign for sign in plain if sign not in "0123456789 " + _MARKS]
    if strangers:
        raise DrawingError(
            "Only digits can be drawn, with - . / : , and spaces between them. Received: {found}",
            found=" ".join(dict.fromkeys(strangers))[:30],
        )
    count = sum(sign.isdigit() for sign in plain)
    if not count:
        raise DrawingError("Type at least one digit: a number or a date.")
    if count > MOST_DIGITS:
        raise DrawingError(
            "At most {most} digits are drawn in a row. Received: {count}",
            most=MOST_DIGITS,
            count=count,
        )
    return Typed(plain, tuple(int(sign) if sign.isdigit() else sign for sign in plain))


def read_names(text: str, classes: Sequence[str]) -> Typed:
    """Reads names of classes, with or without spaces between them: the longest that fits, each.

    Args:
        text: of a visitor.
        classes: all names there are.

    Raises:
        DrawingError: there is no name, too many, or something that is none.
    """
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    parts: list[int | str] = []
    at = 0
    while at < len(plain):
        fitting = [name for name in classes if name and plain.startswith(name, at)]
        if fitting:
            name = max(fitting, key=len)
            parts.append(list(classes).index(name))
            at += len(name)
        elif plain[at] == _SPACE:
            parts.append(_SPACE)
            at += 1
        else:
            raise DrawingError(
                "Only names of classes can be drawn, with spaces between them. Received: {found}",
                found=plain[at : at + 30],
            )
    typed = Typed(plain, tuple(parts))
    if not typed.labels:
        raise DrawingError("Type the name of one class at least.")
    if len(typed.labels) > MOST_DIGITS:
        raise DrawingError(
            "At most {most} drawings are set in a row. Received: {count}",
            most=MOST_DIGITS,
            count=len(typed.labels),
        )
    return typed


def written(typed: Typed, images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Sets drawings side by side, as wide as each is, with the signs between them.

    Args:
        typed: what to write.
        images: (n, 28, 28), one for each of its labels.

    Returns:
        (28, width) uint8, white ink on black.

    Raises:
        ValueError: there are more or fewer images than labels.
    """
    if len(images) != len(typed.labels):
        raise ValueError(f"expected {len(typed.labels)} images. Received: {len(images)}")
    drawn = iter(images)
    columns = [
        _mark(part) if isinstance(part, str) else _narrow(next(drawn)) for part in typed.parts
    ]
    margin = np.zeros((SIDE, _MARGIN), np.uint8)
    return np.concatenate([margin, *columns, margin], axis=1)


def _narrow(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The columns with ink, and a margin on both sides; a blank image stays as wide as it is."""
    inked = np.flatnonzero(image.max(axis=0) > 64)
    if not len(inked):
        return image
    cut = image[:, inked[0] : inked[-1] + 1]
    return np.pad(cut, ((0, 0), (_MARGIN, _MARGIN)))


def _mark(sign: str) -> NDArray[np.uint8]:
    """A sign as the program writes it: the generator has learnt digits alone."""
    if sign == _SPACE:
        return np.zeros((SIDE, _SPACE_WIDTH), np.uint8)
    from PIL import Image, ImageDraw

    size = (_MARK_WIDTH * _FINER, SIDE * _FINER)
    paper = Image.new("L", size)
    pen = ImageDraw.Draw(paper)
    for line in _LINES[sign]:
        points = [(x * _FINER, y * _FINER) for x, y in line]
        pen.line(points, fill=255, width=round(_PEN * _FINER))
        for x, y in points:  # round ends
            half = _PEN * _FINER / 2
            pen.ellipse((x - half, y - half, x + half, y + half), fill=255)
    small = paper.resize((_MARK_WIDTH, SIDE), Image.Resampling.BOX)
    return np.asarray(small, np.uint8)


_LINES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "-": (((2.5, 14.5), (9.5, 14.5)),),
    ".": (((6, 22), (6, 22.1)),),
    ",": (((6.5, 21.5), (5, 25)),),
    ":": (((6, 11), (6, 11.1)), ((6, 20), (6, 20.1))),
    "/": (((9, 5), (3, 24)),),
}
