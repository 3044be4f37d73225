"""What a film is drawn from, and that what is packed comes out again."""

import numpy as np
import pytest

from dlcore.gan.config import GanConfig
from dlcore.gan.film import SAMPLES, columns, fixed_labels, fixed_noise, pack, shown, unpack
from dlcore.gan.watch import live_samples

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


@pytest.mark.parametrize("classes", [2, 3, 7, 10, 12, 13, 26, 62, 100])
def test_each_column_of_a_picture_is_of_one_class(classes):
    config = GanConfig(classes=classes)
    across, drawings = columns(config), shown(config)
    labels = fixed_labels(live_samples(classes), classes)
    assert 6 <= len(across) <= 12
    assert set(across) == set(range(classes)) or len(set(across)) == 12
    assert (labels[drawings].reshape(5, -1) == across).all()
    assert len(set(drawings.tolist())) == 5 * len(across)


def test_of_ten_classes_the_first_drawings_are_shown_and_of_none_too():
    assert shown(GanConfig()).tolist() == list(range(SAMPLES))
    free = GanConfig(conditional=False, classes=30)
    assert (columns(free), shown(free).tolist()) == ((), list(range(SAMPLES)))


@pytest.mark.parametrize("classes", [2, 3, 10, 26, 62, 100])
def test_equally_many_of_each_class_are_looked_at(classes):
    count = live_samples(classes)
    assert count % classes == 0
    assert count >= max(180, 5 * classes)
