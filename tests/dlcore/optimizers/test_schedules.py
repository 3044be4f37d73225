"""The one-cycle schedule as Keras computes it."""

import keras
import pytest

from dlcore.optimizers.schedules import one_cycle


@pytest.mark.parametrize("steps", [1, 2, 10, 422])
def test_one_cycle_rises_to_the_peak_and_ends_at_zero(steps):
    schedule = keras.optimizers.schedules.CosineDecay(**one_cycle(0.5, steps))
    rates = [float(schedule(step)) for step in range(steps + 1)]
    peak = rates.index(max(rates))
    assert rates[peak] == 0.5
    assert rates[: peak + 1] == sorted(rates[: peak + 1])
    assert rates[peak:] == sorted(rates[peak:], reverse=True)
    assert rates[-1] == pytest.approx(0, abs=1e-6)
