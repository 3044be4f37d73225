"""Where there is ink."""

import numpy as np
import pytest

from dlcore.digits.ink.bounds import border, bounds, parting


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


def test_a_histogram_is_parted_where_the_variance_between_the_classes_is_greatest():
    random = np.random.default_rng(0)
    for _ in range(20):
        values = np.concatenate(
            [random.normal(*two, 400) for two in ((random.uniform(5, 25), 4), (45, 6))]
        )
        values = values.clip(0, 63).astype(int)
        counts = np.bincount(values, minlength=64)
        between = [
            (values <= level).mean()
            * (values > level).mean()
            * (values[values <= level].mean() - values[values > level].mean()) ** 2
            if (values <= level).any() and (values > level).any()
            else 0
            for level in range(64)
        ]
        assert between[parting(counts)] == pytest.approx(max(between))
