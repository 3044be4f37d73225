"""Moving and bending images, against SciPy and against what the amounts mean."""

import numpy as np
import pytest
from scipy import ndimage

from dlcore.data import sample
from dlcore.pretrain import augmentation
from dlcore.pretrain.augmentation import Strength, augment

IMAGES = sample().x_train[:200]
STILL = Strength(rotation=0, scale=0, shear=0, shift=0, elastic=0)


def _centres(images):
    rows, columns = np.indices((28, 28))
    total = images.sum(axis=(1, 2))
    return np.stack([(images * axis).sum(axis=(1, 2)) / total for axis in (rows, columns)])


def test_no_change_is_no_change():
    seen = augment(IMAGES, np.random.default_rng(0), STILL)
    np.testing.assert_allclose(seen, IMAGES / 255, atol=1e-5)
    assert seen.dtype == np.float32


def test_values_between_pixels_are_scipys():
    random = np.random.default_rng(0)
    sources = random.uniform(-3, 31, (len(IMAGES), 2, 784)).astype(np.float32)
    seen = augmentation._sample(IMAGES, sources).reshape(len(IMAGES), 784)
    for image, places, values in zip(IMAGES, sources, seen, strict=True):
        padded = np.pad(image / 255, 1)
        expected = ndimage.map_coordinates(
            padded, np.clip(places + 1, 0, 29), order=1, mode="nearest"
        )
        np.testing.assert_allclose(values, expected, atol=1e-3)


def test_rotation_turns_by_at_most_its_angle():
    bar = np.zeros((1, 28, 28), np.uint8)
    bar[0, 4:24, 13:15] = 255
    strength = Strength(rotation=20, scale=0, shear=0, shift=0, elastic=0)
    angles = []
    random = np.random.default_rng(0)
    for image in augment(np.repeat(bar, 200, axis=0), random, strength):
        rows, columns = np.nonzero(image > 0.5)
        angles.append(np.rad2deg(np.arctan(np.polyfit(rows, columns, 1)[0])))
    assert 15 < max(angles) < 22
    assert -22 < min(angles) < -15


def test_shift_moves_by_at_most_its_pixels():
    strength = Strength(rotation=0, scale=0, shear=0, shift=2, elastic=0)
    moved = _centres(augment(IMAGES, np.random.default_rng(0), strength)) - _centres(IMAGES)
    assert np.abs(moved).max() < 2.3
    assert moved.std() == pytest.approx(2 / np.sqrt(3), rel=0.15)  # of a uniform distribution


def test_scale_changes_the_ink():
    strength = Strength(rotation=0, scale=0.2, shear=0, shift=0, elastic=0)
    ink = augment(IMAGES, np.random.default_rng(0), strength).sum(axis=(1, 2))
    share = ink / (IMAGES.sum(axis=(1, 2)) / 255)
    assert 1 / 1.2**2 * 0.95 < share.min() < 0.85
    assert 1.2 < share.max() < 1 / 0.8**2 * 1.05


def test_elastic_bends_without_moving_much():
    strength = Strength(rotation=0, scale=0, shear=0, shift=0, elastic=1)
    seen = augment(IMAGES, np.random.default_rng(0), strength)
    assert np.abs(_centres(seen) - _centres(IMAGES)).mean() < 0.8
    assert 0.1 < np.abs(seen - IMAGES / 255).sum() / (IMAGES / 255).sum() < 1


def test_displacement_has_the_deviation_it_is_asked_for():
    _, bumps = augmentation._grid(28, 28)
    knots = np.random.default_rng(0).normal(0, 1, (4000, len(bumps)))
    np.testing.assert_allclose((knots @ bumps).std(axis=0), 1, atol=0.06)


def test_augmentation_follows_the_seed():
    one, again, other = (augment(IMAGES[:9], np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)


def test_usual_strength_keeps_digits_in_the_picture():
    seen = augment(IMAGES, np.random.default_rng(0))
    ink = seen.sum(axis=(1, 2)) / (IMAGES.sum(axis=(1, 2)) / 255)
    assert 0.65 < ink.min() < ink.max() < 1.5
    assert 0 <= seen.min() <= seen.max() <= 1 + 1e-6


@pytest.mark.parametrize("count", [0, 1])
def test_small_batches(count):
    assert augment(IMAGES[:count], np.random.default_rng(0)).shape == (count, 28, 28)
