"""Channels: Keras' layer, the contributions of each channel, and SciPy agree."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from scipy import signal

from dlcore.convolution.channels import MIXES, kernel, mixed, parameters
from dlcore.validation import ConfigError

COLOURS = np.random.default_rng(0).random((10, 13, 3), np.float32)


@pytest.mark.parametrize("size", [3, 5])
@pytest.mark.parametrize("first", MIXES)
def test_the_parts_add_up_to_the_output(first, size):
    kernels = np.stack([kernel(first, size), kernel("blue", size)], axis=-1)
    found = mixed(COLOURS, kernels, (0.25, -1.0))
    total = found.parts.sum(axis=2) + np.array([0.25, -1.0])
    np.testing.assert_allclose(total, found.output, atol=1e-5)


def test_each_part_is_what_scipy_computes():
    kernels = np.random.default_rng(1).normal(size=(3, 3, 3, 2)).astype(np.float32)
    found = mixed(COLOURS, kernels, (0.0, 0.0))
    for channel in range(3):
        for number in range(2):
            by_scipy = signal.correlate2d(
                COLOURS[..., channel], kernels[..., channel, number], "same"
            )
            np.testing.assert_allclose(found.parts[..., channel, number], by_scipy, atol=1e-5)


@pytest.mark.parametrize(("size", "channels", "filters"), [(3, 3, 32), (5, 1, 32), (1, 64, 128)])
def test_parameters_are_those_that_keras_counts(size, channels, filters):
    layer = keras.layers.Conv2D(filters, size)
    layer.build((None, 28, 28, channels))
    assert parameters(size, channels, filters) == layer.count_params()


def test_colours_that_are_weighed_against_each_other_vanish_on_grey():
    grey = np.full((8, 8, 3), 0.7, np.float32)
    kernels = np.stack([kernel("red_green", 3), kernel("blue", 3)], axis=-1)
    np.testing.assert_allclose(mixed(grey, kernels, (0.0, 0.0)).output, 0, atol=1e-6)


def test_an_unknown_filter_is_refused():
    with pytest.raises(ConfigError, match="filter"):
        kernel("infrared", 3)
