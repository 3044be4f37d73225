"""What a film is drawn from, and that what is packed comes out again."""

import numpy as np

from dlcore.gan.film import SAMPLES, fixed_labels, fixed_noise, pack, unpack

IMAGES = np.random.default_rng(0).integers(0, 256, (SAMPLES, 28, 28), dtype=np.uint8)


def test_what_is_packed_comes_out_again():
    np.testing.assert_array_equal(unpack(pack(IMAGES)), IMAGES)


def test_drawings_take_less_room_packed():
    drawn = np.zeros((SAMPLES, 28, 28), np.uint8)
    drawn[:, 8:20, 12:16] = 255  # mostly black, as digits are
    assert len(pack(drawn)) < drawn.nbytes / 10


def test_noise_is_fixed_and_normal():
    np.testing.assert_array_equal(fixed_noise(8, 3), fixed_noise(8, 3))
    assert (fixed_noise(8, 3) != fixed_noise(8, 4)).all()
    np.testing.assert_array_equal(fixed_noise(8, 3, 200)[:SAMPLES], fixed_noise(8, 3))
    many = fixed_noise(8, 0, 20_000)
    assert abs(many.mean()) < 0.01
    assert abs(many.std() - 1) < 0.01
    assert fixed_labels(12).tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]
