"""What a picture loses on its way."""

import numpy as np
import pytest

from dlcore.pretrain.handwriting import wear
from dlcore.pretrain.handwriting.strokes import draw

PEN = 12
WAYS = (
    wear._without_rules,
    lambda ink, random: wear._broken(ink, PEN, random),
    lambda ink, random: wear._specked(ink, PEN, random),
    wear._faded,
    lambda ink, random: wear._cut(ink, PEN, random),
)


@pytest.fixture(scope="module")
def ink():
    """A cross in a square: ink at all four sides and in the middle."""
    square = np.array([[0, 0], [100, 0], [100, 140], [0, 140], [0, 0]], np.float32)
    return draw([square, square[[0, 2]], square[[1, 3]]], PEN)


def test_each_way_changes_ink_and_leaves_most_of_it(ink, subtests):
    for number, way in enumerate(WAYS):
        with subtests.test(number):
            for seed in range(10):
                left = way(ink, np.random.default_rng(seed))
                assert left.dtype == np.uint8
                assert 0.4 * ink.sum() < left.sum() < 1.1 * ink.sum()
            assert any(
                not np.array_equal(way(ink, np.random.default_rng(seed)), ink) for seed in range(10)
            )


def test_a_side_loses_at_most_half_the_pens_width(ink):
    rows, columns = np.nonzero(ink > 127)
    whole = np.array([np.ptp(rows) + 1, np.ptp(columns) + 1])
    for seed in range(40):
        shape = np.array(wear._cut(ink, PEN, np.random.default_rng(seed)).shape)
        assert (whole - shape >= 0).all()
        assert (whole - shape <= 2 * wear.CUT * PEN).all()


def test_wear_follows_the_seed_and_leaves_something_of_nothing(ink):
    one, again = (wear.wear(ink, PEN, np.random.default_rng(4)) for _ in range(2))
    np.testing.assert_array_equal(one, again)
    nothing = np.zeros((9, 9), np.uint8)
    for seed in range(20):
        assert wear.wear(nothing, PEN, np.random.default_rng(seed)).size
