"""Gradients of single images against a loop of tapes, and the spread of the noise."""

from __future__ import annotations

from types import SimpleNamespace

import keras
import numpy as np
import pytest
import tensorflow as tf

from dlcore.cnn import CnnConfig, build_cnn
from dlcore.data import Mnist
from dlcore.limits.experiment import Experiment
from dlcore.limits.membership import MembershipConfig
from dlcore.limits.membership.images import sides
from dlcore.limits.membership.private import LEARNING_RATE, Clipping, PrivateNetwork
from dlcore.limits.membership.private_training import _steps

NETWORKS = [
    CnnConfig((3, 4), dense_units=5),
    CnnConfig((3,), 5, pooling="stride", activation="tanh", dense_units=0),
    CnnConfig((2, 3), pooling="average", activation="gelu", dense_units=4),
]
COUNT = 6


@pytest.fixture
def images() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    x = random.random((COUNT, 28, 28, 1), np.float32)
    x[0] *= 20  # a gradient much longer than the others
    return x, np.arange(COUNT, dtype=np.int32)


def one_by_one(model, x, y) -> tuple[list[list[np.ndarray]], np.ndarray]:
    """The gradients of each image, and their norms over all variables."""
    gradients = []
    for i in range(len(x)):
        with tf.GradientTape() as tape:
            said = model(x[i : i + 1])
            loss = keras.losses.sparse_categorical_crossentropy(y[i : i + 1], said)
        gradients.append([g.numpy() for g in tape.gradient(loss, model.trainable_variables)])
    norms = [np.sqrt(sum((part**2).sum() for part in one)) for one in gradients]
    return gradients, np.array(norms)


def made(config: CnnConfig) -> tuple[PrivateNetwork, keras.Model]:
    keras.utils.set_random_seed(1)
    model, private = build_cnn(config), PrivateNetwork(config)
    private.reset(model.get_weights())
    return private, model


@pytest.mark.parametrize("config", NETWORKS, ids=str)
def test_each_gradient_is_clipped_by_itself(config, images):
    x, y = images
    private, model = made(config)
    gradients, norms = one_by_one(model, x, y)
    limit = float(np.median(norms))
    sums, found, losses = private.clipped(tf.constant(x), tf.constant(y), limit)
    np.testing.assert_allclose(found, norms, rtol=1e-4)
    factors = np.minimum(1, limit / norms)
    for place, part in enumerate(sums):
        expected = sum(f * one[place] for f, one in zip(factors, gradients, strict=True))
        np.testing.assert_allclose(part, expected, rtol=1e-3, atol=1e-5 * limit)
    said = model(x).numpy()[np.arange(COUNT), y]
    np.testing.assert_allclose(losses, -np.log(said), rtol=1e-3, atol=1e-5)
    np.testing.assert_allclose(private.probabilities(x), model(x), atol=1e-6)


def test_a_step_is_the_sum_and_noise_of_the_said_spread(images):
    x, y = images
    private, model = made(NETWORKS[0])
    clipping, lot = Clipping(norm=0.5, noise=3.0, seed=4), 4
    before = private.weights()

    def step(x, y, noise: float, number: int = 0) -> np.ndarray:
        private.reset(before)
        private.step(x, y, Clipping(clipping.norm, noise, clipping.seed), lot, number)
        moved = [a - b for a, b in zip(before, private.weights(), strict=True)]
        return np.concatenate([part.ravel() for part in moved]) / LEARNING_RATE

    quiet, noisy = step(x, y, 0.0), step(x, y, clipping.noise)
    noise = noisy - quiet
    spread = clipping.noise * clipping.norm / lot
    assert noise.std() == pytest.approx(spread, rel=4 / np.sqrt(2 * len(noise)))
    assert abs(noise.mean()) < 4 * spread / np.sqrt(len(noise))
    np.testing.assert_array_equal(noisy, step(x, y, clipping.noise))  # the same seed
    assert np.abs(noisy - step(x, y, clipping.noise, 1)).max() > spread
    _gradients, norms = one_by_one(model, x, y)
    assert np.linalg.norm(quiet) <= clipping.norm * min(len(x), norms.sum() / clipping.norm) / lot


def test_no_image_moves_the_weights_further_than_the_clipping_lets_it(images):
    x, y = images
    private, _model = made(NETWORKS[0])
    private.reset(private.weights())
    before = private.weights()
    private.step(x[:1], y[:1], Clipping(0.1, 0.0, 0), 1, 0)
    moved = [a - b for a, b in zip(before, private.weights(), strict=True)]
    length = np.sqrt(sum((part**2).sum() for part in moved))
    assert length == pytest.approx(0.1 * LEARNING_RATE, rel=1e-3)


def test_who_is_in_a_lot_has_nothing_to_do_with_whose_label_is_random():
    """All labels are 0 but the random ones."""
    blank = np.zeros((3000, 28, 28), np.uint8)
    data = Mnist(blank, np.zeros(3000, np.uint8), blank[:10], np.zeros(10, np.uint8), "file")
    config = MembershipConfig(images=1000, epochs=1, label_noise=0.128)
    lots = []

    def step(x, y, clipping, lot, number):
        lots.append((y > 0).mean())
        return np.zeros(len(y), np.float32)

    network = SimpleNamespace(step=step, probabilities=lambda x: np.full((len(x), 10), 0.1))
    experiment = Experiment(lambda report: None, lambda: False)
    _steps(config, sides(config, data), network, experiment, lambda curves: None)
    assert len(lots) == 8
    assert max(lots) < 0.25
