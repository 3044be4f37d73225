"""A reading of which pixels are ink, and the steps that lead to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dlcore.digits.ink.extraction import Ink

_SHOWN = 256  # px of a step's picture


@dataclass(frozen=True)
class InkStep:
    """One thing that was done on the way from a picture to its ink.

    Attributes:
        name: a word for it: "picture", "paper", "light", "lines", "frame" or "ink".
        picture: (H, W) uint8, what the picture was after it, 256 px at most on its longer side.
    """

    name: str
    picture: NDArray[np.uint8]


@dataclass(frozen=True)
class Hypothesis:
    """One reading of which pixels are ink.

    Attributes:
        ink: (H, W) float32 in [0, 1], as `extract_ink` gives it.
        steps: how it came about, in order; () for a drawing on even paper.
    """

    ink: Ink
    steps: tuple[InkStep, ...] = ()


def shown(picture: NDArray) -> NDArray[np.uint8]:
    """A small grey picture for a person to look at.

    Args:
        picture: (H, W, 3) uint8, or (H, W) ink in [0, 1], which becomes dark on white.
    """
    if picture.ndim == 2:
        picture = 255 - np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)
    image = Image.fromarray(picture).convert("L")
    image.thumbnail((_SHOWN, _SHOWN), Image.Resampling.BOX)
    return np.asarray(image)
