"""Lines as people write them: what stands there is what is said, and it stands as it should."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from dlcore.line.reading import FIRST_DIGIT, OTHER
from dlcore.pretrain.handwriting.numbers import GAPS, SIGNS, Hands, write_line
from dlcore.pretrain.handwriting.strokes import StrokeSet

BAR = (np.array([[0.4, 0.0], [0.5, 0.5], [0.4, 1.0]], np.float32),)
SCANS = np.zeros((4, 28, 28), np.uint8)
SCANS[:, 4:24, 12:16] = 255


@pytest.fixture
def hands():
    """People who write nothing but upright ones, dressed at most; and scans of ones."""
    people = StrokeSet((BAR,) * 6, np.ones(6, int), np.repeat([0, 1], 3))
    letters = StrokeSet((BAR,), np.array(["x"]), np.zeros(1, int))
    return Hands(people, letters, SCANS, np.ones(4, np.uint8))


def test_a_line_is_ink_and_symbols(hands):
    random = np.random.default_rng(0)
    seen = set()
    for gap in GAPS:
        for _ in range(12):
            line = write_line(hands, gap, random)
            assert line.ink.dtype == np.uint8
            assert line.ink.ndim == 2
            assert line.ink.max() > 100
            assert 1 <= len(line.labels) <= 17
            seen |= set(line.labels)
    assert seen <= set(range(FIRST_DIGIT, OTHER + 1))
    assert OTHER in seen


def test_plain_numbers_of_people_are_their_digits(hands):
    plain = Hands(hands.digits, None, SCANS, hands.scan_labels, 0.0, 0.0, plain=True)
    random = np.random.default_rng(1)
    for _ in range(20):
        labels = write_line(plain, "apart", random).labels
        assert set(labels) == {FIRST_DIGIT + 1}
        assert 2 <= len(labels) <= 6


def test_what_is_apart_is_not_connected_and_what_is_chained_is(hands):
    random = np.random.default_rng(2)
    for scans in (0.0, 1.0):
        plain = Hands(hands.digits, None, SCANS, hands.scan_labels, scans, 0.0, plain=True)
        for gap, least, most in (("apart", 1.0, 1.0), ("near", 0.6, 1.1), ("chain", 0.1, 0.75)):
            shares = []
            for _ in range(15):
                line = write_line(plain, gap, random)
                spots = ndimage.label(line.ink > 100, np.ones((3, 3)))[1]
                shares.append(spots / len(line.labels))
            assert least <= np.mean(shares) <= most, (gap, scans, np.mean(shares))


def test_one_seed_is_one_line(hands):
    one, other = (write_line(hands, "touching", np.random.default_rng(7)) for _ in range(2))
    assert one.labels == other.labels
    np.testing.assert_array_equal(one.ink, other.ink)


def test_there_are_signs_of_arithmetic_and_money():
    assert {"minus", "plus", "divided", "equals", "point", "comma", "euro"} <= set(SIGNS)
