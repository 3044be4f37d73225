"""The schedules of a training as Keras computes them."""

import keras
import numpy as np
import pytest

from dlcore.optimizers.schedules import one_cycle, range_test, range_test_rate


@pytest.mark.parametrize("steps", [1, 2, 10, 422])
def test_one_cycle_rises_to_the_peak_and_ends_at_zero(steps):
    schedule = keras.optimizers.schedules.CosineDecay(**one_cycle(0.5, steps))
    rates = [float(schedule(step)) for step in range(steps + 1)]
    peak = rates.index(max(rates))
    assert rates[peak] == 0.5
    assert rates[: peak + 1] == sorted(rates[: peak + 1])
    assert rates[peak:] == sorted(rates[peak:], reverse=True)
    assert rates[-1] == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("steps", [1, 7, 700])
def test_range_test_goes_through_all_rates_by_the_same_factor_each_step(steps):
    schedule = keras.optimizers.schedules.ExponentialDecay(**range_test(0.5, steps))
    rates = np.array([float(schedule(step)) for step in range(steps + 1)])
    np.testing.assert_allclose(np.diff(np.log10(rates)), 7 / steps, rtol=1e-3)
    assert (rates[0], rates[-1]) == pytest.approx((1e-6, 10), rel=1e-4)
    shares = np.arange(steps + 1) / steps
    np.testing.assert_allclose(rates, range_test_rate(shares), rtol=1e-4)


def test_range_test_goes_on_in_steps_of_another_size():
    """Half of it in 50 steps, the other half in 10."""
    schedule = keras.optimizers.schedules.ExponentialDecay(**range_test(0.5, 60, 50, 0.5))
    rates = [float(schedule(step)) for step in (50, 55, 60)]
    assert rates == pytest.approx([10**-2.5, 10**-0.75, 10], rel=1e-3)
