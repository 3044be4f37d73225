"""The NumPy formulas against Keras and its gradients."""

import numpy as np
import pytest
import tensorflow as tf

from dlcore.activations.functions import keras_function
from dlcore.neuron.config import HIDDEN_ACTIVATIONS
from dlcore.neuron.formulas import FORMULAS

CORNERS = [-3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 3.0, 6.0]
Z = np.concatenate([np.linspace(-7, 7, 401), [-300.0, 300.0], CORNERS])


def by_keras(name, z, gradient):
    function = keras_function(name, {})
    sums = tf.constant(z)
    with tf.GradientTape() as tape:
        tape.watch(sums)
        values = function(sums)
        scalar = tf.reduce_sum(values * gradient)
    return values.numpy(), tape.gradient(scalar, sums).numpy()


@pytest.mark.filterwarnings("ignore:You are using a softmax")  # of a layer of one unit
def test_every_activation_is_keras_own_and_so_is_its_slope():
    assert set(FORMULAS) == set(HIDDEN_ACTIVATIONS)
    rng = np.random.default_rng(0)
    rows = rng.normal(0, 2, (50, 4))  # where units of a layer are looked at together
    for z in (Z[:, None], rows):
        gradient = rng.normal(size=z.shape)
        for name, formula in FORMULAS.items():
            value, back = by_keras(name, z, gradient)
            # TensorFlow's own GELU has a root of 2 in float32.
            close = {"rtol": 1e-6, "atol": 1e-8, "err_msg": name}
            np.testing.assert_allclose(formula.value(z), value, **close)
            np.testing.assert_allclose(formula.back(z, gradient), back, **close)


def test_what_goes_in_as_float32_comes_out_as_it():
    z = np.linspace(-4, 4, 12, dtype=np.float32).reshape(4, 3)
    for name, formula in FORMULAS.items():
        assert formula.value(z).dtype == np.float32, name
        assert formula.back(z, np.ones_like(z)).dtype == np.float32, name


def test_far_away_no_bounded_function_is_lost():
    far = np.array([[-1e30, 1e30]], np.float32)
    with np.errstate(all="ignore"):
        for name in ("sigmoid", "tanh", "softsign", "softmax", "hard_sigmoid", "relu6"):
            assert np.isfinite(FORMULAS[name].value(far)).all(), name
