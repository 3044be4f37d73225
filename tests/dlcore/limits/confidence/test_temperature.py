"""Temperatures, against SciPy's softmax and its search for the best one."""

import numpy as np
import pytest
from scipy import special

from dlcore.limits.confidence.temperature import LEAST, MOST, fitted, softmax
from dlcore.pretrain import calibration


def test_softmax_is_scipys():
    logits = np.random.default_rng(0).normal(0, 30, (4, 7, 10))
    for temperature in (0.05, 1, 20):
        theirs = special.softmax(logits / temperature, axis=-1)
        np.testing.assert_allclose(softmax(logits, temperature), theirs, rtol=1e-6, atol=1e-30)


@pytest.mark.parametrize("stretch", [0.3, 1.0, 4.0, 15.0])
def test_the_best_temperature_is_found(stretch):
    random = np.random.default_rng(1)
    logits = random.normal(0, 2, (4000, 10))
    labels = np.array([random.choice(10, p=row) for row in special.softmax(logits, axis=1)])
    found = fitted(stretch * logits, labels)
    assert found == pytest.approx(calibration.fit_temperature(stretch * logits, labels), rel=1e-3)
    assert found == pytest.approx(stretch, rel=0.06)  # labels were drawn at temperature 1


def test_it_stays_within_its_limits():
    right = np.eye(10)
    assert fitted(right, np.arange(10)) == pytest.approx(LEAST)
    assert fitted(right, np.arange(10)[::-1]) == pytest.approx(MOST)
