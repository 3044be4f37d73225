"""Drawings as they are made: one after another, each of a class, and a data set in the end.

A `Collection` is what is being collected; every change gives a new one. `class_names` reads what
the classes are to be called, `rendered` makes an image of strokes; `thin` and `uniform` name the
classes that will not be learnt well.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from dlcore.data.dataset import MOST_CLASSES, SIDE, DataError, DataSet, parted
from dlcore.data.naming import clean_name
from dlcore.digits import from_ink

MOST_DRAWINGS = 5_000
MOST_STROKES = 60
ENOUGH = 10  # drawings of a class, of which `THIN` are left to learn from
_TO_TELL = 5  # drawings, with which it can be said that all are alike
# Of all ink of a class, the share by which its drawings differ from their mean. Measured: of five
# images of one digit of MNIST at least 0.46, of one line drawn again with a shaking of half a
# percent of the sheet 0.22.
ALIKE = 0.25
UNKNOWN = -1
"""In place of who drew an image."""
_SEPARATORS = str.maketrans(dict.fromkeys(";\n\t、，；", ","))
_JOINER = "\u200d"
_PEN = 0.075  # of the sheet's side: a felt pen
_SHEET = 280  # px that strokes are drawn on, ten times an image


@dataclass(frozen=True)
class Collection:
    """Drawings of some classes.

    Attributes:
        classes: their names.
        images: (28, 28) uint8 each, white ink on black, as MNIST was made.
        labels: index of each one's class.
        writers: who drew each; `UNKNOWN` where nobody knows.
        name: of the set that comes of it.
        licence: likewise.
    """

    classes: tuple[str, ...]
    images: tuple[NDArray[np.uint8], ...] = field(default=(), repr=False)
    labels: tuple[int, ...] = ()
    writers: tuple[int, ...] = ()
    name: str = ""
    licence: str = ""

    def __len__(self) -> int:
        return len(self.images)

    @property
    def counts(self) -> NDArray[np.int_]:
        """How many drawings each class has."""
        return np.bincount(np.array(self.labels, int), minlength=len(self.classes))

    def of_class(self, label: int) -> list[int]:
        """The indices of a class' drawings, oldest first."""
        return [index for index, other in enumerate(self.labels) if other == label]

    def with_drawing(self, image: NDArray[np.uint8], label: int, writer: int = 0) -> Collection:
        """The same and one more drawing.

        Raises:
            DataError: there are too many.
        """
        if len(self) >= MOST_DRAWINGS:
            raise DataError("A set holds at most {most} drawings.", most=MOST_DRAWINGS)
        return replace(
            self,
            images=(*self.images, image),
            labels=(*self.labels, label),
            writers=(*self.writers, writer),
        )

    def without(self, index: int) -> Collection:
        """The same without one drawing."""
        left = [i for i in range(len(self)) if i != index]
        return replace(
            self,
            images=tuple(self.images[i] for i in left),
            labels=tuple(self.labels[i] for i in left),
            writers=tuple(self.writers[i] for i in left),
        )

    def data(self) -> DataSet:
        """The data set that it is: some drawings of each class are for the test.

        Who drew them is known of all or of none.

        Raises:
            DataError: a class has fewer than two, or there are too few classes.
        """
        writers = np.array(self.writers, np.int32)
        return parted(
            np.array(self.images, np.uint8).reshape(-1, SIDE, SIDE),
            np.array(self.labels, np.uint8),
            self.classes,
            name=self.name,
            licence=self.licence,
            writers=None if UNKNOWN in self.writers else writers,
        )


def collected(data: DataSet) -> Collection:
    """A data set as a collection, to be drawn on; the parts for learning and for the test as one.

    Raises:
        DataError: it has more images than a collection can.
    """
    images = np.concatenate([data.x_train, data.x_test])
    if len(images) > MOST_DRAWINGS:
        raise DataError("A set holds at most {most} drawings.", most=MOST_DRAWINGS)
    labels = np.concatenate([data.y_train, data.y_test])
    writers = np.full(len(images), UNKNOWN)
    if data.writers_train is not None and data.writers_test is not None:
        writers = np.concatenate([data.writers_train, data.writers_test])
    return Collection(
        data.classes,
        tuple(images),
        tuple(map(int, labels)),
        tuple(map(int, writers)),
        data.name,
        data.licence,
    )


def class_names(text: str) -> tuple[str, ...]:
    """What somebody has called their classes.

    Separated by commas, semicolons or line ends; without any of these by blanks; and where there
    are no blanks either, each character is a class. "αβγ" has three, "yes no" has two.

    Args:
        text: a stranger's.

    Returns:
        Names as `clean_name` gives them, each once.

    Raises:
        DataError: there are fewer than two names or too many, or one comes twice.
    """
    plain = unicodedata.normalize("NFC", text).translate(_SEPARATORS)
    if "," in plain:
        parts = plain.split(",")
    elif len(plain.split()) > 1:
        parts = plain.split()
    else:
        parts = _characters(plain)
    names = [name for part in parts if (name := clean_name(part))]
    check_names(names)
    return tuple(names)


def check_names(names: list[str]) -> None:
    """Raises DataError unless these can be the classes of a set."""
    if not 2 <= len(names) <= MOST_CLASSES:
        raise DataError(
            "A data set must have 2 to {most} classes. Found: {found}",
            most=MOST_CLASSES,
            found=len(names),
        )
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise DataError("Two classes have the same name: {name}", name=twice)


def _characters(text: str) -> list[str]:
    """Each character with the marks that belong to it, and with what is joined to it.

    The vowel signs of Devanagari are marks; some emoji are several, joined.
    """
    found: list[str] = []
    for character in text:
        is_mark = unicodedata.category(character).startswith("M") or character == _JOINER
        if found and (is_mark or found[-1].endswith(_JOINER)):
            found[-1] += character
        else:
            found.append(character)
    return found


def rendered(strokes: list[NDArray[np.float64]]) -> NDArray[np.uint8] | None:
    """The image of a drawing, as MNIST was made.

    Args:
        strokes: points (n, 2) along each line, both coordinates in [0, 1] of the sheet's side,
            from its upper left.

    Returns:
        (28, 28) uint8; None where nothing is drawn.
    """
    from PIL import Image, ImageDraw

    sheet = Image.new("L", (_SHEET, _SHEET))
    brush = ImageDraw.Draw(sheet)
    radius = _PEN * _SHEET / 2
    for stroke in strokes[:MOST_STROKES]:
        points = [(float(x), float(y)) for x, y in np.clip(stroke, 0, 1) * _SHEET]
        if len(points) > 1:
            brush.line(points, fill=255, width=round(2 * radius), joint="curve")
        for x, y in points[:: max(1, len(points) - 1)]:
            brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    image = np.round(255 * from_ink(np.asarray(sheet))[..., 0]).astype(np.uint8)
    return image if image.any() else None


def thin(collection: Collection) -> list[str]:
    """The classes that have too few drawings to be learnt."""
    return [
        name
        for name, count in zip(collection.classes, collection.counts, strict=True)
        if count < ENOUGH
    ]


def uniform(collection: Collection) -> list[str]:
    """The classes whose drawings are all the same but for a little: as if copied."""
    return [
        name
        for label, name in enumerate(collection.classes)
        if _is_uniform([collection.images[i] for i in collection.of_class(label)])
    ]


def _is_uniform(images: list[NDArray[np.uint8]]) -> bool:
    """Whether there are enough to tell, and each is like the mean of them all."""
    if len(images) < _TO_TELL:
        return False
    several = np.array(images, np.float32)
    mean = several.mean(axis=0)
    return bool(np.abs(several - mean).sum() < ALIKE * several.sum())
