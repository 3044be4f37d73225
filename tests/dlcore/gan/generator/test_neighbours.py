"""Nearest images, against every distance there is."""

import numpy as np
from scipy.spatial.distance import cdist

from dlcore.data import sample
from dlcore.gan.generator import neighbours
from dlcore.gan.generator.neighbours import nearest_image


def test_the_nearest_of_many_is_found_whatever_the_portions(monkeypatch):
    random = np.random.default_rng(0)
    images = random.integers(0, 256, (100, 28, 28), np.uint8)
    queries = random.integers(0, 256, (7, 28, 28), np.uint8)
    distances = cdist(queries.reshape(7, -1) / 255, images.reshape(100, -1) / 255)
    for portion in (1000, 33):
        monkeypatch.setattr(neighbours, "_AT_A_TIME", portion)
        found = nearest_image(queries, images)
        np.testing.assert_array_equal(found.index, distances.argmin(axis=1))
        np.testing.assert_allclose(found.distance, distances.min(axis=1), rtol=1e-5)


def test_a_copy_is_seen_and_a_test_image_is_none():
    mnist = sample()
    found = neighbours.neighbours(np.stack([mnist.x_train[17], mnist.x_test[0]]))
    assert found.distance[0] == 0
    np.testing.assert_array_equal(found.images[0], mnist.x_train[17])
    assert found.labels[0] == mnist.y_train[17]
    assert found.distance[1] > 1
    assert 3 < found.usual < 9
    assert found.searched == len(mnist.x_train)
