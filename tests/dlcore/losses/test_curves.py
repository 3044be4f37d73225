"""Losses and gradients: Keras against NumPy, and against finite differences."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore.errors import LabError
from dlcore.losses import LOSSES, LossChoice, of_family
from dlcore.losses.curves import curves, values
from dlcore.validation import ConfigError

EPSILON = 1e-7
EVERY_NUMBER = np.concatenate([[-1e4, 1e4, 0.0], np.linspace(-5, 5, 201)])
PROBABILITIES = np.concatenate([[0.0, 1.0, 1e-4], np.linspace(0.005, 0.995, 199)])


def clip(p):
    return np.clip(p, EPSILON, 1 - EPSILON)


def cross_entropy(t, p):
    return -t * np.log(clip(p)) - (1 - t) * np.log(1 - clip(p))


def focal(t, p, gamma=2.0):
    return (1 - (t * p + (1 - t) * (1 - p))) ** gamma * cross_entropy(t, p)


def categorical_focal(t, p, alpha=0.25, gamma=2.0):
    yes, no = clip(p), clip(1 - p)
    return -alpha * (
        t * (1 - yes) ** gamma * np.log(yes) + (1 - t) * (1 - no) ** gamma * np.log(no)
    )


def divergence(t, p):
    """Keras clips to [1e-7, 1]."""
    (t, s), (p, q) = ((np.clip(v, EPSILON, 1), np.clip(1 - v, EPSILON, 1)) for v in (t, p))
    return t * np.log(t / p) + s * np.log(s / q)


def huber(t, p, delta=1.0):
    error = np.abs(p - t)
    return np.where(error <= delta, error**2 / 2, delta * error - delta**2 / 2)


TRUTHS = {
    "mean_squared_error": lambda t, p: (p - t) ** 2,
    "mean_absolute_error": lambda t, p: np.abs(p - t),
    "huber": huber,
    "log_cosh": lambda t, p: np.logaddexp(p - t, t - p) - np.log(2),
    "binary_crossentropy": cross_entropy,
    "binary_focal_crossentropy": focal,
    "categorical_crossentropy": cross_entropy,
    "categorical_focal_crossentropy": categorical_focal,
    "kl_divergence": divergence,
    "hinge": lambda t, p: np.maximum(0, 1 - t * p),
    "squared_hinge": lambda t, p: np.maximum(0, 1 - t * p) ** 2,
}
# Derivatives in formulas; one-hot targets are enough for the focal ones.
GRADIENTS = {
    "mean_squared_error": lambda t, p: 2 * (p - t),
    "mean_absolute_error": lambda t, p: np.sign(p - t),
    "huber": lambda t, p: np.clip(p - t, -1, 1),
    "log_cosh": lambda t, p: np.tanh(p - t),
    "binary_crossentropy": lambda t, p: (p - t) / (p * (1 - p)),
    "categorical_crossentropy": lambda t, p: (p - t) / (p * (1 - p)),
    "kl_divergence": lambda t, p: np.clip(1 - t, EPSILON, 1) / (1 - p) - np.clip(t, EPSILON, 1) / p,
    "hinge": lambda t, p: np.where(t * p < 1, -t, 0),
    "squared_hinge": lambda t, p: -2 * t * np.maximum(0, 1 - t * p),
}
TARGETS = {
    "regression": (0.0, 0.7, -1e4, 1e4),
    "probability": (0.0, 0.3, 1.0),
    "margin": (-1.0, 1.0),
}


def predictions(name):
    return PROBABILITIES if LOSSES[name].family == "probability" else EVERY_NUMBER


def each_loss_and_target():
    return [(name, t) for name, loss in LOSSES.items() for t in TARGETS[loss.family]]


@pytest.mark.parametrize(("name", "target"), each_loss_and_target())
def test_values_are_those_of_the_formula(name, target):
    p = predictions(name)
    found, _ = values(LossChoice(name), target, p)
    np.testing.assert_allclose(found, TRUTHS[name](target, p), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(
    ("name", "target"), [pair for pair in each_loss_and_target() if pair[0] in GRADIENTS]
)
def test_gradients_are_those_of_the_formula(name, target):
    p = predictions(name)
    if LOSSES[name].family == "probability":
        p = p[2:]  # 0 and 1 have a test of their own
    if LOSSES[name].family == "margin":
        p = p[np.abs(target * p - 1) > 1e-9]  # at the kink any slope in between is one
    _, found = values(LossChoice(name), target, p)
    np.testing.assert_allclose(found, GRADIENTS[name](target, p), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(("name", "target"), each_loss_and_target())
def test_gradients_are_central_differences(name, target):
    p = predictions(name)
    if LOSSES[name].family == "probability":
        p = p[(p > 0.004) & (p < 0.996)]
    kink = {"margin": target, "regression": target}.get(LOSSES[name].family, -1.0)
    p = p[(np.abs(p - kink) > 1e-3) & (np.abs(np.abs(p - target) - 1) > 1e-3)]
    h = 1e-6 * np.maximum(1, np.abs(p))
    choice = LossChoice(name)
    after, before = (values(choice, target, p + s * h)[0] for s in (1, -1))
    _, gradient = values(choice, target, p)
    np.testing.assert_allclose((after - before) / (2 * h), gradient, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", of_family("probability"))
@pytest.mark.parametrize("target", [0.0, 0.3, 1.0])
def test_logits_are_probabilities_through_a_sigmoid(name, target):
    z = np.linspace(-9, 9, 181)
    p = 1 / (1 + np.exp(-z))
    loss, gradient = values(LossChoice(name), target, z, from_logits=True)
    np.testing.assert_allclose(loss, TRUTHS[name](target, p), rtol=1e-5, atol=1e-5)
    h = 1e-5
    ends = [values(LossChoice(name), target, z + s * h, from_logits=True)[0] for s in (1, -1)]
    np.testing.assert_allclose((ends[0] - ends[1]) / (2 * h), gradient, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", of_family("probability"))
@pytest.mark.parametrize("target", [0.0, 0.3, 1.0])
def test_far_logits_have_values_and_gradients(name, target):
    z = np.array([-1e4, 0.0, 1e4])
    loss, gradient = values(LossChoice(name), target, z, from_logits=True)
    assert np.isfinite([loss, gradient]).all()
    assert np.abs(gradient).max() <= 2


@pytest.mark.parametrize("name", ["binary_crossentropy", "categorical_crossentropy"])
def test_cross_entropy_of_logits_has_no_limit(name):
    z = np.array([-1e4, 0.0, 1e4])
    loss, gradient = values(LossChoice(name), 1.0, z, from_logits=True)
    np.testing.assert_allclose(loss, [1e4, np.log(2), 0], atol=1e-5)
    np.testing.assert_allclose(gradient, [-1, -0.5, 0], atol=1e-5)


def test_at_0_and_1_keras_clips():
    loss, gradient = values(LossChoice("binary_crossentropy"), 1.0, np.array([0.0, 1.0]))
    np.testing.assert_allclose(loss, [-np.log(1e-7), 1e-7], rtol=1e-5)
    np.testing.assert_array_equal(gradient, 0)


@pytest.mark.parametrize(
    ("name", "arguments", "truth"),
    [
        ("huber", {"delta": 0.3}, lambda t, p: huber(t, p, 0.3)),
        ("binary_focal_crossentropy", {"gamma": 0.0}, cross_entropy),
        ("binary_focal_crossentropy", {"gamma": 5.0}, lambda t, p: focal(t, p, 5)),
        (
            "categorical_focal_crossentropy",
            {"gamma": 1.0, "alpha": 1.0},
            lambda t, p: categorical_focal(t, p, 1, 1),
        ),
        (
            "binary_crossentropy",
            {"label_smoothing": 0.2},
            lambda t, p: cross_entropy(0.8 * t + 0.1, p),
        ),
        (
            "categorical_crossentropy",
            {"label_smoothing": 0.2},
            lambda t, p: cross_entropy(0.8 * t + 0.1, p),
        ),
    ],
)
def test_parameters_reach_keras(name, arguments, truth):
    p = np.linspace(0.05, 0.95, 19)
    found, _ = values(LossChoice(name, arguments), 1.0, p)
    np.testing.assert_allclose(found, truth(1.0, p), rtol=1e-5, atol=1e-5)


def test_curves_of_several_losses():
    names = of_family("regression")
    found = curves([LossChoice(name) for name in names], 1.0, -3, 3.0, at=2, points=7)
    assert found.x.tolist() == [-3, -2, -1, 0, 1, 2, 3]
    assert tuple(found.curves) == names
    squared = found.curves["mean_squared_error"]
    assert squared.loss.tolist() == [16, 9, 4, 1, 0, 1, 4]
    assert (squared.loss_at, squared.gradient_at) == (1, 2)
    assert curves([], 0.0, 0.0, 1.0, at=0.5).curves == {}


NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    "changed",
    [
        {"low": 3.0},
        {"low": 4.0},
        {"low": NAN},
        {"high": INF},
        {"high": 1e300},
        {"at": NAN},
        {"target": INF},
        {"target": "1"},
        {"points": 1},
        {"points": 10**9},
    ],
)
@pytest.mark.parametrize("name", ["huber", "hinge"])
def test_what_makes_no_picture_is_said(changed, name):
    settings = {"target": 1.0, "low": -3.0, "high": 3.0, "at": 0.0, **changed}
    with pytest.raises(LabError):
        curves([LossChoice(name)], **settings)


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("binary_crossentropy", {"low": -0.1, "high": 1.0}),
        ("binary_crossentropy", {"low": 0.0, "high": 1.1}),
        ("binary_crossentropy", {"low": 0.0, "high": 1.0, "target": 2.0}),
        ("hinge", {"low": 0.0, "high": 1.0, "target": 0.5}),
    ],
)
def test_each_family_has_its_bounds(name, settings):
    with pytest.raises(ConfigError):
        curves([LossChoice(name)], **{"target": 1.0, "at": 0.5, **settings})


def test_families_are_not_mixed():
    with pytest.raises(LabError, match="cannot share"):
        curves([LossChoice("hinge"), LossChoice("huber")], 1.0, 0.0, 1.0, at=0.5)
