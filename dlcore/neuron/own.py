"""A visitor's own points, and the short text that an address has for them."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.neuron.features import SPAN
from dlcore.neuron.points import MAX_POINTS, PointSet
from dlcore.validation import ConfigError

_KINDS = {"v": 0, "2": 2, "3": 3, "4": 4}
_PLACES = 1000  # steps from one end of the plane to the other: finer than a pixel
_VALUES = 4000  # steps from -1 to 1
_BITS = 10  # of each coordinate; what is left of 3 bytes is a class, of 4 a value
_MASK = (1 << _BITS) - 1
LONGEST = 1 + -(-4 * MAX_POINTS * 4 // 3)
"""Characters of a text that `decode` may take."""


@dataclass(frozen=True, eq=False)
class OwnPoints:
    """Points that somebody has set, perhaps none yet.

    Attributes:
        x: (n, 2) float32 in [-SPAN, SPAN]; n is at most MAX_POINTS.
        y: (n,) float32: a class from 0 on, or a value in [-1, 1] where `classes` is 0.
        classes: 0 for values, else 2-4.
    """

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    classes: int

    def split(self, test_share: float, seed: int) -> PointSet:
        """The same as something to learn from.

        Which points are held back follows from their place in the row alone, so that those that
        are there stay what they are when others come after them.

        Args:
            test_share: of the points, held back from training; about so many, and never all.
            seed: of which.

        Raises:
            ConfigError: there is no point.
        """
        lots = np.random.default_rng(seed).random(MAX_POINTS)[: len(self.x)]
        test = lots < test_share
        if test.all() and len(lots):
            test[lots.argmax()] = False
        return PointSet(self.x, self.y, self.classes, test)


def of_classes(x: NDArray[np.float32], y: NDArray[np.int_]) -> OwnPoints:
    """Points with classes: as many as there are, but two at least.

    Args:
        x: (n, 2) in [-SPAN, SPAN]; n is at most MAX_POINTS.
        y: (n,) from 0 to MOST_CLASSES - 1.
    """
    classes = max(2, int(y.max(initial=0)) + 1)
    return OwnPoints(x.astype(np.float32), y.astype(np.float32), classes)


def encode(own: OwnPoints) -> str:
    """Points as letters that an address can have: four for a point with a class, "" for none.

    A letter for what the points have, then as base64 three bytes for each: ten bits a coordinate,
    in steps of 0.012, and its class. With a value it is four bytes, and steps of 0.0005.
    """
    if not len(own.x):
        return ""
    places = np.rint((own.x + SPAN) * (_PLACES / (2 * SPAN))).astype(np.uint32)
    label = np.rint((own.y + 1) * (_VALUES / 2)) if own.classes == 0 else own.y
    packed = places[:, 0] | places[:, 1] << _BITS | label.astype(np.uint32) << 2 * _BITS
    rows = packed.astype("<u4").view(np.uint8).reshape(-1, 4)[:, : _width(own.classes)]
    kind = next(letter for letter, classes in _KINDS.items() if classes == own.classes)
    return kind + base64.urlsafe_b64encode(rows.tobytes()).decode().rstrip("=")


def decode(text: str) -> OwnPoints:
    """The inverse of `encode`, but for what lies between two steps.

    Raises:
        ConfigError: it is no such text.
    """
    if not text:
        return of_classes(np.empty((0, 2), np.float32), np.empty(0, int))
    classes = _KINDS.get(text[0])
    if classes is None or len(text) > LONGEST or not re.fullmatch("[A-Za-z0-9_-]+", text):
        raise _no_points()
    packed = _unpacked(text[1:], _width(classes))
    places = np.stack([packed & _MASK, packed >> _BITS & _MASK], axis=1)
    label = packed >> 2 * _BITS
    most = _VALUES if classes == 0 else classes - 1
    if not len(packed) or places.max() > _PLACES or label.max() > most:
        raise _no_points()
    x = (places * (2 * SPAN / _PLACES) - SPAN).astype(np.float32)
    y = label * (2 / _VALUES) - 1 if classes == 0 else label
    return OwnPoints(np.clip(x, -SPAN, SPAN), y.astype(np.float32), classes)


def _width(classes: int) -> int:
    """Bytes a point."""
    return 4 if classes == 0 else 3


def _unpacked(letters: str, width: int) -> NDArray[np.uint32]:
    """The whole number of each point."""
    try:
        data = base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    except ValueError:
        raise _no_points() from None
    if len(data) % width or len(data) // width > MAX_POINTS:
        raise _no_points()
    rows = np.zeros((len(data) // width, 4), np.uint8)
    rows[:, :width] = np.frombuffer(data, np.uint8).reshape(-1, width)
    return rows.view("<u4")[:, 0]


def _no_points() -> ConfigError:
    return ConfigError("These letters are no points of the plane.")
