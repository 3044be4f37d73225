"""Classic filters: what they do to pictures whose answer is known."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import ndimage, signal

from dlcore.convolution.kernels import CLASSICS, SIZES, made, resized
from dlcore.validation import ConfigError

DIFFERENCES = ("sobel_x", "sobel_y", "laplacian", "gabor")
FLAT = np.full((20, 20), 0.5)


def test_a_flat_picture_gives_nothing_or_itself(subtests):
    for name, size in itertools.product(CLASSICS, SIZES):
        with subtests.test(size=size, name=name):
            kernel = made(name, size)
            assert kernel.shape == (size, size)
            assert kernel.dtype == np.float32
            answer = signal.correlate2d(FLAT, kernel, "valid")
            np.testing.assert_allclose(answer, 0.0 if name in DIFFERENCES else 0.5, atol=1e-6)


def test_the_small_ones_are_those_of_the_textbook():
    dot = np.zeros((5, 5))
    dot[2, 2] = 1.0
    inside = np.s_[1:-1, 1:-1]
    for name, axis in (("sobel_x", 1), ("sobel_y", 0)):
        own = signal.correlate2d(dot, made(name, 3), "valid")
        np.testing.assert_allclose(own, ndimage.sobel(dot, axis)[inside])
    own = signal.correlate2d(dot, made("laplacian", 3), "valid")
    np.testing.assert_allclose(own, ndimage.laplace(dot)[inside])


@pytest.mark.parametrize("size", SIZES)
def test_edges_are_told_by_their_direction(size):
    step = np.repeat([[0.0] * 10 + [1.0] * 10], 20, axis=0)  # dark to light, from left to right
    assert signal.correlate2d(step, made("sobel_x", size), "valid").max() > 1
    np.testing.assert_allclose(
        signal.correlate2d(step, made("sobel_y", size), "valid"), 0, atol=1e-6
    )
    np.testing.assert_array_equal(made("sobel_x", size).T, made("sobel_y", size))


@pytest.mark.parametrize("size", SIZES)
def test_a_gaussian_is_one_and_sharpening_undoes_blurring_a_little(size):
    bell = made("gaussian", size)
    along = bell.sum(axis=0)
    np.testing.assert_allclose(bell, np.outer(along, along), atol=1e-7)
    variance = (along * (np.arange(size) - size // 2) ** 2).sum()
    assert variance == pytest.approx((size - 1) / 4)  # of a binomial distribution
    random = np.random.default_rng(0).random((30, 30))
    blurred = signal.correlate2d(random, made("gaussian", 3), "same")
    sharper = signal.correlate2d(blurred, made("sharpen", size), "same")
    assert blurred[5:-5, 5:-5].std() < sharper[5:-5, 5:-5].std()


def test_a_gabor_likes_one_slant():
    y, x = np.mgrid[:30, :30]
    wave = 2 * np.pi / (0.6 * 7)
    one, other = np.cos(wave * (x + y) / np.sqrt(2)), np.cos(wave * (x - y) / np.sqrt(2))
    strength = [
        np.abs(signal.correlate2d(p, made("gabor", 7), "valid")).max() for p in (one, other)
    ]
    assert strength[0] > 5 * strength[1]


def test_resizing_keeps_the_middle():
    kernel = made("sobel_x", 3)
    larger = resized(kernel, 7)
    assert larger.shape == (7, 7)
    assert np.abs(larger).sum() == np.abs(kernel).sum()
    np.testing.assert_array_equal(resized(larger, 3), kernel)
    np.testing.assert_array_equal(resized(kernel, 3), kernel)


@pytest.mark.parametrize(("name", "size"), [("prewitt", 3), ("blur", 4)])
def test_what_there_is_none_of_is_refused(name, size):
    with pytest.raises(ConfigError):
        made(name, size)
