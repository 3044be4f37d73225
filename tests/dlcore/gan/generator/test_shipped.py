"""Asking for digits: those that can be drawn, and sentences for what cannot."""

import numpy as np
import pytest

from dlcore import registry
from dlcore.gan import DrawingError, build_generator, generate
from dlcore.gan.generator import shipped
from dlcore.gan.generator.shipped import checked_labels
from dlcore.validation import ConfigError


@pytest.fixture
def drawer(monkeypatch, tiny):
    """A tiny generator in the place of the one that ships."""
    generator = build_generator(tiny())
    monkeypatch.setattr(registry, "load", lambda name: {shipped.SHIPPED: generator}[name])


@pytest.mark.usefixtures("drawer")
def test_digits_are_drawn_the_same_for_the_same_seed():
    images = generate([3, 1, 4, 1, 5], seed=7)
    assert (images.shape, images.dtype) == ((5, 28, 28), np.uint8)
    np.testing.assert_array_equal(generate(np.array([3, 1, 4, 1, 5]), np.int64(7)), images)
    assert (generate([3, 1, 4, 1, 5], 8) != images).any()


@pytest.mark.usefixtures("drawer")
def test_fewer_labels_draw_the_first():
    many = generate(np.arange(250) % 10, 3)
    np.testing.assert_array_equal(generate(np.arange(30) % 10, 3), many[:30])


@pytest.mark.usefixtures("drawer")
@pytest.mark.parametrize("seed", [-1, 1.5, None, True, 2**32])
def test_seeds_that_are_none(seed):
    with pytest.raises(ConfigError, match="seed must be a whole number from 0"):
        generate([1], seed)


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ([], "Name at least one digit"),
        ([3, 10], "Only the digits 0 to 9 can be drawn. Received: 10"),
        ([-1], "Received: -1"),
        ([1.5], "Received: 1.5"),
        ([float("nan")], "Received: nan"),
        (["7"], "Received: 7"),
        ([True], "Received: True"),
        ([None], "Received: None"),
        (3, r"in one row. Received: \(\)"),
        ([[1, 2]], r"in one row. Received: \(1, 2\)"),
        ([[1], [2, 3]], "in one row"),
        (np.zeros(10_001, int), "At most 10,000 digits are drawn at once. Received: 10,001"),
    ],
)
def test_labels_that_cannot_be_drawn(labels, message):
    with pytest.raises(DrawingError, match=message):
        generate(labels, 0)


def test_whole_numbers_of_any_kind_are_digits():
    for labels in ((0, 9), np.array([0, 9], np.uint8), [0.0, 9.0]):
        np.testing.assert_array_equal(checked_labels(labels), [0, 9])


def test_a_page_may_ask_for_less():
    with pytest.raises(DrawingError, match=r"At most 5 digits are drawn at once. Received: 6"):
        checked_labels(range(6), most=5)
