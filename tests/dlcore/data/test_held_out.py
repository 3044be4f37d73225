from dataclasses import replace

import numpy as np
import pytest

from dlcore.data import DataError, held_out
from dlcore.data.held_out import TestSet
from tests.dlcore.training.sets import bars


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


def test_a_set_without_test_images_is_refused_in_a_sentence():
    data = bars(2, 5)
    assert TestSet.of(data).digit(1).number == 1
    with pytest.raises(DataError, match="no test images"):
        TestSet.of(replace(data, x_test=data.x_test[:0], y_test=data.y_test[:0]))
