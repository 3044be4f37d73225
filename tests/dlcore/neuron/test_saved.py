"""What a .keras file of a network on the plane computes."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore.neuron.config import HIDDEN_ACTIVATIONS, NeuronConfig
from dlcore.neuron.features import FEATURES, expand
from dlcore.neuron.forward import outputs
from dlcore.neuron.saved import keras_file
from dlcore.registry.keras_file import load_bytes
from dlcore.validation import ConfigError


def test_a_file_computes_what_is_shown_units_that_are_off_and_all():
    rng = np.random.default_rng(0)
    x = rng.uniform(-6, 6, (20, 2)).astype(np.float32)
    for classes, loss in ((2, "binary_crossentropy"), (3, "categorical_crossentropy")):
        config = NeuronConfig(tuple(FEATURES), (3, 2), ("tanh", "gelu"), classes, loss)
        weights = rng.normal(size=config.parameters).astype(np.float32)
        for off in ((), ((0, 1), (1, 0))):
            model = load_bytes(keras_file(config, weights, off))
            said = np.asarray(model(expand(x, config.features)))
            assert np.allclose(said, outputs(config, weights, x, off), atol=1e-5)


def test_every_activation_but_one_is_in_a_file_that_keras_opens_again():
    for name in HIDDEN_ACTIVATIONS:
        config = NeuronConfig(units=(2,), activations=(name,))
        weights = np.ones(config.parameters, np.float32)
        if name == "threshold":
            with pytest.raises(ConfigError):
                keras_file(config, weights)
        else:
            assert load_bytes(keras_file(config, weights)).count_params() == config.parameters
