"""A generator opened up draws what it draws closed; samples, walks, grids and directions."""

import hashlib

import numpy as np
import pytest

from dlcore import digits, registry
from dlcore.gan.generator import journeys
from dlcore.gan.generator.drawing import draw
from dlcore.gan.generator.opened import find_generator, open_generator
from dlcore.gan.generator.samples import MOST, THE_DIGITS, samples
from dlcore.gan.generator.shipped import DrawingError, generate, noise
from dlcore.registry import RegistryError
from dlcore.registry.at_hand import ModelNotLoaded
from tests import generators


@pytest.fixture(autouse=True)
def shipped(tmp_path, monkeypatch):
    generators.ship(tmp_path, monkeypatch, generators.small_generator())
    yield
    generators.unship()


def brought(conditional: bool) -> tuple[str, bytes]:
    data = generators.small_generator(conditional)
    return hashlib.sha256(data).hexdigest(), data


@pytest.mark.parametrize("conditional", [True, False])
def test_opened_it_draws_the_same(conditional):
    model, data = brought(conditional)
    closed, mine = registry.load_bytes(data), find_generator(model, data)
    labels = np.arange(7, dtype=np.int32)
    z = noise(7, mine.latent_dim, 5)
    assert mine.conditional is conditional
    np.testing.assert_array_equal(mine.draw(z, mine.embedded(labels)), draw(closed, z, labels))


def test_directions_are_of_the_noise_and_not_of_the_digit():
    mine = open_generator("gan")
    assert mine.directions.shape == (8, 8)
    kernel = next(v for v in registry.load("gan").weights if "dense" in v.path).numpy()
    strengths = np.linalg.norm(mine.directions @ kernel[:8], axis=1)
    np.testing.assert_allclose(strengths**2 / (strengths**2).sum(), mine.shares, rtol=1e-4)


def test_a_visitors_generator_travels_once():
    digest = hashlib.sha256(b"nobody has this").hexdigest()
    with pytest.raises(ModelNotLoaded):
        find_generator(digest)
    with pytest.raises(RegistryError):
        find_generator("cnn")


def test_samples_are_those_of_generate_and_are_read_by_the_classifier():
    sheet = samples((3, 1, 4), 7, np.inf, THE_DIGITS, "gan")
    images = generate([3, 1, 4], 7)
    np.testing.assert_array_equal(sheet.images, images)
    probabilities = digits.classify(images[..., None].astype(np.float32) / 255).probabilities
    np.testing.assert_array_equal(sheet.readings.guesses, probabilities.argmax(axis=1))
    np.testing.assert_array_equal(
        sheet.readings.counts, np.bincount(probabilities.argmax(axis=1), minlength=10)
    )


def test_noise_that_is_cut_changes_the_drawings_and_all_the_same_noise_makes_them_alike():
    labels = (7,) * 20
    free = samples(labels, 1, np.inf, THE_DIGITS, "gan")
    narrow = samples(labels, 1, 0.1, THE_DIGITS, "gan")
    assert narrow.variety < free.variety


def test_a_generator_that_is_told_nothing_is_asked_for_no_digit():
    sheet = samples((0,) * 5, 1, np.inf, THE_DIGITS, *brought(False))
    assert sheet.asked is None
    assert len(sheet.images) == 5


@pytest.mark.parametrize("labels", [(), (10,), (-1,), (1,) * (MOST + 1)])
def test_labels_that_cannot_be_drawn_are_refused(labels):
    with pytest.raises(DrawingError):
        samples(labels, 1, np.inf, THE_DIGITS, "gan")


def test_a_walk_begins_and_ends_with_the_samples_of_its_seed():
    path = journeys.walk((3, 8), 5, THE_DIGITS, "gan")
    ends = samples((3, 8), 5, np.inf, THE_DIGITS, "gan").images
    np.testing.assert_allclose(path.images[[0, -1]].astype(int), ends, atol=1)
    assert len(path.readings.guesses) == len(path.images) == journeys.FRAMES


def test_a_grid_has_the_four_samples_in_its_corners():
    found = journeys.grid((3, 5, 8, 9), 2, THE_DIGITS, "gan").images.reshape(8, 8, 28, 28)
    corners = found[[0, 0, -1, -1], [0, -1, 0, -1]]
    ends = samples((3, 5, 8, 9), 2, np.inf, THE_DIGITS, "gan").images
    np.testing.assert_allclose(corners.astype(int), ends, atol=1)


def test_a_drawing_is_moved_along_directions():
    found = journeys.edited(4, 3, (0.0, 2.0, 0.0, 0.0, -1.0), THE_DIGITS, "gan")
    mine = open_generator("gan")
    z = noise(1, 8, 3)
    moved = z + 2 * mine.directions[1] - mine.directions[4]
    told = mine.embedded(np.array([4]))
    np.testing.assert_allclose(found.after.astype(int), mine.draw(moved, told)[0], atol=1)
    np.testing.assert_array_equal(found.along[:, 3], np.stack([found.before] * 5))
    far = z - journeys.FAR * mine.directions[2]
    np.testing.assert_allclose(found.along[2, 0].astype(int), mine.draw(far, told)[0], atol=1)
    still = journeys.edited(4, 3, (0.0,) * 5, THE_DIGITS, "gan")
    np.testing.assert_array_equal(still.after, still.before)
