"""Test pictures for filters, colours for grey pictures and grey for coloured ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlcore.convolution import Colours, Picture
from dlcore.messages import N_
from dlcore.validation import check_choice, check_whole

SMALLEST, LARGEST = 4, 32  # pixels on a side
_Grid = NDArray[Any]


@dataclass(frozen=True)
class Pattern:
    """A test picture by its formula.

    Attributes:
        title: an English msgid.
        source: an expression in NumPy (`np`), in the row `y` and the column `x` of each pixel and
            the number of pixels on a side, `side`, for `script.from_pattern`.
        values: the same as a function of y, x and side.
    """

    title: str
    source: str
    values: Callable[[_Grid, _Grid, int], _Grid]


PATTERNS = {
    "circle": Pattern(
        N_("Circle"),
        "np.abs(np.hypot(y - (side - 1) / 2, x - (side - 1) / 2) - 0.32 * side) < 0.09 * side",
        lambda y, x, side: (
            np.abs(np.hypot(y - (side - 1) / 2, x - (side - 1) / 2) - 0.32 * side) < 0.09 * side
        ),
    ),
    "step": Pattern(N_("Step edge"), "x >= side // 2", lambda y, x, side: x >= side // 2),
    "stripes": Pattern(N_("Upright stripes"), "x // 2 % 2", lambda y, x, side: x // 2 % 2),
    "diagonal": Pattern(
        N_("Slanting stripes"), "(x + y) // 3 % 2", lambda y, x, side: (x + y) // 3 % 2
    ),
    "checker": Pattern(
        N_("Checkerboard"), "(x // 2 + y // 2) % 2", lambda y, x, side: (x // 2 + y // 2) % 2
    ),
    "dot": Pattern(
        N_("Single dot"),
        "(y == side // 2) & (x == side // 2)",
        lambda y, x, side: (y == side // 2) & (x == side // 2),
    ),
    "ramp": Pattern(N_("Slope"), "x / (side - 1)", lambda y, x, side: x / (side - 1)),
}


def drawn(name: str, side: int) -> Picture:
    """A test picture, (side, side) float32 in [0, 1].

    Args:
        name: key of `PATTERNS`.
        side: 4-32.

    Raises:
        ConfigError: an unknown name or another size.
    """
    check_choice("pattern", name, PATTERNS)
    check_whole("side", side, SMALLEST, LARGEST)
    y, x = np.mgrid[:side, :side]
    return PATTERNS[name].values(y, x, side).astype(np.float32)


def painted(picture: Picture) -> Colours:
    """A grey picture times linear ramps: red falls and blue rises to the right, green downwards.

    Returns:
        (height, width, 3) float32 in [0, 1].
    """
    height, width = picture.shape
    down, right = np.meshgrid(np.linspace(0, 1, height), np.linspace(0, 1, width), indexing="ij")
    ramps = np.stack([1 - right, down, right], axis=-1).astype(np.float32)
    return picture[..., None] * ramps


def small(pixels: NDArray[np.uint8], side: int) -> Colours:
    """A picture of any size as (height, width, 3) float32, its longer side at most `side`.

    Args:
        pixels: (height, width, 4) uint8 RGBA; what is transparent becomes white.
    """
    from PIL import Image

    picture = Image.fromarray(pixels, "RGBA")
    paper = Image.new("RGBA", picture.size, "white")
    picture = Image.alpha_composite(paper, picture).convert("RGB")
    picture.thumbnail((side, side), Image.Resampling.BOX)
    return np.asarray(picture, np.float32) / np.float32(255)


def grey(colours: Colours) -> Picture:
    """Luma of each pixel by ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B."""
    weights = np.array([0.299, 0.587, 0.114], np.float32)
    return (colours @ weights).astype(np.float32)
