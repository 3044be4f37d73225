"""Rows of digits in pictures whose rows are known."""

from __future__ import annotations

import numpy as np

from dlcore.digits.rows import find_rows

PEN = 5.0


def drawn(*bands: tuple[int, int], height: int = 200) -> np.ndarray:
    mask = np.zeros((height, 50), bool)
    for top, bottom in bands:
        mask[top:bottom, 10:20] = True
    return mask


def test_rows_by_their_bands():
    table = {
        "nothing": ((), []),
        "one": (((20, 80),), [(20, 80)]),
        "two": (((10, 60), (80, 140)), [(10, 60), (80, 140)]),
        "three of different size": (
            ((0, 40), (50, 80), (95, 135)),
            [(0, 40), (50, 80), (95, 135)],
        ),
        "a broken line": (((10, 60), (65, 120)), [(10, 120)]),
        "a bar above a 5": (((10, 16), (40, 100)), [(10, 100)]),
        "a dot below": (((10, 60), (90, 100)), [(10, 100)]),
        "a line under the first of two": (
            ((10, 60), (64, 69), (100, 150)),
            [(10, 69), (100, 150)],
        ),
        "an equals sign": (((80, 86), (100, 106)), [(80, 106)]),
    }
    for name, (bands, expected) in table.items():
        assert find_rows(drawn(*bands), PEN) == expected, name
