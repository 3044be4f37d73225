"""What several tests draw."""

from __future__ import annotations

import numpy as np


def open_nine(gap: float) -> list[list[tuple[int, int]]]:
    """A stem, and a head that is open at its upper right by so many degrees: a 4 if by many."""
    turns = np.radians(np.linspace(-gap, -335, 21))
    head = zip(135 + 40 * np.cos(turns), 105 + 36 * np.sin(turns), strict=True)
    return [[(round(x), round(y)) for x, y in head], [(176, 70), (172, 235)]]
