"""The plane through three networks, against the Keras model itself."""

import hashlib
import json

import keras
import numpy as np
import pytest

from dlcore.optimizers import landscape
from dlcore.optimizers.terrain import derivatives, terrain
from dlcore.pretrain.landscape import corners


@pytest.fixture(scope="module")
def network():
    return landscape.build()


def loss_of(network, weights) -> float:
    """What Keras itself says of the network with those weights."""
    ground = landscape.plane()
    network.set_weights(weights)
    measure = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return float(measure(ground.labels, network(ground.images)))


@pytest.mark.parametrize("point", [(0, 0), (1, 0), (0, 1), (0.3, -0.4), (1.5, 1.5), (-0.5, 0.7)])
def test_the_loss_is_that_of_the_network_with_the_weights_of_the_point(network, point):
    expected = loss_of(network, landscape.plane().weights(*point))
    assert derivatives("mnist", np.array([point], np.float32)).losses[0] == pytest.approx(
        expected, rel=1e-5
    )


def test_the_gradient_is_the_networks_own_along_the_directions(network):
    ground, (x, y) = landscape.plane(), (0.4, 0.2)
    network.set_weights(ground.weights(x, y))
    import tensorflow as tf

    with tf.GradientTape() as tape:
        logits = network(ground.images)
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)(ground.labels, logits)
    gradients = tape.gradient(loss, [v.value for v in network.trainable_variables])
    expected = [
        sum(float(np.sum(g * d)) for g, d in zip(gradients, direction, strict=True))
        for direction in (ground.right, ground.up)
    ]
    found = derivatives("mnist", np.array([[x, y]], np.float32)).gradients[0]
    np.testing.assert_allclose(found, expected, rtol=1e-4)


def test_the_corners_are_a_start_and_two_trained_networks():
    start, first, second, between = derivatives(
        "mnist", np.array([[0, 0], [1, 0], [0, 1], [0.5, 0.5]], np.float32)
    ).losses
    assert 2.0 < start < 3.0  # guessing is log 10
    assert max(first, second) < 0.6
    assert between > 1.3 * max(first, second)  # a ridge lies between the two


def test_it_has_more_than_one_minimum_and_all_are_near_the_trained_networks():
    minima = np.array(terrain("mnist").minima)
    assert len(minima) >= 2
    assert np.linalg.norm(minima - [1, 0], axis=1).min() < 0.3
    assert np.linalg.norm(minima - [0, 1], axis=1).min() < 0.3


def test_training_is_the_same_each_time(few):
    """And it leaves the random numbers of the process alone."""
    keras.utils.set_random_seed(3)
    expected = np.random.random()
    keras.utils.set_random_seed(3)
    once, again = (corners(few, epochs=1) for _ in range(2))
    assert np.random.random() == expected
    kept = landscape.load_corners(landscape.save_corners(once))
    for one, other, third in zip(sum(once, ()), sum(again, ()), sum(kept, ()), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)
        np.testing.assert_array_equal(one, third)
    assert len(landscape.through(once, few).images) == len(few.x_test)


def test_the_card_is_that_of_the_file():
    card = json.loads(landscape.CORNERS.with_suffix(".json").read_text())
    assert hashlib.sha256(landscape.CORNERS.read_bytes()).hexdigest() == card["sha256"]
