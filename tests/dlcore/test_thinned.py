import itertools

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
def test_a_copy_goes_on_as_the_list_itself_would_have(count):
    series, whole = Thinned(10), Thinned(10)
    for i in range(count):
        series.append(i)
        whole.append(i)
    before, copy = series.items(), series.copy()
    for i in range(count, count + 100):
        copy.append(i)
        whole.append(i)
    assert copy.items() == whole.items()
    assert series.items() == before


def test_too_small_a_limit_is_refused():
    with pytest.raises(ValueError, match="at least 3"):
        Thinned(2)
