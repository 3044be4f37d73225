"""Modes that are reached, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore.gan.plane.coverage import coverage
from dlcore.gan.plane.points import POINT_SETS, clouds, spiral

FOUR = clouds([(-1, -1), (-1, 1), (1, -1), (1, 1)], 0.1)


@pytest.mark.parametrize("name", POINT_SETS)
def test_the_real_points_reach_nearly_all_of_themselves(name):
    real = POINT_SETS[name].make()
    found = coverage(real, real.sample(1))
    assert found.modes == found.of == len(real.centres)
    # Of a Gaussian in the plane, 1 - exp(-9/2) lies within three standard deviations.
    assert found.near > 1 - np.exp(-4.5) - 0.02


def test_a_mode_with_a_quarter_of_its_share_is_covered_and_with_less_is_not():
    # 64 points, so a fair share is 16 and a quarter of it 4.
    points = [(-1, -1)] * 56 + [(-1, 1)] * 4 + [(1, -1)] * 3 + [(0, 0)]
    found = coverage(FOUR, points)
    assert (found.modes, found.of) == (2, 4)
    assert found.near == pytest.approx(63 / 64)


def test_near_ends_at_three_standard_deviations():
    assert coverage(FOUR, [(1.29, 1.0)]).near == 1
    assert coverage(FOUR, [(1.31, 1.0)]).near == 0


def test_points_on_a_spiral_are_near_wherever_they_lie_along_it():
    real = spiral()
    found = coverage(real, real.middles(np.random.default_rng(0), 500))
    assert found.near == 1
    assert coverage(real, [(0.0, 0.0)] * 5).near == 0


def test_far_points_reach_nothing():
    assert coverage(FOUR, np.full((8, 2), 1e30)).modes == 0
