import itertools
from itertools import pairwise

import pytest

from dlcore.thinned import Thinned


def filled(count, max_points=10):
    series = Thinned(max_points)
    for i in range(count):
        series.append((float(i), -float(i)))
    return series.items()


def test_empty():
    assert filled(0) == []


def test_short_series_is_kept_whole():
    assert filled(9) == [(float(i), -float(i)) for i in range(9)]


def test_never_more_points_than_allowed_and_both_ends_always_there():
    for count in range(1, 200):
        points = filled(count)
        assert len(points) <= 10
        assert points[0] == (0.0, 0.0)
        assert points[-1] == (count - 1.0, 1.0 - count)


@pytest.mark.parametrize("count", [57, 1000, 12_345])
def test_what_is_left_is_spread_evenly(count):
    xs = [x for x, _ in filled(count, max_points=100)]
    gaps = {b - a for a, b in itertools.pairwise(xs)}
    assert len(gaps - {xs[-1] - xs[-2]}) <= 1  # all the same but the last
    assert max(gaps) <= count / 40


def test_at_least_half_of_the_points_are_used():
    assert len(filled(100_000, max_points=500)) >= 250


def test_points_are_a_copy():
    series = Thinned()
    series.append((0.0, 0.0))
    series.items().clear()
    assert series.items() == [(0.0, 0.0)]


@pytest.mark.parametrize("count", [0, 3, 57, 1000])
def test_what_is_cut_off_is_forgotten_and_it_goes_on_as_evenly(count):
    series = Thinned(10)
    for i in range(count):
        series.append(i)
    before = series.items()
    series.cut(lambda item: item < count)
    assert series.items() == before
    half = count // 2
    series.cut(lambda item: item < half)
    assert series.items() == [item for item in before if item < half and item in series.items()]
    assert len(before) - len(series.items()) <= len(before) // 2 + 2
    for i in range(half, 2000):
        series.append(i)
    items = series.items()
    assert (items[0], items[-1], len(items) <= 10) == (0, 1999, True)
    gaps = {later - earlier for earlier, later in pairwise(items[:-1])}
    assert max(gaps) <= 2 * min(gaps)


def test_too_small_a_limit_is_refused():
    with pytest.raises(ValueError, match="at least 3"):
        Thinned(2)
