import keras
import numpy as np
import pytest
import tensorflow as tf

from dlcore.explain.cells import GATES
from dlcore.explain.vanishing import RECURRENT, VanishingConfig, fresh, through_time, vanishing
from dlcore.initializers import INITIALIZERS
from dlcore.validation import ConfigError

UNITS = 6


@pytest.fixture(scope="module")
def sequence() -> np.ndarray:
    return np.random.default_rng(2).normal(size=(3, 8, 4))


def layer_of(kind: str, weights) -> keras.layers.Layer:
    """A layer of Keras with these weights, in float64."""
    layer = getattr(keras.layers, kind)(UNITS, dtype="float64")
    layer.build((None, None, weights.kernel.shape[0]))
    bias = np.stack([weights.bias, weights.recurrent_bias]) if kind == "GRU" else weights.bias
    layer.set_weights([weights.kernel, weights.recurrent_kernel, bias])
    return layer


@pytest.mark.parametrize("kind", GATES)
@pytest.mark.parametrize(
    "config", [VanishingConfig(units=UNITS), VanishingConfig("random_normal", 2.5, UNITS, 7)]
)
def test_the_gradient_is_that_of_automatic_differentiation(kind, config, sequence):
    weights = fresh(kind, sequence.shape[-1], config)
    weights.bias[:] += np.random.default_rng(0).normal(size=weights.bias.shape)
    weights.recurrent_bias[:] += 0.3 * (kind == "GRU")
    direction = np.random.default_rng(1).normal(size=(len(sequence), UNITS))
    layer = layer_of(kind, weights)
    at = tf.constant(sequence)
    with tf.GradientTape() as tape:
        tape.watch(at)
        end = tf.reduce_sum(layer(at) * direction)
    expected = tape.gradient(end, at).numpy()
    found = through_time(kind, weights, sequence, direction)
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("kind", GATES)
def test_the_first_weights_are_those_of_keras(kind):
    keras.utils.set_random_seed(0)
    expected = getattr(keras.layers, kind)(UNITS)
    expected.build((None, None, 3))
    found = fresh(kind, 3, VanishingConfig(units=UNITS))
    np.testing.assert_allclose(found.bias, np.atleast_2d(expected.get_weights()[2])[0])
    product = found.recurrent_kernel[:, :UNITS] @ found.recurrent_kernel[:, :UNITS].T
    if kind == "SimpleRNN":
        np.testing.assert_allclose(product, np.eye(UNITS), atol=1e-6)


def test_a_gradient_falls_with_the_length_and_an_open_gate_keeps_it():
    pixels = np.random.default_rng(0).random((4, 112))
    short, long = (vanishing(VanishingConfig(), pixels, steps) for steps in (28, 112))
    for kind in GATES:
        assert short[kind].shape == (28,)
        assert long[kind][0] / long[kind][-1] < short[kind][0] / short[kind][-1]
    kept = vanishing(VanishingConfig(gate_bias=8.0), pixels, 112)
    for kind in ("LSTM", "GRU"):
        assert kept[kind][0] > 0.5 * kept[kind][-1]
    np.testing.assert_array_equal(kept["SimpleRNN"], long["SimpleRNN"])  # it has no gate


def test_all_first_weights_are_known():
    assert set(RECURRENT) <= set(INITIALIZERS)


@pytest.mark.parametrize(
    "wrong", [{"recurrent": "zeros"}, {"gate_bias": 11.0}, {"units": 0}, {"seed": -1}]
)
def test_impossible_settings_are_refused(wrong):
    with pytest.raises(ConfigError, match=f"{next(iter(wrong))} must be"):
        VanishingConfig(**wrong)
