"""Where there is ink."""

import numpy as np
import pytest

from dlcore.digits.ink.bounds import border, bounds


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        (slice(2, 5), slice(1, 7)),
        (slice(0, 6), slice(0, 9)),
        (slice(5, 6), slice(8, 9)),
    ],
)
def test_the_box_is_as_large_as_the_ink(rows, columns):
    mask = np.zeros((6, 9), bool)
    mask[rows.start, columns.stop - 1] = mask[rows.stop - 1, columns.start] = True
    assert bounds(mask) == (rows, columns)


def test_the_border_is_all_four_sides():
    values = np.arange(20).reshape(4, 5)
    inner = {6, 7, 8, 11, 12, 13}
    assert set(border(values).tolist()) == set(range(20)) - inner
