"""The forward pass in NumPy against networks of Keras."""

import keras
import numpy as np
import pytest

from dlcore.activations.functions import keras_function
from dlcore.neuron import forward
from dlcore.neuron.config import HIDDEN_ACTIVATIONS, NeuronConfig
from dlcore.neuron.features import FEATURES, expand

RNG = np.random.default_rng(3)
X = RNG.uniform(-2, 2, (40, 2)).astype(np.float32)
CONFIGS = [
    NeuronConfig(("x1",), (), ()),
    NeuronConfig(classes=0, loss="huber"),
    NeuronConfig(classes=4, loss="kl_divergence"),
    NeuronConfig(loss="hinge"),
    *(NeuronConfig(tuple(FEATURES), (8, 3), (name, name)) for name in HIDDEN_ACTIVATIONS),
]


def network(config):
    layers = [
        keras.layers.Dense(units, keras_function(name, {}))
        for units, name in zip(config.widths[1:], config.layers, strict=True)
    ]
    return keras.Sequential([keras.Input((len(config.features),)), *layers])


def flat(model):
    return np.concatenate([w.ravel() for w in model.get_weights()])


def test_every_layer_is_keras_own():
    for config in CONFIGS:
        model = network(config)
        weights = flat(model)
        assert weights.shape == (config.parameters,)
        values = expand(X, config.features)
        passes = forward.layer_sums_and_outputs(config, weights, X)
        for layer, one in zip(model.layers, passes, strict=True):
            kernel, bias = layer.get_weights()
            np.testing.assert_allclose(one.sums, values @ kernel + bias, rtol=1e-4, atol=1e-4)
            values = layer(values).numpy()
            np.testing.assert_allclose(one.outputs, values, rtol=1e-4, atol=1e-4)
            assert one.outputs.dtype == np.float32
        np.testing.assert_array_equal(forward.outputs(config, weights, X), passes[-1].outputs)


def test_a_unit_that_is_off_is_a_unit_that_nobody_listens_to():
    config = NeuronConfig(units=(4, 3), activations=("tanh", "sigmoid"))
    weights = flat(network(config))
    off = ((0, 2), (1, 0))
    passes = forward.layer_sums_and_outputs(config, weights, X, off)
    assert not passes[0].outputs[:, 2].any()
    assert not passes[1].outputs[:, 0].any()
    deaf = weights.copy()
    layers = forward.split(config, deaf)  # views
    layers[1].kernel[2] = 0
    layers[2].kernel[0] = 0
    np.testing.assert_allclose(
        passes[-1].outputs, forward.outputs(config, deaf, X), rtol=1e-6, atol=1e-6
    )


@pytest.mark.filterwarnings("error")
def test_weights_that_overflow_say_nothing_here():
    config = NeuronConfig(units=(2, 2), activations=("exponential", "exponential"))
    found = forward.outputs(config, np.full(config.parameters, 1e4, np.float32), X)
    assert found.shape == (len(X), 1)


def test_in_float64_all_is_float64():
    config = NeuronConfig()
    weights = flat(network(config)).astype(np.float64)
    for one in forward.layer_sums_and_outputs(config, weights, X):
        assert one.sums.dtype == one.outputs.dtype == np.float64
