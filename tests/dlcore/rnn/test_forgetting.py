import dataclasses

import numpy as np
import pytest

from dlcore.data.held_out import TestSet, first_images
from dlcore.explain.vanishing import VanishingConfig, vanishing
from dlcore.rnn.forgetting import IMAGES, LENGTHS, vanishing_gradients
from tests.dlcore.training.sets import bars


def test_the_same_pixels_at_every_length():
    config = VanishingConfig(units=4)
    found = vanishing_gradients(config)
    pixels = first_images()[0][:IMAGES].reshape(IMAGES, -1)
    assert all(784 % steps == 0 for steps in LENGTHS)
    for kind, sizes in found.sizes.items():
        assert [len(size) for size in sizes] == list(LENGTHS)
        expected = vanishing(config, pixels, 56)[kind]
        np.testing.assert_array_equal(sizes[1], expected)
        assert found.left[kind][1] == expected[0] / expected[-1]


def test_the_simple_cell_forgets_more_the_longer_the_sequence():
    left = vanishing_gradients(VanishingConfig()).left["SimpleRNN"]
    assert (np.diff(left) < 0).all()
    assert left[0] < 0.1
    assert left[-1] < 1e-8


def test_another_set_has_its_own_images_however_few():
    config = VanishingConfig(units=4)
    data = bars(2, 2)
    assert len(data.x_test) < IMAGES
    found = vanishing_gradients(config, TestSet.of(data))
    pixels = data.x_test.reshape(len(data.x_test), -1) / np.float32(255)
    for kind, sizes in found.sizes.items():
        np.testing.assert_allclose(sizes[0], vanishing(config, pixels, 28)[kind], rtol=1e-6)


@pytest.mark.parametrize("ink", ["sparse", "inverted"])
def test_what_the_page_says_of_it_holds_for_dark_and_for_bright_images(ink):
    """The texts of the presets in ui.rnn.memory."""
    data = bars(3, 10)
    if ink == "inverted":
        data = dataclasses.replace(data, x_test=255 - data.x_test)
    tests = TestSet.of(data)
    keras_own = vanishing_gradients(VanishingConfig(), tests).left
    assert all(left[-1] < left[0] < 0.5 for left in keras_own.values())
    assert max(keras_own, key=lambda kind: keras_own[kind][-1]) == "SimpleRNN"
    kept = vanishing_gradients(VanishingConfig(gate_bias=6.0), tests).left
    assert min(kept["GRU"][-1], kept["LSTM"][-1]) > 0.01
    small = vanishing_gradients(VanishingConfig("random_normal", 4.0), tests)
    simple = small.sizes["SimpleRNN"][0]
    assert simple[-6] / simple[-1] < 1e-2
