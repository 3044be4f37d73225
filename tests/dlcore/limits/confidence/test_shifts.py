"""What is done to digits, against SciPy, which does the same its own way."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy import ndimage

from dlcore.limits.confidence.shifts import LEVELS, SHIFTS, changed


@pytest.fixture
def images(few):
    return few.x_test[:5]


def test_each_goes_from_the_digits_as_they_are_to_something_else(images):
    for name, shift in SHIFTS.items():
        assert len(shift.strengths) == LEVELS
        assert shift.strengths[0] == 0
        assert all(a < b for a, b in pairwise(shift.strengths))
        np.testing.assert_array_equal(changed(name, 0, images, 3), images / np.float32(255))
        steps = [changed(name, level, images, 3) for level in range(LEVELS)]
        for before, after in pairwise(steps):
            assert after.shape == images.shape
            assert after.dtype == np.float32
            assert 0 <= after.min() <= after.max() <= 1
            assert np.abs(after - before).max() > 0.01, name
        for text in (shift.title, shift.unit, shift.said.format(strength=shift.strengths[3])):
            assert text


def test_the_first_few_are_the_same_as_among_many(images):
    for name in SHIFTS:
        alone, among = changed(name, 6, images[:2], 9), changed(name, 6, images, 9)
        np.testing.assert_allclose(alone, among[:2], atol=1e-6)


def test_chance_follows_the_seed(images):
    for name in ("noise", "cover"):
        assert np.array_equal(changed(name, 4, images, 1), changed(name, 4, images, 1))
        assert not np.array_equal(changed(name, 4, images, 1), changed(name, 4, images, 2))


def test_they_do_what_scipy_does(images):
    scaled = images / np.float32(255)
    last = LEVELS - 1
    for level, degrees in enumerate(SHIFTS["rotate"].strengths[1:], start=1):
        turned = [ndimage.rotate(one, degrees, reshape=False, order=1) for one in scaled]
        ours = changed("rotate", level, images, 0)
        # SciPy gives an edge pixel that lies half outside nothing; ours what of it is inside.
        np.testing.assert_allclose(ours[:, 2:-2, 2:-2], np.array(turned)[:, 2:-2, 2:-2], atol=2e-3)
    for level, sigma in enumerate(SHIFTS["blur"].strengths[1:], start=1):
        reach = int(np.ceil(3 * sigma))
        blurred = [
            ndimage.gaussian_filter(one, sigma, mode="constant", radius=reach) for one in scaled
        ]
        np.testing.assert_allclose(changed("blur", level, images, 0), blurred, atol=1e-5)
    moved = [ndimage.shift(one, (0, 12), order=0) for one in scaled]
    np.testing.assert_array_equal(changed("move", last, images, 0), moved)
    np.testing.assert_allclose(changed("invert", last, images, 0), 1 - scaled, atol=1e-6)
    np.testing.assert_allclose(changed("invert", last // 2, images, 0), 0.5, atol=1e-6)
    np.testing.assert_allclose(changed("fade", last, images, 0), 0.02 * scaled, atol=1e-6)
    np.testing.assert_allclose(changed("lighten", last, images, 0), 0.8 + 0.2 * scaled, atol=1e-6)


def test_noise_has_the_spread_that_it_says():
    grey = np.full((60, 28, 28), 128, np.uint8)  # so that little of it is cut off
    for level, spread in enumerate(SHIFTS["noise"].strengths[:3]):
        assert changed("noise", level, grey, 0).std() == pytest.approx(spread, abs=0.005)


def test_a_cover_is_one_black_square_within_the_picture():
    white = np.full((40, 28, 28), 255, np.uint8)
    for level, side in enumerate(SHIFTS["cover"].strengths):
        black = changed("cover", level, white, 0) == 0
        assert (black.sum(axis=(1, 2)) == side**2).all()
        assert (black.any(axis=1).sum(axis=1) == side).all()
