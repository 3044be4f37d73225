"""Numbers of a file as pixels: 0 to 255 whatever they were counted in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.data.dataset import DataError

_TOPS = (1, 255, 65_535)  # what is white in fractions, in bytes and in two bytes


@dataclass(frozen=True)
class PixelRange:
    """The least and the largest of some numbers; both NaN where one is."""

    least: float
    largest: float

    def joined(self, other: PixelRange) -> PixelRange:
        """Of both together."""
        lows, highs = (self.least, other.least), (self.largest, other.largest)
        return PixelRange(float(np.min(lows)), float(np.max(highs)))


def extent(values: NDArray) -> PixelRange:
    """Of numbers of any shape; 0 to 0 where there are none."""
    if not values.size:
        return PixelRange(0.0, 0.0)
    return PixelRange(float(values.min()), float(values.max()))


def white_of(found: PixelRange) -> int:
    """Which number is white: 1, 255 or 65,535, the least that nothing is above.

    Raises:
        DataError: the numbers are no pixels.
    """
    if not (found.least >= 0 and found.largest <= _TOPS[-1]):  # NaN is neither
        raise DataError(
            "Pixels must be numbers from 0 to 1, to 255 or to 65,535. Found: {least} to {largest}",
            least=f"{found.least:g}",
            largest=f"{found.largest:g}",
        )
    return next(top for top in _TOPS if found.largest <= top)


def as_bytes(values: NDArray, white: int) -> NDArray[np.uint8]:
    """Numbers in [0, white] as bytes."""
    if values.dtype == np.uint8 and white == 255:
        return values
    return np.rint(values.astype(np.float32) * np.float32(255 / white)).astype(np.uint8)
