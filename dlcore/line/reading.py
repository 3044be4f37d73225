"""What a network that reads lines makes of one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BLANK, FIRST_DIGIT, OTHER = 0, 1, 11
SYMBOLS = 12
"""Columns of a belief: blank, the ten digits, and what stands in a line and is no digit."""


@dataclass(frozen=True)
class LineReading:
    """A line of ink, read.

    Attributes:
        seen: (HEIGHT, W) float32 in [0, 1], what the network was given.
        beliefs: (T, SYMBOLS) float32, rows summing to 1: its softmax at each of T places from left
            to right; each is W / T columns of `seen` wide.
        labels: the symbols of the answer, from left to right; see `SYMBOLS`.
        spans: for each of them the first of its places in the best alignment, and the first after.
        probability: of the whole answer, calibrated.
        posteriors: (n, SYMBOLS) for each of them, how probable each symbol is there while the
            others stay; rows sum to 1, and the blank's is 0.
        runners_up: other answers and their probabilities, the likeliest first.
    """

    seen: NDArray[np.float32]
    beliefs: NDArray[np.float32]
    labels: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    probability: float
    posteriors: NDArray[np.float32]
    runners_up: tuple[tuple[tuple[int, ...], float], ...]
