"""How writing is measured, on strokes that are known, and how groups are made of it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import distance_transform_edt

from dlcore.data import sample
from dlcore.limits.bias import copies
from dlcore.limits.bias.groups import (
    KINDS,
    MEASURES,
    edges,
    fifths,
    measured,
    members,
    slant,
    thickness,
)


def stroke(width, degrees=0.0):
    """An upright stroke of this width, or one that leans to the right; edges are anti-aliased."""
    fine = 8
    y, x = (np.mgrid[: 28 * fine, : 28 * fine] + 0.5) / fine
    middle = 14 - np.tan(np.radians(degrees)) * (y - 14)
    inside = (np.abs(x - middle) <= width / 2) & (np.abs(y - 14) <= 10)
    grey = inside.reshape(28, fine, 28, fine).mean(axis=(1, 3))
    return np.round(255 * grey).astype(np.uint8)


def test_thickness_is_the_width_of_a_stroke():
    for width in (2, 3, 4, 5):
        expected = 2 * 20 * width / (2 * 20 + 2 * width)  # the outline has ends too
        assert thickness(stroke(width)[None]) == pytest.approx(expected, rel=0.06)
    assert thickness(np.zeros((1, 28, 28), np.uint8)) == 0


def test_thickness_agrees_with_how_far_the_ink_reaches_from_its_edge():
    """Another measure of the same: four times the mean distance of ink from paper."""
    images = sample().x_test[:300]
    distances = [distance_transform_edt(image > 127) for image in images]
    other = [4 * distance[distance > 0].mean() for distance in distances]
    assert np.corrcoef(thickness(images), other)[0, 1] > 0.9


def test_slant_is_the_angle_of_a_stroke():
    for degrees in (-30, -10, 0, 20):
        assert slant(stroke(2, degrees)[None]) == pytest.approx(degrees, abs=0.5)
    assert slant(np.zeros((1, 28, 28), np.uint8)) == 0
    images = sample().x_test[:50]
    np.testing.assert_allclose(slant(images[:, :, ::-1]), -slant(images), atol=1e-9)


def test_copies_are_what_they_are_made_to_be():
    images, random = sample().x_train[:200], np.random.default_rng(0)
    inner = np.s_[:, 4:-4, 4:-4]  # a square of 2 x 2 lies to one side
    assert (copies.thicker(images)[inner] >= images[inner]).all()
    assert (copies.thinner(images)[inner] <= images[inner]).all()
    assert np.median(thickness(copies.thicker(images)) - thickness(images)) > 0.5
    assert np.median(thickness(copies.thinner(images)) - thickness(images)) < -0.3
    for direction in (-1, 1):
        leaning = slant(copies.leaning(images, random, direction)) - slant(images)
        assert 8 < direction * np.median(leaning) < 25
    still = copies.affine(images, np.tile(np.eye(2), (200, 1, 1)), np.zeros((200, 2)))
    np.testing.assert_array_equal(still, images)
    down = copies.affine(images, np.tile(np.eye(2), (200, 1, 1)), np.full((200, 2), [3.0, 0.0]))
    np.testing.assert_array_equal(down[:, 3:], images[:, :-3])
    moved = copies.moved(images, random)
    assert moved.dtype == np.uint8
    assert not (moved == images).all(axis=(1, 2)).any()
    assert moved.mean() == pytest.approx(images.mean(), rel=0.05)


def test_many_images_are_measured_as_one_by_one():
    images = np.tile(sample().x_test[:7], (200, 1, 1))
    for name, measure in MEASURES.items():
        np.testing.assert_allclose(measured(name, images), np.tile(measure(images[:7]), 200))


def test_fifths_have_the_same_digits():
    data = sample()
    values = thickness(data.x_train)
    parts = fifths(values, data.y_train, edges(values, data.y_train, 10))
    counts = np.array([np.bincount(data.y_train[parts == part], minlength=10) for part in range(5)])
    assert (counts == 80).all()  # 400 of each digit
    for digit in range(10):
        means = [values[(parts == part) & (data.y_train == digit)].mean() for part in range(5)]
        assert means == sorted(means)


def test_members_of_each_kind():
    labels = np.array([8, 3, 8, 1], np.uint8)
    parts = {"stroke": np.array([0, 4, 2, 4]), "slant": np.array([4, 4, 0, 1])}
    found = {name: members(name, 8, labels, parts).tolist() for name in KINDS}
    assert found == {
        "digit": [True, False, True, False],
        "thin": [True, False, False, False],
        "thick": [False, True, False, True],
        "left": [False, False, True, False],
        "right": [True, True, False, False],
    }
    for name, kind in KINDS.items():
        assert KINDS[kind.opposite].opposite == name


def test_a_digit_that_is_not_there_is_in_no_fifth_but_the_first():
    values, labels = np.arange(6.0), np.array([1, 1, 1, 2, 2, 2], np.uint8)
    ends = edges(values[:3], labels[:3], 10)
    assert np.isnan(ends[2]).all()
    assert fifths(values, labels, ends).tolist() == [0, 2, 4, 0, 0, 0]
