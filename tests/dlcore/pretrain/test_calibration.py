"""Temperature scaling, against a grid and against networks whose temperature is known."""

import numpy as np
import pytest
from scipy.special import log_softmax, softmax

from dlcore.pretrain.calibration import fit_temperature


@pytest.mark.parametrize("truth", [0.3, 1.0, 2.5])
def test_a_known_temperature_is_found(truth):
    random = np.random.default_rng(0)
    honest = random.normal(0, 2, (20_000, 10))
    labels = np.array([random.choice(10, p=p) for p in softmax(honest, axis=1)])
    assert fit_temperature(honest * truth, labels) == pytest.approx(truth, rel=0.05)


def test_no_temperature_of_a_grid_is_better():
    random = np.random.default_rng(1)
    logits, labels = random.normal(0, 3, (500, 10)), random.integers(0, 10, 500)
    logits[np.arange(500), labels] += 4

    def loss(temperature):
        return -log_softmax(logits / temperature, axis=1)[np.arange(500), labels].mean()

    best = min(np.linspace(0.1, 10, 2000), key=loss)
    found = fit_temperature(logits, labels)
    assert loss(found) <= loss(best) + 1e-9
    assert found == pytest.approx(best, rel=0.01)


def test_a_network_that_is_always_right_gets_a_bounded_temperature():
    logits = np.eye(10) * 5
    assert 0.04 < fit_temperature(logits, np.arange(10)) < 0.2
