"""The convolution of the page: Keras' layer, SciPy, and the sum that is written out agree."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import signal

from dlcore.convolution import learnt
from dlcore.convolution.filtered import filtered, products
from dlcore.convolution.window import Window
from dlcore.validation import ConfigError

RANDOM = np.random.default_rng(3)
PICTURE = RANDOM.random((17, 14), np.float32)
WINDOWS = [
    Window(3),
    Window(5, padding="same"),
    Window(7, 2),
    Window(3, 3, "same"),
    Window(3, 1, "valid", 2),
    Window(5, 1, "same", 3),
]


def kernel(window: Window) -> np.ndarray:
    return RANDOM.normal(size=(window.size, window.size)).astype(np.float32)


def by_scipy(weights: np.ndarray, window: Window) -> np.ndarray:
    """All places with the holes of a dilation as zeros, then every stride-th of them."""
    holes = np.zeros((window.reach, window.reach), np.float32)
    holes[:: window.dilation, :: window.dilation] = weights
    padded = np.pad(PICTURE, [window.margin(side) for side in PICTURE.shape])
    return signal.correlate2d(padded, holes, "valid")[:: window.stride, :: window.stride]


@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_it_is_what_scipy_computes(window):
    weights = kernel(window)
    found = filtered(PICTURE, weights, window)
    np.testing.assert_allclose(found.output, by_scipy(weights, window), atol=1e-5)
    assert found.output.shape == tuple(map(window.places, PICTURE.shape))


@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_the_sum_that_is_written_out_is_the_cell_of_keras(window):
    weights = kernel(window)
    found = filtered(PICTURE, weights, window)
    rows, columns = found.output.shape
    for row in range(rows):
        for column in range(columns):
            under, terms = products(found, weights, window, row, column)
            np.testing.assert_allclose(terms, under * weights)
            assert terms.sum() == pytest.approx(found.output[row, column], abs=1e-5)


def test_the_margin_is_zeros_around_the_picture():
    found = filtered(PICTURE, kernel(Window(5)), Window(5, padding="same"))
    assert (found.top, found.left, found.bottom, found.right) == (2, 2, 2, 2)
    np.testing.assert_array_equal(found.padded[2:-2, 2:-2], PICTURE)
    assert found.padded.sum() == pytest.approx(PICTURE.sum())


def test_one_line_of_pixels_has_no_place_for_a_window():
    with pytest.raises(ConfigError, match="no place"):
        filtered(PICTURE[:1], kernel(Window(3)), Window(3))
    assert filtered(PICTURE[:1], kernel(Window(3)), Window(3, padding="same")).output.shape == (
        1,
        14,
    )


@pytest.mark.parametrize(("name", "size"), [("cnn", 5), ("cnn-tutorial", 3)])
def test_learnt_filters_are_those_of_the_first_layer(name, size):
    filters = learnt.filters(name)
    assert filters.shape == (size, size, learnt.FILTERS)
    layer = learnt.at_work(PICTURE, name)
    np.testing.assert_array_equal(layer.filters, filters)
    assert layer.maps.shape == (*PICTURE.shape, learnt.FILTERS)
    for number in (0, 17, 31):
        own = filtered(PICTURE, filters[..., number], Window(size, padding="same"))
        np.testing.assert_allclose(layer.maps[..., number], own.output, atol=1e-5)
