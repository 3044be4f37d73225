import numpy as np

from dlcore.data import held_out


def test_a_test_image_by_its_number():
    images, truth = held_out.first_images()
    found = held_out.digit(3)
    np.testing.assert_array_equal(found.image, images[3, ..., 0])
    assert found.truth == truth[3]
    assert found.image.dtype == np.float32
    assert 0 <= found.image.min() < found.image.max() <= 1


def test_beyond_the_last_image_comes_the_first():
    count = held_out.digit(0).count
    assert held_out.digit(count + 2).number == 2


def test_test_images_of_a_certain_data_set(monkeypatch):
    monkeypatch.setattr(held_out, "find_mnist", lambda: None)
    found = held_out.of_source((3, 0), "sample")
    assert [digit.number for digit in found] == [3, 0]
    np.testing.assert_array_equal(found[0].image, held_out.digit(3).image)
    assert held_out.of_source((3, 0), "keras") == ()
