"""A signal through many layers: against NumPy, and what textbooks say happens."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from scipy.special import expit

from dlcore.activations import depth
from dlcore.activations.depth import DepthConfig, compare, profile, signals, through_depth
from dlcore.initializers import INITIALIZERS
from dlcore.validation import ConfigError


def shrinks(config: DepthConfig) -> float:
    """How many powers of ten the gradient loses from the last layer to the first."""
    median = through_depth(config).median
    return float(np.log10(median[-1] / median[0]))


def test_values_and_gradients_are_those_of_numpy():
    config = DepthConfig("sigmoid", "he_normal", layers=4, units=24, batch=6, gain=1.5, seed=3)
    from keras import random

    h = random.normal((6, 24), seed=3, dtype="float32").numpy().astype(float)
    direction = random.normal((6, 24), seed=4, dtype="float32").numpy().astype(float)
    weights = [w.numpy().astype(float) for w in depth._weights(config)]
    values, gradients = signals(config)
    truth = []
    for w in weights:
        h = expit(h @ w)
        truth.append(h)
    np.testing.assert_allclose(values, truth, rtol=1e-5)
    g = direction
    for layer in range(3, -1, -1):
        np.testing.assert_allclose(gradients[layer], g, rtol=1e-4, atol=1e-6)
        g = (g * truth[layer] * (1 - truth[layer])) @ weights[layer].T


@pytest.mark.parametrize(
    ("initializer", "variance"),
    [
        ("glorot_uniform", 1 / 400),
        ("he_normal", 2 / 400),
        ("lecun_normal", 1 / 400),
        ("random_normal", 0.0025),
        ("wide_normal", 1.0),
        ("orthogonal", 1 / 400),
        ("zeros", 0.0),
    ],
)
def test_weights_have_the_spread_their_note_says(initializer, variance):
    first, second = depth._weights(DepthConfig("relu", initializer, layers=2, units=400))
    assert first.numpy().var() == pytest.approx(variance, rel=0.03)
    assert initializer == "zeros" or not np.allclose(first, second)


def test_sigmoid_vanishes_and_relu_with_he_holds():
    assert shrinks(DepthConfig("sigmoid", "glorot_uniform", layers=30)) > 10
    assert abs(shrinks(DepthConfig("relu", "he_normal", layers=30, units=512))) < 1
    assert 3 < shrinks(DepthConfig("relu", "glorot_uniform", layers=30, units=512)) < 6
    assert abs(shrinks(DepthConfig("linear", "orthogonal", layers=50))) < 0.1


def test_a_profile_sums_up_what_came_out():
    config = DepthConfig("relu", "he_normal", layers=5, units=64, batch=32)
    values, gradients = signals(config)
    found = profile(config, values, gradients)
    np.testing.assert_allclose(found.std, values.std(axis=(1, 2)), rtol=1e-4)
    np.testing.assert_allclose(found.zeros, (values == 0).mean(axis=(1, 2)))
    np.testing.assert_allclose(found.median, np.median(np.abs(gradients), axis=(1, 2)))
    np.testing.assert_allclose(found.values.sum(axis=1), 1)
    logs = np.log10(np.abs(gradients[2][gradients[2] != 0]))
    counts, _ = np.histogram(logs.clip(*found.gradient_edges[[0, -1]]), found.gradient_edges)
    np.testing.assert_allclose(found.gradients[2], counts / gradients[2].size, atol=2e-3)
    assert (found.overflow, found.lost) == (0, 0)


def test_the_same_seed_gives_the_same_signal_and_another_does_not():
    one, same, other = compare([DepthConfig(seed=s, layers=3) for s in (1, 1, 2)])
    np.testing.assert_array_equal(one.median, same.median)
    assert not np.array_equal(one.median, other.median)


def test_an_overflow_is_said_and_not_drawn():
    found = through_depth(DepthConfig("relu", "wide_normal", layers=50, units=512, batch=16))
    assert 25 < found.overflow < 40
    assert found.lost == 50
    assert found.gradients.sum() == 0
    assert np.isfinite(found.value_edges).all()
    np.testing.assert_allclose(found.values[: found.overflow - 1].sum(axis=1), 1)


def test_zeros_let_nothing_through():
    found = through_depth(DepthConfig("tanh", "zeros", layers=3))
    np.testing.assert_array_equal(found.zeros, 1)
    np.testing.assert_array_equal(found.median[:-1], 0)


def test_every_activation_can_be_sent_through(subtests):
    for activation in depth.ACTIVATIONS:
        with subtests.test(activation):
            found = through_depth(DepthConfig(activation, layers=2, units=16, batch=8))
            assert found.values.shape == (2, depth.BINS)
            assert found.gradients.shape == (2, depth.BINS)


@pytest.mark.parametrize("initializer", INITIALIZERS)
def test_every_initializer_can_be_used_for_one_layer(initializer):
    found = through_depth(DepthConfig("relu", initializer, layers=1, units=16, batch=8))
    assert found.median.shape == (1,)


@pytest.mark.parametrize(
    "wrong",
    [
        {"activation": "softmax"},
        {"activation": "glu"},
        {"initializer": "none"},
        {"layers": 0},
        {"layers": 51},
        {"units": 100_000},
        {"gain": float("nan")},
        {"gain": float("inf")},
        {"seed": -1},
        {"batch": 1},
    ],
)
def test_what_cannot_be_sent_through_is_refused(wrong):
    with pytest.raises(ConfigError, match=next(iter(wrong))):
        DepthConfig(**wrong)


def test_each_layer_is_drawn_and_multiplied_once_and_all_are_counted_together(monkeypatch):
    """A call of np.histogram for each layer takes several times as long as one count of all."""
    import keras

    done = []

    def count(module, name):
        real = getattr(module, name)

        def noted(*args, **kwargs):
            done.append(name)
            return real(*args, **kwargs)

        monkeypatch.setattr(module, name, noted)

    count(keras.initializers.HeNormal, "__call__")
    count(keras.ops, "matmul")
    count(np, "bincount")
    monkeypatch.setattr(np, "histogram", None)
    through_depth(DepthConfig("relu", "he_normal", layers=50, units=8, batch=4))
    assert Counter(done) == {"__call__": 50, "matmul": 50, "bincount": 2}


@pytest.mark.parametrize(
    ("first", "word"),
    [
        *[(0.0, "vanishes"), (1e-9, "vanishes"), (0.01, "fades"), (1.0, "holds"), (50.0, "grows")],
        *[(1e9, "explodes"), (np.nan, "lost"), (np.inf, "lost")],
    ],
)
def test_the_fate_of_a_gradient_in_a_word(first, word):
    assert depth.fate(np.array([first, 0.5, 1.0])) == word
