import hashlib

import keras
import numpy as np

from dlcore import registry
from dlcore.cnn import PRESETS, build_cnn
from dlcore.cnn.mistakes import mistakes
from dlcore.data import held_out


def test_mistakes_are_mistakes_the_surest_first():
    keras.utils.set_random_seed(1)
    untrained = build_cnn(PRESETS["tiny"])
    data = registry.to_bytes(untrained)
    found = mistakes(None, hashlib.sha256(data).hexdigest(), data)
    assert len(found) == 12
    images = np.stack([d.image for d in found])[..., None]
    answers = untrained.predict(images, verbose=0)
    assert all(answers.argmax(axis=1) != [d.truth for d in found])
    np.testing.assert_allclose(answers.max(axis=1), np.sort(answers.max(axis=1))[::-1], atol=1e-5)


def test_a_network_without_mistakes_has_none():
    images, truth = held_out.first_images()
    wrong = registry.load("cnn").predict(images, verbose=0).argmax(axis=1) != truth
    assert len(mistakes(None, "cnn")) == min(12, wrong.sum())
