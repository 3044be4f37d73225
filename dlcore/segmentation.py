"""Parts a picture of a number into its digits, left to right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from dlcore import digits
from dlcore.errors import LabError
from dlcore.ink import extract_ink

MOST_PARTS = 20

Score = Callable[[NDArray[np.float32]], NDArray[np.float32]]


class SegmentationError(LabError):
    """The picture cannot be parted."""


@dataclass(frozen=True)
class Part:
    """One digit's place in the picture, in pixels, and its ink, (h, w) uint8, light on black."""

    left: int
    top: int
    right: int
    bottom: int
    ink: NDArray[np.uint8]


def split(image: digits.Drawing, score: Score | None = None) -> tuple[Part, ...]:
    """Strokes that stand over one another are one digit."""
    ink = extract_ink(image)
    columns = (ink > digits.INK_EDGE).any(axis=0)
    runs = ndimage.find_objects(ndimage.label(columns)[0])
    if len(runs) > MOST_PARTS:
        raise SegmentationError(
            "A number may have at most {most} digits. Found: {found}",
            most=MOST_PARTS,
            found=len(runs),
        )
    return tuple(_part(ink, run.start, run.stop) for (run,) in runs)


def _part(ink: NDArray[np.float32], left: int, right: int) -> Part:
    rows = np.flatnonzero((ink[:, left:right] > digits.INK_EDGE).any(axis=1))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    pixels = np.round(ink[top:bottom, left:right] * 255).astype(np.uint8)
    return Part(left, top, right, bottom, pixels)
