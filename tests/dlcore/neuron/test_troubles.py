"""Troubles: each from weights that were made to have it, and none in a network that learns."""

import numpy as np
import pytest

from dlcore.neuron.config import HIDDEN_ACTIVATIONS, NeuronConfig
from dlcore.neuron.formulas import FORMULAS
from dlcore.neuron.forward import split
from dlcore.neuron.packet import Packet
from dlcore.neuron.points import PointSet
from dlcore.neuron.troubles import PATIENCE_STEPS, Symptom, slopes, symptoms

RNG = np.random.default_rng(0)
TEST = np.arange(100) % 2 == 1
POINTS = PointSet(
    RNG.uniform(-4, 4, (100, 2)).astype(np.float32),
    RNG.integers(0, 2, 100).astype(np.float32),
    2,
    TEST,
)
VALUES = PointSet(POINTS.x, (POINTS.x[:, 0] / 4).astype(np.float32), 0, TEST)
CONFIG = NeuronConfig(units=(3, 2), activations=("relu", "sigmoid"))
LINE = NeuronConfig(units=(), activations=(), classes=0, loss="mean_squared_error")


def made(config, change=lambda layers: None):
    weights = RNG.normal(0, 0.3, config.parameters).astype(np.float32)
    for layer in split(config, weights):  # views
        layer.bias[:] = 0
    change(split(config, weights))
    return weights


def packet(weights, step=10, accuracy=0.9, test_accuracy=0.9, diverged=False):
    measures = (np.array([one], np.float32) for one in (0.3, 0.3, accuracy, test_accuracy))
    return Packet(np.array([step]), weights[None], *measures, diverged=diverged)


def test_a_network_without_troubles_has_none():
    assert symptoms(CONFIG, POINTS, packet(made(CONFIG))) == ()


def kill(layers):
    layers[0].bias[1] = -100


def saturate(layers):
    layers[1].kernel[:, 0] = 0
    layers[1].bias[0] = 9


def twin(layers):
    layers[0].kernel[:, 2], layers[0].bias[2] = layers[0].kernel[:, 0], layers[0].bias[0]
    layers[1].kernel[2] = layers[1].kernel[0]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (kill, Symptom("dead", ((0, 1),))),
        (saturate, Symptom("saturated", ((1, 0),))),
        (twin, Symptom("equal", ((0, 0), (0, 2)))),
    ],
)
def test_what_is_wrong_with_units_is_said_of_them_unless_they_are_off(change, expected):
    one = packet(made(CONFIG, change))
    assert symptoms(CONFIG, POINTS, one) == (expected,)
    assert symptoms(CONFIG, POINTS, one, off=expected.units) == ()


def test_small_weights_alone_make_no_twins():
    assert symptoms(CONFIG, POINTS, packet(made(CONFIG) * np.float32(1e-12))) == ()


def test_a_unit_that_is_never_bent_is_not_dead():
    """A linear unit whose weights are 0 puts out the same everywhere, and learns."""
    config = NeuronConfig(units=(1,), activations=("linear",))
    assert symptoms(config, POINTS, packet(np.zeros(config.parameters, np.float32))) == ()


def test_classes_are_underfit_or_overfit_by_their_accuracies():
    weights, late = made(CONFIG), PATIENCE_STEPS
    for step, train, test, kinds in (
        (late, 0.6, 0.6, ["underfit"]),
        (late - 1, 0.6, 0.6, []),
        (late, 0.7, 0.95, []),  # wrong labels among the training points are not to be learnt
        (late, 0.95, 0.7, ["overfit"]),
        (10, 0.95, 0.7, ["overfit"]),
        (late, 0.7, 0.5, ["underfit"]),
    ):
        found = symptoms(CONFIG, POINTS, packet(weights, step, train, test))
        assert [one.kind for one in found] == kinds, (step, train, test)


def test_few_test_points_or_none_tell_nothing():
    few = PointSet(POINTS.x, POINTS.y, 2, np.arange(100) < 10)
    none = PointSet(POINTS.x, POINTS.y, 2, np.zeros(100, bool))
    weights = made(CONFIG)
    assert symptoms(CONFIG, few, packet(weights, 900, 0.95, 0.5)) == ()
    assert symptoms(CONFIG, none, packet(weights, 900, 0.95, np.nan)) == ()
    (one,) = symptoms(CONFIG, none, packet(weights, 900, 0.5, np.nan))
    assert one.kind == "underfit"


def test_values_are_measured_by_the_variance_that_is_explained():
    nothing = np.array([np.nan], np.float32)
    right, wrong = np.array([0.25, 0, 0], np.float32), np.array([0, 0, 0.1], np.float32)
    for weights, points, kinds in (
        (right, VALUES, []),
        (wrong, VALUES, ["underfit"]),
        (right, PointSet(POINTS.x, np.where(TEST, -VALUES.y, VALUES.y), 0, TEST), ["overfit"]),
    ):
        one = Packet(np.array([900]), weights[None], nothing, nothing, nothing, nothing)
        assert [found.kind for found in symptoms(LINE, points, one)] == kinds


def test_what_diverged_comes_first():
    found = symptoms(CONFIG, POINTS, packet(made(CONFIG, kill), diverged=True))
    assert [one.kind for one in found] == ["diverged", "dead"]


def test_slopes_are_finite_differences():
    sums = RNG.normal(0, 1.3, (20, 3))
    step = 1e-6
    for name in HIDDEN_ACTIVATIONS:
        expected = np.stack(
            [
                (up[:, unit] - down[:, unit]) / (2 * step)
                for unit in range(3)
                for moved in [step * np.eye(3)[unit]]
                for up, down in [[FORMULAS[name].value(sums + d) for d in (moved, -moved)]]
            ],
            axis=1,
        )
        np.testing.assert_allclose(slopes(name, sums), np.abs(expected), atol=1e-5, err_msg=name)
