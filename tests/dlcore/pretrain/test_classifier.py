"""Training a network for drawings, on few images; calibration of a real network."""

import keras
import numpy as np
import pytest

from dlcore.cnn import CnnConfig, build_cnn
from dlcore.data import sample
from dlcore.digits import digit_score
from dlcore.layers import parameter_count, table
from dlcore.metrics import reliability
from dlcore.pretrain import classifier
from dlcore.pretrain.augmentation import STILL
from dlcore.pretrain.handwriting.material import Material
from dlcore.pretrain.handwriting.pool import NOT_A_DIGIT, Pool

NOISE = np.random.default_rng(0).integers(0, 2, (300, 28, 28), np.uint8) * 255


@pytest.fixture
def material(few):
    """Real digits as scans, and noise as what is no digit."""
    drawings = {
        "styles": Pool(few.x_train[:40], few.y_train[:40]),
        "shapes": Pool(NOISE[:60], np.full(60, NOT_A_DIGIT, np.uint8)),
    }
    return Material(few.x_train, few.y_train, drawings)


def test_the_network_that_ships_is_small():
    network = classifier.build_classifier()
    rows = table(classifier.LAYERS, classifier.INPUT_SHAPE)
    assert network.count_params() == parameter_count(rows) <= 500_000
    assert network.output_shape == (None, 10)


def test_batches_are_mixed_and_hold_each_image_once_a_round(material, monkeypatch):
    monkeypatch.setattr(classifier, "augment", lambda images, random, strength: images / 255)
    stream = classifier.batches(material, np.random.default_rng(0))
    scans, styles, shapes = (classifier.MIX[kind] for kind in ("mnist", "styles", "shapes"))
    seen, targets = [], []
    for _ in range(5):
        images, wanted = next(stream)
        assert images.shape == (scans + styles + shapes, 28, 28, 1)
        assert wanted.shape == (scans + styles + shapes, 10)
        seen.append(images[:scans, ..., 0])
        targets.append(wanted)
        np.testing.assert_allclose(wanted[-shapes:], 0.1)  # shapes come last
        assert (wanted[:-shapes].max(axis=1) == 1).all()
    first_round = np.concatenate(seen)[: len(material.scans)]
    np.testing.assert_allclose(
        np.sort(first_round.sum(axis=(1, 2))),
        np.sort(material.scans.sum(axis=(1, 2)) / 255),
        rtol=1e-4,
    )


def test_batches_follow_the_seed(material):
    one, again, other = (
        next(classifier.batches(material, np.random.default_rng(seed))) for seed in (0, 0, 1)
    )
    np.testing.assert_array_equal(one[0], again[0])
    assert not np.array_equal(one[0], other[0])


def test_what_is_no_digit_is_answered_with_not_knowing(material):
    """Digits against noise is easy: a few dozen steps are enough to tell them apart."""
    keras.utils.set_random_seed(0)
    network = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.AveragePooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(10),
            keras.layers.Activation("softmax"),
        ]
    )
    trained = classifier.train_classifier(network, material, seed=0, epochs=60)
    assert trained is network
    assert not network.compiled
    data = sample()
    of_digits = np.exp(classifier.logits(network, data.x_test[:300]))
    of_noise = np.exp(classifier.logits(network, NOISE[100:]))
    assert np.mean(of_digits.argmax(axis=1) == data.y_test[:300]) > 0.6
    assert np.median(digit_score(of_noise)) < 0.05 < np.median(digit_score(of_digits))


def test_scans_are_moved_half_as_far_in_the_end(material, monkeypatch):
    """Drawings are not: they have moved little from the start."""
    moves = []

    def augment(images, random, strength):
        moves.append(strength)
        return images / 255

    monkeypatch.setattr(classifier, "augment", augment)
    calming = classifier._calming(material, seed=0, wild=2)
    for _ in range(4):
        next(calming)
    assert moves[1::2] == [classifier.DRAWINGS_MOVE] * 4
    usual, calm = classifier.SCANS_MOVE, moves[-2]
    assert moves[::2] == [usual, usual, calm, calm]
    assert (calm.rotation, calm.shift) == (usual.rotation / 2, usual.shift / 2)


def test_batches_can_be_left_unmoved(material):
    images, _ = next(classifier.batches(material, np.random.default_rng(0), STILL, STILL))
    whole = {image.tobytes() for image in material.scans}
    for image in images[: classifier.MIX["mnist"], ..., 0]:
        assert np.round(image * 255).astype(np.uint8).tobytes() in whole


def test_logits_are_the_networks_own_up_to_a_constant(few):
    network = build_cnn(CnnConfig((4,), dense_units=0))
    images = few.x_train[:5, :, :, None] / np.float32(255)
    direct = keras.Model(network.inputs[0], network.layers[-2].output)(images)
    direct = direct @ network.layers[-1].kernel + network.layers[-1].bias
    found = classifier.logits(network, few.x_train[:5])
    np.testing.assert_allclose(
        found - found.mean(axis=1, keepdims=True),
        direct - np.mean(direct, axis=1, keepdims=True),
        atol=1e-4,
    )


def test_a_network_that_makes_no_mistakes_is_not_made_as_sure_as_can_be(few):
    """Labels that are its own answers: every temperature above 0 is too high for them."""
    network = build_cnn(CnnConfig((2,), dense_units=0))
    before = classifier.logits(network, few.x_test)
    temperature = classifier.calibrate(network, few.x_test, before.argmax(axis=1))
    assert temperature == classifier.LEAST_TEMPERATURE
    after = classifier.logits(network, few.x_test)
    np.testing.assert_allclose(
        np.diff(after, axis=1), np.diff(before, axis=1) / temperature, atol=1e-3
    )


def test_calibration_makes_a_boastful_network_honest():
    data = sample()
    keras.utils.set_random_seed(0)
    network = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(10),
            keras.layers.Activation("softmax"),
        ]
    )
    network.compile("adam", "sparse_categorical_crossentropy")
    network.fit(data.x_train[:600, ..., None] / 255, data.y_train[:600], epochs=15, verbose=0)
    dense = network.layers[1]
    dense.set_weights([5 * weights for weights in dense.get_weights()])

    fit, exam = slice(0, 500), slice(500, 1000)
    before = np.exp(classifier.logits(network, data.x_test[exam]))
    temperature = classifier.calibrate(network, data.x_test[fit], data.y_test[fit])
    after = np.exp(classifier.logits(network, data.x_test[exam]))
    assert temperature > 2
    np.testing.assert_array_equal(before.argmax(axis=1), after.argmax(axis=1))
    errors = [reliability(data.y_test[exam], said).calibration_error for said in (before, after)]
    assert errors[1] < errors[0] / 2
