"""The range test against noisy descent on a quadratic, whose expected loss is known exactly."""

import numpy as np
import pytest

from dlcore.optimizers.schedules import range_test_rate
from dlcore.training.range_test import MARGIN, SMOOTHING, read_range_test

STEPS = 4_000


def read(points):
    return read_range_test([[step / STEPS, loss] for step, loss in points])


def quadratic(curvature, noise=0.3, steps=STEPS):
    """E of h w^2 / 2 as w goes down it by gradients with noise: [step, loss] each.

    E w'^2 = (1 - eta h)^2 E w^2 + eta^2 noise^2, which grows without limit above eta = 2 / h.
    """
    square, found = 1.0, []
    for step in range(steps):
        found.append([step + 1, curvature * square / 2])
        rate = range_test_rate(step / steps)
        square = min((1 - rate * curvature) ** 2 * square + (rate * noise) ** 2, 1e30)
    return found


@pytest.mark.parametrize("curvature", [1.5, 3.0, 40.0])
def test_divergence_and_the_lowest_loss_are_where_the_mathematics_has_them(curvature):
    points = quadratic(curvature)
    found = read(points)
    assert found.diverges == pytest.approx(2 / curvature, rel=0.35)
    losses = [loss for _, loss in points]
    lowest = range_test_rate(int(np.argmin(losses)) / STEPS)
    assert abs(np.log10(found.suggestion / (lowest / MARGIN))) < 1.5 * SMOOTHING
    assert found.suggestion < 2 / curvature


def test_groups_of_steps_give_the_same_as_single_ones():
    single = read(quadratic(3.0))
    losses = np.array(quadratic(3.0))[:, 1].reshape(-1, 16).mean(axis=1)
    groups = read([[16 * (i + 1), loss] for i, loss in enumerate(losses)])
    assert groups.suggestion == pytest.approx(single.suggestion, rel=0.05)
    assert groups.diverges == pytest.approx(single.diverges, rel=0.05)


def test_noise_of_the_measurement_moves_it_little():
    random = np.random.default_rng(0)
    points = [[step, loss * random.uniform(0.7, 1.3)] for step, loss in quadratic(3.0)]
    exact = read(quadratic(3.0))
    found = read(points)
    assert found.suggestion == pytest.approx(exact.suggestion, rel=0.3)
    assert found.diverges == pytest.approx(exact.diverges, rel=0.3)


def test_a_run_that_is_not_through_has_not_diverged_yet():
    found = read(quadratic(3.0)[: STEPS // 2])
    assert found.diverges is None
    assert found.rates[-1] == pytest.approx(10**-2.5, rel=0.01)


@pytest.mark.parametrize(
    "points",
    [[], [[1, 2.3]], [[step, 2.3] for step in range(1, 50)], quadratic(3.0)[:5]],
    ids=["empty", "one", "level", "few"],
)
def test_where_nothing_was_learnt_nothing_is_suggested(points):
    found = read(points)
    assert (found.suggestion, found.diverges) == (None, None)
    assert len(found.rates) == len(found.losses) == len(found.measured) == len(points)


def test_what_is_beyond_all_bounds_is_cut_off():
    points = [*quadratic(3.0)[:-2], [STEPS - 1, float("inf")], [STEPS, float("nan")]]
    found = read(points)
    assert np.isfinite(found.losses).all()
    assert found.measured.max() == pytest.approx(2 * 1.5, rel=0.01)
    assert len(found.rates) == STEPS - 2
