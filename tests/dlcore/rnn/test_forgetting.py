import numpy as np

from dlcore.data.held_out import first_images
from dlcore.explain.vanishing import VanishingConfig, vanishing
from dlcore.rnn.forgetting import DIGITS, LENGTHS, vanishing_gradients


def test_the_same_pixels_at_every_length():
    config = VanishingConfig(units=4)
    found = vanishing_gradients(config)
    pixels = first_images()[0][:DIGITS].reshape(DIGITS, -1)
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
