"""Transposed convolution: stamped by hand in NumPy, and as the transpose of a convolution."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import signal

from dlcore.convolution.filtered import filtered
from dlcore.convolution.transposed import STAMPS, overlaps, side, stamp, transposed
from dlcore.convolution.window import Window
from dlcore.validation import ConfigError

PICTURE = np.random.default_rng(1).random((9, 6), np.float32)
WINDOWS = [
    Window(size, stride, padding)
    for size, stride in ((1, 1), (3, 1), (3, 2), (4, 2), (2, 3), (5, 3), (7, 4), (1, 4))
    for padding in ("valid", "same")
]


def stamped(picture: np.ndarray, kernel: np.ndarray, window: Window, cut: int) -> np.ndarray:
    """Each pixel stamps the kernel, times its value; then the overhang is cut off."""
    sheet = np.zeros([n * window.stride + window.size for n in picture.shape])
    for (y, x), value in np.ndenumerate(picture):
        top, left = y * window.stride, x * window.stride
        sheet[top : top + window.size, left : left + window.size] += value * kernel
    rows, columns = (side(n, window) for n in picture.shape)
    return sheet[cut : cut + rows, cut : cut + columns]


def test_keras_stamps_as_one_does_by_hand(subtests):
    for window in WINDOWS:
        with subtests.test(str(window)):
            kernel = stamp("random", window.size)
            found = transposed(PICTURE, kernel, window)
            by_hand = stamped(PICTURE, kernel, window, found.cut)
            np.testing.assert_allclose(found.output, by_hand, atol=1e-5)
            counted = stamped(np.ones_like(PICTURE), np.ones_like(kernel), window, found.cut)
            np.testing.assert_allclose(found.overlap, counted, atol=1e-5)


def test_the_fewest_and_the_most_stamps_are_counted_in_the_middle(subtests):
    for window in WINDOWS:
        with subtests.test(str(window)):
            counts = transposed(
                np.ones((12, 12), np.float32), stamp("even", window.size), window
            ).overlap
            border = window.size + window.stride
            inside = counts[border:-border, border:-border].round()
            assert (inside.min(), inside.max()) == overlaps(window)
            assert (overlaps(window)[0] == overlaps(window)[1]) == (
                window.size % window.stride == 0
            )


@pytest.mark.parametrize("window", [Window(3), Window(5, 2), Window(4, 2)], ids=str)
def test_it_is_the_transpose_of_the_convolution(window):
    """<conv(u), v> = <u, transposed(v)> for all u and v, the definition of a transpose."""
    kernel = stamp("random", window.size)
    rows, columns = (side(n, window) for n in PICTURE.shape)
    large = np.random.default_rng(2).random((rows, columns), np.float32)
    down = filtered(large, kernel, window).output
    up = transposed(PICTURE, kernel, window).output
    assert (down * PICTURE).sum() == pytest.approx((large * up).sum(), rel=1e-4)


def test_a_pyramid_interpolates():
    """With a stride of 2, a pyramid of 3 leaves every pixel and puts the mean between two."""
    up = transposed(PICTURE, stamp("hat", 3), Window(3, 2, "same")).output
    np.testing.assert_allclose(up[1::2, 1::2], PICTURE, atol=1e-6)
    between = (PICTURE[:, :-1] + PICTURE[:, 1:]) / 2
    np.testing.assert_allclose(up[1::2, 2::2], between, atol=1e-6)


@pytest.mark.parametrize("size", [2, 3, 5])
def test_the_remedy_has_no_squares(size):
    """On an even picture, away from the border, it is even; the transposed convolution is not."""
    even = np.ones((10, 10), np.float32)
    window = Window(size, 3, "same")
    found = transposed(even, stamp("even", size), window)
    np.testing.assert_allclose(found.resized[6:-6, 6:-6], size**2 / 9, atol=1e-5)
    larger = np.kron(PICTURE, np.ones((3, 3)))
    kernel = stamp("random", size)
    by_scipy = signal.correlate2d(np.pad(larger, 9), kernel / 9, "same")[9:-9, 9:-9]
    if size % 2:
        np.testing.assert_allclose(transposed(PICTURE, kernel, window).resized, by_scipy, atol=1e-5)
    if size % 3:
        assert np.ptp(found.output[6:-6, 6:-6]) >= 1


@pytest.mark.parametrize("kind", STAMPS)
@pytest.mark.parametrize("size", [1, 4, 7])
def test_stamps_are_squares_and_always_the_same(kind, size):
    assert stamp(kind, size).shape == (size, size)
    np.testing.assert_array_equal(stamp(kind, size), stamp(kind, size))


def test_an_unknown_stamp_is_refused():
    with pytest.raises(ConfigError, match="kind"):
        stamp("potato", 3)
