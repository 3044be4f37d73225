"""How much drawings differ, against SciPy."""

import numpy as np
import pytest
from scipy.spatial.distance import pdist

from dlcore.data import sample
from dlcore.gan.generator.variety import variety, within


def test_distances_are_scipys():
    images = np.random.default_rng(0).integers(0, 256, (12, 28, 28), np.uint8)
    labels = np.array([3] * 5 + [7] * 6 + [1])
    found = within(images, labels)
    for digit in (3, 7):
        expected = pdist(images[labels == digit].reshape(-1, 784) / 255).mean()
        assert found[digit] == pytest.approx(expected, rel=1e-9)
    assert np.isnan(found[[0, 1, 2, 4, 5, 6, 8, 9]]).all()


def test_handwriting_differs_as_handwriting_does_and_one_image_not_at_all():
    mnist = sample()
    assert variety(mnist.x_train, mnist.y_train) == pytest.approx(1.0, abs=0.03)
    labels = np.arange(50) % 10
    same = np.stack([mnist.x_train[mnist.y_train == digit][0] for digit in labels])
    assert variety(same, labels) == pytest.approx(0.0, abs=1e-6)
    assert variety(same[:10], labels[:10]) is None
