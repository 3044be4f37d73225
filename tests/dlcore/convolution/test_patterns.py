"""Test pictures, and pictures of visitors made small."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from dlcore.convolution.patterns import PATTERNS, drawn, grey, painted, small
from dlcore.validation import ConfigError


def test_every_pattern_has_light_and_dark_and_its_source_says_the_same(subtests):
    for side, name in itertools.product([4, 13, 32], PATTERNS):
        with subtests.test(name=name, side=side):
            picture = drawn(name, side)
            assert picture.shape == (side, side)
            assert picture.dtype == np.float32
            assert (picture.min(), picture.max()) == (0, 1)
            y, x = np.mgrid[:side, :side]
            np.testing.assert_array_equal(
                picture,
                np.float32(eval(PATTERNS[name].source, {"np": np, "y": y, "x": x, "side": side})),
            )


@pytest.mark.parametrize(("name", "side"), [("zebra", 12), ("step", 3), ("step", 33)])
def test_others_are_refused(name, side):
    with pytest.raises(ConfigError):
        drawn(name, side)


def test_paint_is_red_to_the_left_and_blue_to_the_right():
    red, green, blue = np.moveaxis(painted(np.ones((5, 9), np.float32)), -1, 0)
    assert (red[0, 0], blue[0, 0]) == (1, 0)
    assert (red[0, -1], blue[0, -1]) == (0, 1)
    assert (green[0] == 0).all()
    assert (green[-1] == 1).all()
    assert not painted(np.zeros((5, 9), np.float32)).any()


def test_a_large_picture_is_made_small_with_its_aspect():
    pixels = np.zeros((300, 600, 4), np.uint8)
    pixels[..., 0] = pixels[..., 3] = 255
    colours = small(pixels, 64)
    assert colours.shape == (32, 64, 3)
    np.testing.assert_array_equal(colours[10, 10], [1, 0, 0])


def test_a_small_picture_stays_and_what_is_transparent_is_white():
    colours = small(np.zeros((3, 5, 4), np.uint8), 64)
    assert colours.shape == (3, 5, 3)
    np.testing.assert_array_equal(colours, 1)
    np.testing.assert_allclose(grey(colours), 1)
