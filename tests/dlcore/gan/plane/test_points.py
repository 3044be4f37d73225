"""Distributions against their definitions, and own points that make no game."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from dlcore.errors import LabError
from dlcore.gan.plane import points
from dlcore.gan.plane.points import POINT_SETS, VIEW, check_own, clouds

MANY = 40_000


@pytest.mark.parametrize("name", POINT_SETS)
def test_a_seed_draws_the_same_points_and_another_one_others(name):
    real = POINT_SETS[name].make()
    assert np.array_equal(real.sample(3), real.sample(3))
    assert not np.array_equal(real.sample(3), real.sample(4))
    assert real.sample(3).shape == (points.SAMPLES, 2)
    assert real.sample(3).dtype == np.float32


@pytest.mark.parametrize("name", POINT_SETS)
def test_nearly_all_points_lie_in_the_view(name):
    drawn = POINT_SETS[name].make().sample(0, MANY)
    assert np.mean((drawn >= VIEW[0]) & (drawn <= VIEW[1])) > 0.999


@pytest.mark.parametrize("name", ["ring", "grid"])
def test_clouds_are_gaussians_of_equal_weight(name):
    real = POINT_SETS[name].make()
    drawn = real.sample(0, MANY)
    nearest = np.linalg.norm(drawn[:, None] - real.centres, axis=-1).argmin(axis=1)
    counts = np.bincount(nearest, minlength=len(real.centres))
    assert np.ptp(counts) < 0.02 * MANY / len(counts)
    own = (drawn - real.centres[nearest]) / real.spread
    assert stats.kstest(own.ravel(), "norm").pvalue > 0.001
    assert np.cov(own.T) == pytest.approx(np.eye(2), abs=0.03)


def test_the_ring_is_one():
    centres = points.ring().centres
    assert centres.shape == (8, 2)
    assert np.hypot(*centres.T) == pytest.approx(np.ones(8))
    gaps = np.linalg.norm(centres - np.roll(centres, 1, axis=0), axis=1)
    assert gaps == pytest.approx(np.full(8, 2 * np.sin(np.pi / 8)))


def test_the_grid_is_square_and_in_the_middle():
    centres = points.grid().centres
    assert len(centres) == points.GRID_SIDE**2
    assert centres.mean(axis=0) == pytest.approx([0, 0])
    for axis in centres.T:
        lines = np.unique(axis.round(9))
        assert np.diff(lines) == pytest.approx(np.full(points.GRID_SIDE - 1, points.GRID_SPACING))


def test_the_spiral_has_its_equation_and_one_density():
    real = points.spiral()
    first, last = points.SPIRAL_RADII
    middles = real.middles(np.random.default_rng(0), MANY)
    radius = np.hypot(*middles.T)
    angle = 2 * np.pi * points.SPIRAL_TURNS * (radius - first) / (last - first)
    expected = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    assert middles == pytest.approx(expected, abs=5e-3)
    # Length of an Archimedean spiral r = b a from the angle 0 to a, in closed form.
    b = (last - first) / (2 * np.pi * points.SPIRAL_TURNS)
    turn = radius / b
    length = b / 2 * (turn * np.sqrt(1 + turn**2) + np.arcsinh(turn))
    share = (length - length.min()) / np.ptp(length)
    assert stats.kstest(share, "uniform").pvalue > 0.001


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ([], "At least 2 clouds of points are needed. There are 0: click in the plane."),
        ([(0.0, 0.0)], "At least 2 clouds of points are needed. There are 1: click in the plane."),
        ([(0.0, 0.0)] * 41, "At most 40 clouds of points are possible. Received: 41"),
        (
            [(0.0, 0.0), (np.nan, 1.0)],
            "Each point must lie in the picture: x and y from -1.5 to 1.5.",
        ),
        (
            [(0.0, 0.0), (1.0, np.inf)],
            "Each point must lie in the picture: x and y from -1.5 to 1.5.",
        ),
    ],
)
def test_own_points_that_make_no_game_are_one_sentence(own, said):
    with pytest.raises(LabError) as caught:
        check_own(own)
    assert str(caught.value) == said


def test_own_points_are_clouds_around_the_clicks():
    real = clouds([(-1, -1), (1, 0.5)], 0.08)
    drawn = real.sample(0, 1000)
    left = drawn[drawn[:, 0] < 0]
    assert len(left) == 500
    assert left.mean(axis=0) == pytest.approx([-1, -1], abs=0.02)
    assert left.std(axis=0) == pytest.approx([0.08, 0.08], abs=0.01)
