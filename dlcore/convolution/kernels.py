"""Filters that people made before networks learnt theirs, in three sizes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.convolution import Kernel
from dlcore.messages import N_
from dlcore.validation import check_choice

SIZES = (3, 5, 7)
_Grid = NDArray[np.floating]


@dataclass(frozen=True)
class Classic:
    """A filter by its formula.

    Attributes:
        title, note: English msgids; the note says what it finds.
        weights: size -> (size, size).
    """

    title: str
    note: str
    weights: Callable[[int], _Grid]


def made(name: str, size: int) -> Kernel:
    """The weights of a classic filter, (size, size) float32.

    Args:
        name: key of `CLASSICS`.
        size: one of `SIZES`.

    Raises:
        ConfigError: an unknown name or another size.
    """
    check_choice("filter", name, CLASSICS)
    check_choice("size", size, SIZES)
    return CLASSICS[name].weights(size).astype(np.float32)


def resized(kernel: Kernel, size: int) -> Kernel:
    """The same weights centred in a larger or smaller window, (size, size); what is new is 0."""
    margin = max(0, (size - len(kernel)) // 2)
    cut = max(0, (len(kernel) - size) // 2)
    inner = kernel[cut : len(kernel) - cut, cut : len(kernel) - cut]
    return np.pad(inner, margin)


def _places(size: int) -> _Grid:
    """-1, 0, 1 for a side of three: how far each cell is from the middle."""
    return np.arange(size) - size // 2.0


def _binomial(size: int) -> _Grid:
    """1, 2, 1 for three: a bell of whole numbers."""
    bell = np.ones(1)
    for _ in range(size - 1):
        bell = np.convolve(bell, [1.0, 1.0])
    return bell


def _identity(size: int) -> _Grid:
    kernel = np.zeros((size, size))
    kernel[size // 2, size // 2] = 1.0
    return kernel


def _sobel(size: int) -> _Grid:
    """Smooth along the edge, difference across it; as strong in every size as the 3x3 one."""
    slope = np.convolve(_binomial(size - 2), [-1.0, 0.0, 1.0])
    kernel = np.outer(_binomial(size), slope)
    return kernel * 8 / np.abs(kernel).sum()


def _laplacian(size: int) -> _Grid:
    """The 3x3 one in whole numbers; the larger ones smooth first (Marr and Hildreth 1980)."""
    if size == 3:
        return np.array([[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]])
    squared = np.add.outer(_places(size) ** 2, _places(size) ** 2) / (2 * (size / 5) ** 2)
    kernel = (squared - 1) * np.exp(-squared)
    kernel -= kernel.mean()  # nothing on an even surface
    return kernel * 8 / np.abs(kernel).sum()


def _blur(size: int) -> _Grid:
    return np.full((size, size), 1 / size**2)


def _gaussian(size: int) -> _Grid:
    bell = _binomial(size)
    return np.outer(bell, bell) / bell.sum() ** 2


def _sharpen(size: int) -> _Grid:
    """The picture and once more what a blur takes from it."""
    if size == 3:
        return np.array([[0.0, -1.0, 0.0], [-1.0, 5.0, -1.0], [0.0, -1.0, 0.0]])
    return _identity(size) + 2 * (_identity(size) - _gaussian(size))


def _emboss(size: int) -> _Grid:
    """A slope from one corner to the other, and the picture itself."""
    slope = np.add.outer(_places(size), _places(size))
    return slope * 8 / np.abs(slope).sum() + _identity(size)


def _gabor(size: int) -> _Grid:
    """A wave at 45 degrees under a bell (Daugman 1985), without its mean."""
    down, right = np.meshgrid(_places(size), _places(size), indexing="ij")
    across = (right + down) / np.sqrt(2)
    bell = np.exp(-(down**2 + right**2) / (2 * (size / 3.5) ** 2))
    kernel = np.cos(2 * np.pi * across / (0.6 * size)) * bell
    kernel -= bell * kernel.sum() / bell.sum()
    return kernel * 8 / np.abs(kernel).sum()


CLASSICS = {
    "sobel_x": Classic(
        N_("Upright edges (Sobel)"),
        N_(
            "Right side minus left side: orange where it gets lighter to the right, blue where it "
            "gets darker, nothing where all is even."
        ),
        _sobel,
    ),
    "sobel_y": Classic(
        N_("Level edges (Sobel)"),
        N_("Lower side minus upper side: it finds edges that lie, and is blind to upright ones."),
        lambda size: _sobel(size).T,
    ),
    "laplacian": Classic(
        N_("All edges (Laplacian)"),
        N_("The neighbours minus the middle: it answers on both sides of every edge."),
        _laplacian,
    ),
    "blur": Classic(
        N_("Blur (mean)"),
        N_("Each pixel becomes the mean of its neighbourhood. All weights are equal."),
        _blur,
    ),
    "gaussian": Classic(
        N_("Blur (Gaussian)"),
        N_("A mean in which near pixels count more: softer, without the mean's little squares."),
        _gaussian,
    ),
    "sharpen": Classic(
        N_("Sharpen"),
        N_("The picture plus its difference from its surroundings: edges stand out more."),
        _sharpen,
    ),
    "emboss": Classic(
        N_("Emboss"),
        N_("The picture, and a slope from one corner to the other: like light from one side."),
        _emboss,
    ),
    "gabor": Classic(
        N_("Gabor, slanting"),
        N_(
            "A wave under a bell, like cells of the visual cortex: it likes strokes of one slant "
            "and one width. A wave needs room: try 7 × 7."
        ),
        _gabor,
    ),
    "identity": Classic(
        N_("Identity"),
        N_("A single 1 in the middle: the picture comes out as it went in."),
        _identity,
    ),
}
"""Every classic filter by name. A new one is a new entry."""
