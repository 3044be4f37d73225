"""One character by many hands."""

import numpy as np
import pytest

from dlcore.pretrain.handwriting import variation
from dlcore.pretrain.handwriting.strokes import extent

BAR = (np.linspace([0, 0], [4, 100], 40).astype(np.float32),)
SEVEN = (
    np.concatenate(
        [np.linspace([0, 0], [60, 0], 20), np.linspace([60, 0], [20, 100], 30)]
    ).astype(np.float32),
)  # fmt: skip


def _varied(strokes, count=300):
    random = np.random.default_rng(0)
    return [variation.vary(strokes, random) for _ in range(count)]


def test_sizes_and_pens_lie_in_their_ranges():
    sizes, pens = [], []
    for strokes, pen_width in _varied(SEVEN):
        low, high = extent(strokes)
        sizes.append((high - low).max())
        pens.append(pen_width)
    smallest, largest = variation.SIZES
    assert 0.7 * smallest < min(sizes) < 2 * smallest
    assert 0.5 * largest < max(sizes) < 1.5 * largest
    assert min(pens) >= 1
    assert max(pens) < variation.PEN_WIDTHS[1] * largest


def test_the_slant_goes_both_ways():
    slants = []
    for strokes, _ in _varied(BAR):
        x, y = (strokes[0][-1] - strokes[0][0]) / np.ptp(strokes[0][:, 1])
        slants.append(x / y)
    assert np.mean(slants) == pytest.approx(0.04, abs=0.05)
    assert np.std(slants) == pytest.approx(np.hypot(variation.SLANT, np.deg2rad(5)), rel=0.3)


def test_corners_are_not_thinned_out():
    corners = np.array([[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]], np.float32)
    assert all(len(strokes[0]) == 5 for strokes, _ in _varied([corners], 50))


def test_ends_stay_where_points_go():
    lengths = set()
    for strokes, _ in _varied(BAR):
        lengths.add(len(strokes[0]))
    assert max(lengths) == 40
    assert 8 < min(lengths) < 14


def test_some_sevens_are_crossed_at_the_stem():
    random = np.random.default_rng(0)
    dressed = [variation.dress(SEVEN, 7, random) for _ in range(400)]
    crossed = [strokes for strokes in dressed if len(strokes) == 2]
    assert len(crossed) / 400 == pytest.approx(variation.CROSSED_SHARE, abs=0.06)
    for seven, bar in crossed:
        level = bar[:, 1].mean()
        stem = seven[len(seven) // 2 :]
        at = stem[np.abs(stem[:, 1] - level).argmin(), 0]
        assert bar[0, 0] < at < bar[1, 0]
        assert 0.3 < level < 0.7


def test_some_bare_ones_get_a_flag_or_a_base():
    random = np.random.default_rng(0)
    dressed = [variation.dress(BAR, 1, random) for _ in range(400)]
    extra = [stroke for strokes in dressed for stroke in strokes[1:]]
    flags = [stroke for stroke in extra if stroke[:, 1].mean() < 0.5]
    assert len(flags) / 400 == pytest.approx(variation.FLAGGED_SHARE, abs=0.07)
    assert (len(extra) - len(flags)) / 400 == pytest.approx(variation.BASE_SHARE, abs=0.07)


def test_some_zeros_get_a_slash_or_a_dot_within_their_height():
    ring = (np.array([[np.sin(a), np.cos(a)] for a in np.linspace(0, 6.3, 40)], np.float32),)
    random = np.random.default_rng(0)
    dressed = [variation.dress(ring, 0, random) for _ in range(1000)]
    marks = [strokes[1] for strokes in dressed if len(strokes) == 2]
    slashes = [mark for mark in marks if len(mark) == 2]
    assert len(slashes) / 1000 == pytest.approx(variation.SLASHED_SHARE, abs=0.03)
    assert (len(marks) - len(slashes)) / 1000 == pytest.approx(variation.DOTTED_SHARE, abs=0.02)
    assert all(mark.min() >= -0.1 and mark.max() <= 1.1 for mark in marks)
    ways = [np.sign(np.prod(mark[1] - mark[0])) for mark in slashes]
    assert set(ways) == {-1, 1}


@pytest.mark.parametrize("digit", [2, 3, 4, 5, 6, 8, 9])
def test_other_digits_are_left_alone(digit):
    random = np.random.default_rng(0)
    assert all(len(variation.dress(SEVEN, digit, random)) == 1 for _ in range(20))


def test_what_has_its_bar_gets_no_second_one():
    random = np.random.default_rng(0)
    assert all(len(variation.dress((*SEVEN, *BAR), 7, random)) == 2 for _ in range(20))
