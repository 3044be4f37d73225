"""Backpropagation by hand against TensorFlow's own gradients, in float64."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

from dlcore.activations.functions import keras_function
from dlcore.losses import LossChoice
from dlcore.neuron.backpropagation import backpropagate, loss_after
from dlcore.neuron.config import HIDDEN_ACTIVATIONS, NeuronConfig
from dlcore.neuron.costs import TOGETHER, target_of
from dlcore.neuron.features import FEATURES, expand
from dlcore.neuron.forward import split
from dlcore.neuron.heads import HEADS
from dlcore.neuron.points import PointSet
from dlcore.neuron.training import play

POINT = (0.7, -1.3)
CLASSES = {"value": 0, "two_classes": 2, "classes": 4}


def random_weights(config: NeuronConfig, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 0.8, config.parameters)


def by_tensorflow(
    config: NeuronConfig, weights: np.ndarray, point: tuple[float, float], y: float
) -> tuple[float, np.ndarray]:
    """Loss and gradient by GradientTape and the objects of Keras."""
    logits = config.loss in TOGETHER  # as the lab trains under these losses
    variables = [tf.Variable(part) for layer in split(config, weights) for part in layer]
    names = [*config.activations, "linear" if logits else config.layers[-1]]
    seen = expand(np.array([point]), config.features).astype(float)
    target = target_of(config, y)[None]
    loss = LossChoice(config.loss).build(from_logits=logits)
    with tf.GradientTape() as tape:
        x = tf.constant(seen)
        for kernel, bias, name in zip(variables[::2], variables[1::2], names, strict=True):
            x = keras_function(name, {})(x @ kernel + bias)
        value = loss(target, x)
    gradients = tape.gradient(value, variables, unconnected_gradients="zero")
    return float(value), np.concatenate([np.ravel(one) for one in gradients])


def check(config: NeuronConfig, y: float = 1.0, seed: int = 0, point=POINT) -> None:
    weights = random_weights(config, seed)
    found = backpropagate(config, weights, point, y)
    loss, gradient = by_tensorflow(config, weights, point, y)
    assert found.loss == pytest.approx(loss, abs=1e-6)
    assert np.abs(found.gradient - gradient).max() < 1e-6


def test_every_activation(subtests):
    for name in HIDDEN_ACTIVATIONS:
        for seed in range(3):
            with subtests.test(name, seed=seed):
                check(NeuronConfig(units=(5, 3), activations=(name, name)), seed=seed)


def test_every_loss_with_every_class(subtests):
    for question, head in HEADS.items():
        classes = CLASSES[question]
        answers = (-0.7, 0.0, 0.9) if question == "value" else range(classes)
        for loss in head.losses:
            for y in answers:
                with subtests.test(loss, question=question, y=y):
                    config = NeuronConfig(
                        classes=classes, loss=loss, units=(4,), activations=("tanh",)
                    )
                    check(config, float(y))


def test_every_feature_and_every_depth(subtests):
    for depth in range(4):
        with subtests.test(depth=depth):
            units, names = (8, 5, 3)[:depth], ("tanh", "silu", "softmax")[:depth]
            check(NeuronConfig(features=tuple(FEATURES), units=units, activations=names))


def test_a_sum_of_exactly_0_has_the_slope_that_keras_takes(subtests):
    """With weights of 0 every sum stands at the corner."""
    for name in HIDDEN_ACTIVATIONS:
        with subtests.test(name):
            config = NeuronConfig(units=(3,), activations=(name,))
            weights = np.zeros(config.parameters)
            weights[-4:-1] = 0.5, -1.0, 2.0  # into the output
            found = backpropagate(config, weights, POINT, 0.0)
            assert found.gradient == pytest.approx(
                by_tensorflow(config, weights, POINT, 0.0)[1], abs=1e-6
            )


def test_sure_and_wrong_is_no_division_by_0():
    config = NeuronConfig(units=(), activations=())
    found = backpropagate(config, np.array([1000.0, 0.0, 0.0]), (5.0, 0.0), 0.0)
    assert found.loss == 5000.0
    assert found.gradient == pytest.approx([5.0, 0.0, 1.0])


def test_weights_out_of_range_say_so_in_numbers_and_raise_nothing():
    config = NeuronConfig()
    found = backpropagate(config, np.full(config.parameters, 1e308), POINT, 1.0)
    assert found.gradient.shape == (config.parameters,)


def test_one_small_step_for_the_point_lowers_its_loss():
    config = NeuronConfig(learning_rate=0.01)
    weights = random_weights(config)
    before = backpropagate(config, weights, POINT, 1.0)
    after = loss_after(config, weights, POINT, 1.0)
    fall = config.learning_rate * (before.gradient**2).sum()
    assert before.loss - after == pytest.approx(fall, rel=0.05)


def test_a_unit_that_is_off_gets_no_gradient_and_the_others_go_on():
    """As if it were not there: the network without it has the same gradients."""
    config = NeuronConfig(units=(3,), activations=("softplus",))
    weights = random_weights(config)
    found = backpropagate(config, weights, POINT, 1.0, off=((0, 1),))
    kernel, bias, last, last_bias = [part for one in split(config, weights) for part in one]
    kept = [0, 2]
    parts = (kernel[:, kept].ravel(), bias[kept], last[kept].ravel(), last_bias)
    smaller = NeuronConfig(units=(2,), activations=("softplus",))
    without = backpropagate(smaller, np.concatenate(parts), POINT, 1.0)
    assert found.loss == without.loss
    assert found.layers[0].deltas == pytest.approx(np.insert(without.layers[0].deltas, 1, 0.0))
    assert found.layers[1].kernel_gradients[1] == 0.0


def test_a_step_of_the_real_training_goes_down_this_gradient(subtests):
    """One point, one update with SGD, in float32: the weights move by the rate times it."""
    x, test = np.array([POINT], np.float32), np.zeros(1, bool)
    for classes, loss, activation in (
        (2, "binary_crossentropy", "silu"),
        (2, "binary_focal_crossentropy", "tanh"),
        (2, "squared_hinge", "relu"),
        (3, "categorical_crossentropy", "softmax"),
        (0, "log_cosh", "selu"),
    ):
        with subtests.test(loss):
            config = NeuronConfig(
                units=(4, 3),
                activations=(activation,) * 2,
                classes=classes,
                loss=loss,
                learning_rate=0.5,
            )
            packet = play(config, PointSet(x, np.ones(1, np.float32), classes, test), None, 1)
            before, after = (packet.state(i).weights(config) for i in (0, 1))
            point = (float(x[0, 0]), float(x[0, 1]))
            found = backpropagate(config, before, point, 1.0)
            assert after - before == pytest.approx(-0.5 * found.gradient, abs=1e-5)
            assert packet.loss[0] == pytest.approx(found.loss, abs=1e-5)
