"""Linear layers are one layer: the same sums everywhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dlcore.neuron.collapse import collapse, is_linear
from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.features import FEATURES, SPAN
from dlcore.neuron.forward import outputs

DEEP = NeuronConfig(
    features=tuple(FEATURES),
    units=(8, 5, 3),
    activations=("linear",) * 3,
    classes=3,
    loss="categorical_crossentropy",
)


def test_two_layers_by_hand():
    """x (1 2; 0 1) + (1 0), then times (3 -1)' + 5."""
    config = NeuronConfig(units=(2,), activations=("linear",))
    found = collapse(config, np.array([1, 2, 0, 1, 1, 0, 3, -1, 5]))
    assert found.one.kernel.tolist() == [[1], [-1]]
    assert found.one.bias.tolist() == [8]
    assert len(found.layers) == 2


def test_the_single_layer_is_the_same_network_everywhere():
    rng = np.random.default_rng(0)
    weights = rng.normal(0, 1, DEEP.parameters)
    found = collapse(DEEP, weights)
    flat = replace(DEEP, units=(), activations=())
    one = np.concatenate([found.one.kernel.ravel(), found.one.bias])
    assert len(one) == flat.parameters
    x = rng.uniform(-SPAN, SPAN, (500, 2))
    assert outputs(flat, one, x) == pytest.approx(outputs(DEEP, weights, x), abs=1e-9)
    assert found.difference < 1e-9


def test_which_networks_are_linear():
    assert is_linear(DEEP)
    assert not is_linear(NeuronConfig(units=(), activations=()))
    assert not is_linear(NeuronConfig(units=(2, 2), activations=("linear", "relu")))


def test_weights_that_overflow_raise_nothing():
    assert not np.isfinite(collapse(DEEP, np.full(DEEP.parameters, 1e308)).difference)
