"""What may be the ink of a picture: one answer where that is plain, several where it is not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.digits.ink.extraction import Drawing, Ink, extract_ink


@dataclass(frozen=True)
class InkStep:
    """One thing that was done on the way from a picture to its ink.

    Attributes:
        name: a word for it, such as "paper" or "lines".
        picture: (H, W) uint8, what the picture was after it.
    """

    name: str
    picture: NDArray[np.uint8]


@dataclass(frozen=True)
class Hypothesis:
    """One reading of which pixels are ink.

    Attributes:
        ink: (H, W) float32 in [0, 1], as `extract_ink` gives it.
        steps: how it came about, in order.
    """

    ink: Ink
    steps: tuple[InkStep, ...] = ()


def hypotheses(image: Drawing) -> tuple[Hypothesis, ...]:
    """What may be ink in a picture, the likeliest first; a network can choose among them.

    Args:
        image: as `extract_ink` takes it.

    Raises:
        ValueError: not such an array.
    """
    return (Hypothesis(extract_ink(image)),)
