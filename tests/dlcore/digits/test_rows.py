"""Rows of digits in pictures whose rows are known."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from dlcore.digits.rows import find_rows, part_rows

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


def posts(*places, rise=0.0):
    """Upright strokes 40 high at these places: x, y of their upper ends, all rising."""
    mask = np.zeros((400, 400), bool)
    for x, y in places:
        top = int(y - rise * x)
        mask[top : top + 40, x : x + 5] = True
    return ndimage.label(mask)[0]


def rows_at(places, rise=0.0):
    """Of each place in turn, the row that is found for its stroke."""
    pieces = posts(*places, rise=rise)
    found = part_rows(pieces, PEN)
    return [int(found[pieces[int(y - rise * x) + 5, x + 2] - 1]) for x, y in places]


def test_pieces_of_rows_that_rise_alike():
    two = [(20, 150), (120, 150), (220, 150), (320, 150), (20, 215), (120, 215), (320, 215)]
    for rise in (-0.25, -0.1, 0.0, 0.12, 0.28):
        assert rows_at(two, rise) == [0, 0, 0, 0, 1, 1, 1], rise


def test_what_stands_beside_is_one_row_at_any_slope():
    one = [(20, 150), (120, 150), (220, 150), (320, 150)]
    for rise in (-0.3, -0.1, 0.05, 0.25):
        assert rows_at(one, rise) == [0, 0, 0, 0], rise
