"""One weight going down: slopes against differences, steps against closed forms and the script."""

import numpy as np
import pytest

from dlcore.optimizers.one_weight import FLAT, WEIGHT_LOSSES, fate, walk, walk_script

VALLEY = WEIGHT_LOSSES["valley"]


@pytest.mark.parametrize("name", WEIGHT_LOSSES)
def test_slopes_are_those_of_the_losses(name):
    loss = WEIGHT_LOSSES[name]
    w = np.linspace(-loss.reach, loss.reach, 101)
    differences = (loss.value(w + 1e-5) - loss.value(w - 1e-5)) / 2e-5
    np.testing.assert_allclose(loss.slope(w), differences, atol=1e-6)
    np.testing.assert_allclose(loss.slope(w), eval(loss.code, {"w": w}))
    assert (loss.value(w) >= 0).all()
    assert loss.value(w).max() <= loss.top


def test_in_the_valley_each_step_multiplies_by_one_minus_the_rate():
    for rate in (0.3, 1.0, 1.5, 2.0):
        np.testing.assert_allclose(walk(VALLEY, 4.0, rate, 5), 4 * (1 - rate) ** np.arange(6))


def test_what_diverges_is_followed_only_so_far():
    way = walk(VALLEY, 4.0, 10.0, 60)
    assert 2 < len(way) < 61
    assert np.isfinite(way).all()


@pytest.mark.parametrize(
    ("rate", "steps", "kind"),
    [
        (0.3, 0, "start"),
        (0.3, 1, "down"),
        (1.5, 1, "across"),
        (1.0, 1, "flat"),
        (2.1, 1, "higher"),
        (2.5, 1, "gone"),
        (0.3, 30, "flat"),
    ],
)
def test_what_a_step_did(rate, steps, kind):
    assert fate(VALLEY, walk(VALLEY, 4.0, rate, steps)) == kind


def test_on_top_of_the_hill_between_two_valleys_nothing_has_arrived():
    loss = WEIGHT_LOSSES["two"]
    assert abs(loss.slope(0.25)) < FLAT
    assert fate(loss, walk(loss, 0.25, 0.2, 0)) == "start"
    assert fate(loss, walk(loss, 0.25, 0.2, 60)) == "flat"


def test_the_deeper_of_two_valleys_is_found_from_its_own_side_alone():
    loss = WEIGHT_LOSSES["two"]
    left, right = (walk(loss, start, 0.2, 60)[-1] for start in (-3.0, 3.0))
    assert left < 0 < right
    assert abs(loss.slope(left)) < 0.01
    assert abs(loss.slope(right)) < 0.01
    assert loss.value(left) < loss.value(right) - 0.5


@pytest.mark.parametrize("name", WEIGHT_LOSSES)
def test_the_script_goes_the_same_way(name):
    space: dict = {}
    exec(walk_script(WEIGHT_LOSSES[name], 3.0, 0.2, 7), space)
    assert space["w"] == pytest.approx(walk(WEIGHT_LOSSES[name], 3.0, 0.2, 7)[-1])
