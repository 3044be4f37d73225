"""Pooling against NumPy, and what is said of a shift against pictures whose answer is known."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from scipy import ndimage

from dlcore.convolution.pooled import FURTHEST, Shifted, pooled, shifted
from dlcore.convolution.window import Window
from dlcore.validation import ConfigError

PICTURE = np.random.default_rng(5).random((15, 12), np.float32)


@pytest.mark.parametrize("window", [Window(2, 2), Window(3, 2), Window(6, 6), Window(3)], ids=str)
def test_largest_and_mean_are_those_of_numpy(window):
    found = pooled(PICTURE, window, 1, -2)
    for before, picture in (("still", PICTURE), ("moved", shifted(PICTURE, 1, -2))):
        views = sliding_window_view(picture, (window.size, window.size))
        views = views[:: window.stride, :: window.stride]
        np.testing.assert_allclose(getattr(found.largest, before), views.max((2, 3)))
        np.testing.assert_allclose(getattr(found.mean, before), views.mean((2, 3)), atol=1e-6)


def test_a_margin_counts_in_neither():
    found = pooled(PICTURE, Window(2, 2, "same"), 0, 0)
    assert found.mean.still.shape == (8, 6)
    np.testing.assert_allclose(found.mean.still[-1, 0], PICTURE[-1, :2].mean(), atol=1e-6)
    lowest = pooled(-PICTURE, Window(2, 2, "same"), 0, 0)
    assert lowest.largest.still[-1, 0] == (-PICTURE[-1, :2]).max()  # and not 0


def test_a_shift_is_that_of_scipy(subtests):
    for down, right in itertools.product([-3, 0, 1], range(-FURTHEST, FURTHEST + 1)):
        with subtests.test(right=right, down=down):
            np.testing.assert_array_equal(
                shifted(PICTURE, right, down), ndimage.shift(PICTURE, (down, right), order=0)
            )


def test_a_shift_larger_than_the_picture_leaves_nothing():
    assert not shifted(PICTURE[:, :3], 4, 0).any()


def test_a_shift_by_a_whole_window_moves_the_result_by_a_cell():
    found = pooled(PICTURE[:14], Window(2, 2), 2, 0)
    for kind in (found.largest, found.mean):
        np.testing.assert_allclose(kind.moved[:, 1:], kind.still[:, :-1], atol=1e-6)


def test_the_change_is_a_share_of_what_was_there():
    before = Shifted(np.array([[1.0, 3.0]]), np.array([[1.0, 1.0]]))
    assert before.change == 0.5
    assert before.unchanged == 0.5
    assert Shifted(np.zeros((2, 2)), np.ones((2, 2))).change == 0.0


def test_the_sweep_is_what_single_shifts_say():
    found = pooled(PICTURE, Window(2, 2), 0, 0)
    assert found.sweep.shape == (FURTHEST + 1, 3)
    np.testing.assert_array_equal(found.sweep[0], 0)
    for pixels in range(1, FURTHEST + 1):
        one = pooled(PICTURE, Window(2, 2), pixels, 0)
        expected = [one.picture.change, one.largest.change, one.mean.change]
        np.testing.assert_allclose(found.sweep[pixels], expected, rtol=1e-6)


def test_what_is_impossible_is_refused():
    with pytest.raises(ConfigError, match="no place"):
        pooled(PICTURE[:3], Window(4, 4), 0, 0)
    with pytest.raises(ConfigError, match="right"):
        pooled(PICTURE, Window(2, 2), 5, 0)
