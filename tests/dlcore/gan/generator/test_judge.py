"""What a classifier says of drawings."""

import keras
import numpy as np
import pytest

from dlcore.gan.generator.judge import Judge, Opinion, assess, some
from dlcore.metrics import Gaussian, frechet_distance

IMAGES = np.random.default_rng(0).integers(0, 256, (130, 28, 28), dtype=np.uint8)


@pytest.fixture(scope="module")
def classifier():
    keras.utils.set_random_seed(0)
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Flatten(),
            layers.Dense(5, activation="relu"),
            layers.Dense(10),
            layers.Activation("softmax"),
        ]
    )


def test_features_are_what_the_last_dense_layer_is_given(classifier):
    opinion = Judge(classifier).look(IMAGES)
    pixels = IMAGES.reshape(130, 784) / 255
    weights, offset = classifier.layers[1].get_weights()
    np.testing.assert_allclose(
        opinion.features, np.maximum(pixels @ weights + offset, 0), atol=1e-4
    )
    np.testing.assert_allclose(
        opinion.probabilities,
        classifier.predict(pixels.reshape(-1, 28, 28, 1), verbose=0),
        atol=1e-5,
    )


def test_an_assessment_counts():
    probabilities = np.eye(10, dtype=np.float32)[[0, 0, 1, 2]]
    features = np.random.default_rng(1).normal(size=(4, 2))
    real = Gaussian.fit(features + 1)
    assessment = assess(Opinion(features, probabilities), np.array([0, 1, 1, 2]), real)
    assert assessment.counts == (2, 1, 1, 0, 0, 0, 0, 0, 0, 0)
    assert assessment.agreement == 0.75
    assert assessment.distance == pytest.approx(frechet_distance(Gaussian.fit(features), real))
    assert assessment.distance == pytest.approx(2)
    assert 0 < assessment.evenness < 1


def test_what_was_not_asked_is_not_answered():
    opinion = Opinion(np.zeros((2, 2)), np.eye(10)[:2])
    assessment = assess(opinion, None, None)
    assert (assessment.agreement, assessment.distance) == (None, None)


def test_some_images_are_the_same_each_time():
    chosen = some(IMAGES, 20)
    np.testing.assert_array_equal(chosen, some(IMAGES, 20))
    assert len(np.unique(chosen.reshape(20, -1), axis=0)) == 20
    assert len(some(IMAGES, 1000)) == 130
