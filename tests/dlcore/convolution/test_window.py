"""The arithmetic of windows, against Keras' own shapes and against counting."""

from __future__ import annotations

import keras
import pytest

from dlcore.convolution.window import Window
from dlcore.validation import ConfigError

SETTINGS = [
    (size, stride, padding, dilation)
    for size in (1, 2, 3, 5, 7)
    for stride in (1, 2, 3, 6)
    for padding in ("valid", "same")
    for dilation in (1, 2, 4)
    if stride == 1 or dilation == 1
]


def test_places_are_those_of_keras(subtests):
    for size, stride, padding, dilation in SETTINGS:
        with subtests.test(size=size, stride=stride, padding=padding, dilation=dilation):
            window = Window(size, stride, padding, dilation)
            layer = keras.layers.Conv2D(
                1, size, strides=stride, padding=padding, dilation_rate=dilation
            )
            for side in (26, 27, 28):
                shape = layer.compute_output_shape((None, side, side, 1))
                assert shape == (None, window.places(side), window.places(side), 1)


def test_places_counted_one_by_one(subtests):
    for size, stride, padding, dilation in SETTINGS:
        with subtests.test(size=size, stride=stride, padding=padding, dilation=dilation):
            window = Window(size, stride, padding, dilation)
            side = 25
            before, behind = window.margin(side)
            room = side + before + behind
            counted = sum(start + window.reach <= room for start in range(0, room, stride))
            assert window.places(side) == counted
            assert behind - before in (0, 1)


def test_same_keeps_the_size_and_valid_takes_the_reach():
    assert Window(5, padding="same").places(28) == 28
    assert Window(3, 2, "same").places(7) == 4
    assert Window(3, dilation=3).reach == 7
    assert Window(3, dilation=3).places(28) == 22


def test_keras_refuses_stride_and_dilation_together_and_so_does_this():
    with pytest.raises(ConfigError, match="stride 2, dilation 3"):
        Window(3, 2, "valid", 3)
    with pytest.raises(ValueError, match="not supported"):
        keras.layers.Conv2D(1, 3, strides=2, dilation_rate=3)


def test_a_window_larger_than_the_picture_has_no_place():
    window = Window(7, dilation=5)
    assert window.places(31) == 1
    with pytest.raises(ConfigError, match="reaches over 31 pixels, the picture has only 30"):
        window.places(30)


@pytest.mark.parametrize(
    "arguments", [(0,), (8,), (3, 0), (3, 7), (3, 1, "full"), (3, 1, "valid", 0), (True,), (3.0,)]
)
def test_what_is_outside_its_range_is_refused(arguments):
    with pytest.raises(ConfigError):
        Window(*arguments)
