import hashlib

import keras
import numpy as np

from dlcore import registry
from dlcore.cnn import PRESETS, build_cnn
from dlcore.inside import held_out


def test_a_test_image_by_its_number():
    images, truth = held_out.test_set()
    found = held_out.digit(3)
    np.testing.assert_array_equal(found.image, images[3, ..., 0])
    assert found.truth == truth[3]
    assert found.image.dtype == np.float32
    assert 0 <= found.image.min() < found.image.max() <= 1


def test_beyond_the_last_image_comes_the_first():
    count = held_out.digit(0).count
    assert held_out.digit(count + 2).number == 2


def test_mistakes_are_mistakes_the_surest_first():
    keras.utils.set_random_seed(1)
    untrained = build_cnn(PRESETS["tiny"])
    data = registry.to_bytes(untrained)
    found = held_out.mistakes(hashlib.sha256(data).hexdigest(), data)
    assert len(found) == 12
    images = np.stack([d.image for d in found])[..., None]
    answers = untrained.predict(images, verbose=0)
    assert all(answers.argmax(axis=1) != [d.truth for d in found])
    np.testing.assert_allclose(answers.max(axis=1), np.sort(answers.max(axis=1))[::-1], atol=1e-5)


def test_a_network_without_mistakes_has_none():
    images, truth = held_out.test_set()
    wrong = registry.load("cnn").predict(images, verbose=0).argmax(axis=1) != truth
    assert len(held_out.mistakes("cnn")) == min(12, wrong.sum())
