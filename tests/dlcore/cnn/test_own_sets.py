"""What is asked of a network that was trained on another set than MNIST is asked of its images."""

from __future__ import annotations

import hashlib

import keras
import numpy as np
import pytest
from sklearn.decomposition import PCA
from threadpoolctl import threadpool_limits

from dlcore import registry
from dlcore.cnn import attacks, layers, mistakes, moments, plane, reasons
from dlcore.data.held_out import TestSet
from dlcore.explain.network import ExplainError
from dlcore.registry.weight_history import WeightRecorder

CLASSES = (2, 3, 26, 100)


def unit_range(tests: TestSet) -> np.ndarray:
    return tests.images[..., None] / np.float32(255)


def features(own) -> np.ndarray:
    part = keras.Sequential(own.model.layers[:-1])
    return part.predict(unit_range(own.tests), verbose=0)


def of_images(images: np.ndarray) -> TestSet:
    """A set of these test images; what they are of is of no account."""
    labels = np.zeros(len(images), np.uint8)
    return TestSet(images, labels, "own", hashlib.sha256(images.tobytes()).hexdigest())


@pytest.mark.parametrize("classes", CLASSES)
def test_the_strongest_images_are_the_sets(network_of, classes):
    own = network_of(classes)
    name = own.model.layers[-2].name
    answers = features(own)[:, 2]
    found = layers.unit(name, 2, *own.asked)
    best = np.argsort(-answers, kind="stable")[: layers.STRONGEST]
    np.testing.assert_allclose(found.values, answers[best], atol=1e-5)
    assert found.silent == pytest.approx(np.mean(answers <= 0))
    np.testing.assert_array_equal(found.images[0] * 255, own.tests.images[answers.argmax()])


def test_what_was_found_with_one_set_is_not_taken_for_another(network_of):
    own = network_of(3)
    name = own.model.layers[0].name
    ours = layers.unit(name, 0, *own.asked)
    digits = layers.unit(name, 0, None, own.digest, own.file)
    inverted = layers.unit(name, 0, of_images(255 - own.tests.images), own.digest, own.file)
    assert not np.array_equal(ours.images, digits.images[: len(ours.images)])
    assert not np.array_equal(ours.images, inverted.images)


def test_a_unit_without_known_images_has_its_kernel_and_is_excited_from_ones_own(network_of):
    own = network_of(3)
    name = own.model.layers[0].name
    kernel = layers.kernel(name, 1, own.digest, own.file)
    np.testing.assert_array_equal(kernel, own.model.layers[0].get_weights()[0][..., 1])
    image = own.tests.digit(0).image
    made = layers.exciting_from(image, name, 1, own.digest, own.file)
    part = keras.Sequential(own.model.layers[:1])
    before = part(image[None, ..., None]).numpy()[..., 1].mean()
    assert made.before == pytest.approx(before, abs=1e-5)
    assert made.value > made.before
    with pytest.raises(ExplainError, match="from 0 to 2"):
        layers.kernel(name, 3, own.digest, own.file)


@pytest.mark.parametrize("classes", CLASSES)
def test_the_curve_begins_at_the_accuracy_on_the_set(network_of, classes):
    own = network_of(classes)
    found = attacks.curve(*own.asked)
    guesses = own.model.predict(unit_range(own.tests), verbose=0).argmax(axis=1)
    count = min(len(guesses), attacks.CURVE_IMAGES)
    assert found.images == count
    assert found.attacked[0] == pytest.approx(np.mean((guesses == own.tests.labels)[:count]))


def test_an_attack_aims_at_any_class(network_of):
    own = network_of(100)
    image = own.tests.digit(0).image
    found = attacks.adversarial_example(image, 0, 99, 0.3, own.digest, own.file)
    whole = own.model.predict(image[None, ..., None], verbose=0)[0]
    assert found.probabilities.shape == (100,)
    assert found.probabilities[99] > whole[99]
    with pytest.raises(ExplainError, match="from 0 to 99"):
        attacks.adversarial_example(image, 0, 100, 0.3, own.digest, own.file)


def test_any_class_is_explained(network_of):
    own = network_of(26)
    image = own.tests.digit(1).image
    found = reasons.attributions(image, 25, own.model.layers[0].name, own.digest, own.file)
    assert found.integrated.sum() == pytest.approx(found.difference, rel=0.02, abs=1e-4)
    hidden = reasons.occluded(image, 25, 5, own.digest, own.file)
    blank = image.copy()
    blank[12:17, 8:13] = 0  # around the pixel 14, 10
    answers = own.model.predict(np.stack([image, blank])[..., None], verbose=0)[:, 25]
    assert hidden[14, 10] == pytest.approx(answers[0] - answers[1], abs=1e-5)


@pytest.mark.parametrize("classes", CLASSES)
def test_the_plane_is_that_of_the_set(network_of, classes):
    own = network_of(classes)
    found = plane.plane(own.tests.digit(3).image, "pca", *own.asked)
    known = features(own)
    expected = PCA(2).fit_transform(known)
    for axis in (0, 1):  # which may point either way
        ours = found.points[:, axis]
        assert abs(np.corrcoef(ours, expected[:, axis])[0, 1]) > 0.999
    np.testing.assert_allclose(found.own, found.points[3], atol=1e-4)
    np.testing.assert_array_equal(found.truth, own.tests.labels)
    distances = np.linalg.norm(known - known[3], axis=1)
    assert distances[found.nearest].max() <= np.sort(distances)[len(found.nearest)] + 1e-5


@pytest.fixture
def one_thread():
    """None that wait for each other: t-SNE takes its time."""
    import sklearn.manifold  # noqa: F401 - the threads of what is loaded later have no limit

    with threadpool_limits(1):
        yield


@pytest.mark.parametrize("few", [5, 31, pytest.param(0, id="most of them alike")])
def test_tsne_of_few_images_and_of_many_that_are_alike(network_of, one_thread, few):
    own = network_of(26)
    images = own.tests.images[:few] if few else np.repeat(own.tests.images[:8], [43, *[1] * 7], 0)
    found = plane.plane(own.tests.digit(9).image, "tsne", of_images(images), *own.asked[1:])
    assert found.points.shape == (len(images), 2)
    assert np.isfinite(found.points).all()
    assert np.isfinite(found.own).all()
    assert 1 <= len(found.nearest) <= plane.NEIGHBOURS


@pytest.mark.parametrize("count", [2, 4])
def test_tsne_of_too_few_is_refused_and_pca_is_not(network_of, count):
    own = network_of(26)
    tests = of_images(own.tests.images[:count])
    found = plane.plane(own.tests.digit(9).image, "pca", tests, *own.asked[1:])
    assert found.points.shape == (count, 2)
    assert np.isfinite(found.points).all()
    assert len(found.nearest) <= count
    with pytest.raises(ExplainError, match=f"at least 5 test images .* Found: {count}"):
        plane.plane(own.tests.digit(9).image, "tsne", tests, *own.asked[1:])


@pytest.mark.parametrize("method", plane.METHODS)
@pytest.mark.parametrize("count", [1, 6])
def test_where_all_images_are_alike_there_is_no_plane(network_of, method, count):
    own = network_of(26)
    tests = of_images(np.repeat(own.tests.images[:1], count, axis=0))
    with pytest.raises(ExplainError, match=f"all {count} test images are alike"):
        plane.plane(own.tests.digit(9).image, method, tests, *own.asked[1:])


def test_one_feature_makes_a_line(network_of):
    own = network_of(3)
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(1),
            keras.layers.Dense(3, "softmax"),
        ]
    )
    file = registry.to_bytes(model)
    asked = (own.tests, hashlib.sha256(file).hexdigest(), file)
    found = plane.plane(own.tests.digit(0).image, "pca", *asked)
    assert not found.points[:, 1].any()
    assert found.explained == pytest.approx(1)


def test_mistakes_are_the_sets(network_of):
    own = network_of(26)
    found = mistakes.mistakes(*own.asked)
    guesses = own.model.predict(unit_range(own.tests), verbose=0).argmax(axis=1)
    assert found
    for one in found:
        assert one.truth == own.tests.labels[one.number] != guesses[one.number]


@pytest.fixture(scope="module")
def kept(network_of):
    """Digest and bytes of the history of a "training" on a set of 26 classes."""
    model = network_of(26).model
    recorder = WeightRecorder(model.count_params())
    now = model.get_weights()
    for epoch in range(3):
        recorder.add(epoch, [(0.5 + epoch / 4) * part for part in now])
    data = recorder.history(registry.to_bytes(model)).to_bytes()
    return hashlib.sha256(data).hexdigest(), data


def test_each_moment_shows_the_images_of_the_set(network_of, kept):
    own = network_of(26)
    name = own.model.layers[0].name
    found = moments.moment(own.tests.digit(3).image, name, 2, own.tests, *kept)
    guesses = own.model.predict(unit_range(own.tests), verbose=0).argmax(axis=1)
    count = min(moments.CROWD, len(guesses))
    right = (guesses == own.tests.labels)[:count]
    assert found.images == count
    assert found.accuracy[-1] == pytest.approx(right.mean(), abs=0.02)  # kept in 16 bits
    assert found.probabilities.shape == (3, 26)
    np.testing.assert_array_equal(found.crowd.truth, own.tests.labels[:count])
    np.testing.assert_allclose(found.crowd.own, found.crowd.points[3], rtol=1e-3, atol=1e-3)


def test_a_moment_without_known_images_is_that_of_the_image_alone(network_of, kept):
    own = network_of(26)
    image, name = own.tests.digit(3).image, own.model.layers[0].name
    alone = moments.moment_alone(image, name, 1, *kept)
    beside = moments.moment(image, name, 1, own.tests, *kept)
    np.testing.assert_array_equal(alone.probabilities, beside.probabilities)
    np.testing.assert_array_equal(alone.output, beside.output)
    assert (alone.accuracy, alone.images, alone.crowd) == (None, 0, None)


def test_a_moment_whose_images_are_all_alike_has_no_plane(network_of, kept):
    own = network_of(26)
    tests = of_images(np.repeat(own.tests.images[:1], 6, axis=0))
    name = own.model.layers[0].name
    found = moments.moment(own.tests.digit(3).image, name, 1, tests, *kept)
    assert found.crowd is None
    assert found.images == 6
