"""Sure and wrong: values, gradients and steps against NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore.losses.saturation import COMPARED, PLATEAU, STEPS, saturate
from dlcore.validation import ConfigError

# Loss of p = sigmoid(z) against 1, and its derivative by z.
TRUTHS = {
    "mean_squared_error": (lambda p: (1 - p) ** 2, lambda p: -2 * (1 - p) ** 2 * p),
    "binary_crossentropy": (lambda p: -np.log(p), lambda p: p - 1),
}


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


@pytest.mark.parametrize("name", COMPARED)
def test_values_and_gradients_are_those_of_the_formula(name):
    found = saturate(-6.0)
    loss, gradient = TRUTHS[name]
    p = sigmoid(found.z)
    part = found.descents[name]
    np.testing.assert_allclose(part.loss, loss(p), atol=1e-5)
    np.testing.assert_allclose(part.gradient, gradient(p), atol=1e-5)
    np.testing.assert_allclose(
        part.gradient[1:-1], np.gradient(part.loss, found.z)[1:-1], atol=1e-3
    )
    assert part.loss_at == pytest.approx(loss(sigmoid(-6)), abs=1e-5)
    assert part.gradient_at == pytest.approx(gradient(sigmoid(-6)), abs=1e-5)
    assert found.probability == pytest.approx(sigmoid(-6), abs=1e-9)


@pytest.mark.parametrize("at", [-10.0, -6.0, -0.5, 0.0, 4.0, 10.0])
@pytest.mark.parametrize("name", COMPARED)
def test_the_steps_are_those_of_gradient_descent(name, at):
    part = saturate(at).descents[name]
    z, path = at, []
    for _ in range(STEPS + 1):
        path.append(sigmoid(z))
        z -= TRUTHS[name][1](sigmoid(z))
    np.testing.assert_allclose(part.path, path, atol=1e-5)
    right = [step for step, p in enumerate(path) if p > 0.5]
    assert part.steps_until_right == (right[0] if right else None)


def test_the_plateau_ends_where_the_gradient_is_large_enough():
    low, high = saturate(0.0).plateau
    assert low == -10
    gradient = abs(TRUTHS["mean_squared_error"][1](sigmoid(np.array([high, high + 0.05]))))
    assert gradient[0] < PLATEAU <= gradient[1]


@pytest.mark.parametrize("at", [-10.1, 11, float("nan"), float("inf"), "1", None])
def test_other_logits_are_refused(at):
    with pytest.raises(ConfigError):
        saturate(at)
