"""Numbers as small coloured images: maps, weights, and what speaks for an answer.

They stand on the dark of the drawing paper on either page: black is 0 to whoever knows MNIST.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Pixels = NDArray[np.uint8]  # (height, width, 3)

_ZERO = np.array([16, 20, 31], float)
_WHITE = np.array([255, 255, 255], float)
_WARM = np.array([255, 164, 60], float)
_COLD = np.array([90, 178, 255], float)
GAP = 1  # px between two tiles
_SEAM = np.array([92, 99, 118], np.uint8)
_FAINT = 0.35  # of a digit under the colours that explain it


def grey(values: ArrayLike, top: float) -> Pixels:
    """0 is the paper, `top` and what is above it is white.

    Args:
        values: (..., height, width).
    """
    share = np.clip(np.asarray(values, float) / max(top, 1e-12), 0, 1)[..., None]
    return _rounded(_ZERO + share * (_WHITE - _ZERO))


def signed(values: ArrayLike, extent: float) -> Pixels:
    """0 is the paper, `extent` orange, -`extent` blue.

    Args:
        values: (..., height, width).
    """
    share = np.clip(np.asarray(values, float) / max(extent, 1e-12), -1, 1)[..., None]
    end = np.where(share > 0, _WARM, _COLD)
    return _rounded(_ZERO + np.abs(share) * (end - _ZERO))


def over(digit: ArrayLike, values: ArrayLike, extent: float) -> Pixels:
    """As `signed`, with the digit faintly below.

    Args:
        digit: (height, width) in [0, 1].
        values: of the same shape.
    """
    share = np.clip(np.asarray(values, float) / max(extent, 1e-12), -1, 1)[..., None]
    below = _ZERO + _FAINT * np.asarray(digit, float)[..., None] * (_WHITE - _ZERO)
    end = np.where(share > 0, _WARM, _COLD)
    return _rounded(below + np.abs(share) * (end - below))


def scaled(values: ArrayLike) -> Pixels:
    """`signed` where something is below 0, else `grey`, by the strongest value of all."""
    values = np.asarray(values, float)
    strongest = float(np.abs(values).max(initial=0.0))
    return signed(values, strongest) if values.min(initial=0.0) < 0 else grey(values, strongest)


def mosaic(tiles: Sequence[Pixels] | Pixels, columns: int) -> Pixels:
    """Tiles of one size in rows, the last one filled up; seams of one pixel between them.

    Args:
        tiles: (n, height, width, 3) uint8.
    """
    tiles = np.asarray(tiles)
    count, height, width, _rgb = tiles.shape
    rows = -(-count // columns)
    sheet = np.empty((rows * (height + GAP) - GAP, columns * (width + GAP) - GAP, 3), np.uint8)
    sheet[:] = _SEAM
    for i in range(rows * columns):
        top, left = (i // columns) * (height + GAP), (i % columns) * (width + GAP)
        empty = _ZERO.astype(np.uint8)
        sheet[top : top + height, left : left + width] = tiles[i] if i < count else empty
    return sheet


def _rounded(colours: NDArray[np.floating]) -> Pixels:
    return np.round(colours).astype(np.uint8)
