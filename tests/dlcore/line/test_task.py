"""The task that reads numbers, with the networks that ship."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from dlcore import digits, tasks
from dlcore.cnn import CnnConfig, build_cnn
from dlcore.errors import LabError
from dlcore.registry import at_hand, to_bytes


def three_strokes() -> np.ndarray:
    image = np.zeros((60, 200), np.uint8)
    for left, right in ((20, 26), (90, 96), (160, 168)):
        image[10:50, left:right] = 255
    return image


def test_a_number_is_read_part_by_part_from_left_to_right():
    image = three_strokes()
    number = tasks.read_number(image, "cnn")
    assert [box for box, _ in number.parts] == [
        (18, 8, 28, 52),  # with a margin of 2 px
        (88, 8, 98, 52),
        (158, 8, 170, 52),
    ]
    assert number.rows == (0, 0, 0)
    assert 0.5 < number.whole[0] <= 1
    for (left, _top, right, _bottom), reading in number.parts:
        alone = np.zeros_like(image)
        alone[:, left:right] = image[:, left:right]
        np.testing.assert_allclose(reading.seen, digits.preprocess(alone)[..., 0], atol=0.03)
        assert reading.probabilities.sum() == pytest.approx(1, rel=1e-4)
        assert reading.probabilities.argmax() == 1
        assert not reading.blank


def test_rows_of_numbers_are_told_apart():
    number = tasks.read_number(np.concatenate([three_strokes(), three_strokes()]), "cnn")
    assert number.rows == (0, 0, 0, 1, 1, 1)
    assert len(number.whole) == 2


def test_what_is_no_digit_keeps_its_place_and_has_no_digit():
    image = three_strokes()
    image[10:50, 80:110] = 0
    image[28:33, 75:115] = 255
    for network in ("cnn", "cnn-tutorial"):
        number = tasks.read_number(image, network)
        assert len(number.whole) == (network == "cnn")  # of digits read alone nobody knows it
        readings = [reading for _, reading in number.parts]
        assert [reading.digit_score > 0 for reading in readings] == [True, False, True]
        np.testing.assert_allclose(readings[1].probabilities, 0.1)


def test_a_blank_number_has_no_parts():
    number = tasks.read_number(np.zeros((240, 640, 4), np.uint8), "cnn")
    assert (number.parts, number.rows, number.whole) == ((), (), ())


def test_a_number_with_too_many_digits_is_refused_in_one_sentence():
    fence = np.zeros((60, 1000), np.uint8)
    for post in range(22):
        fence[20:40, 20 + 44 * post : 23 + 44 * post] = 255
    with pytest.raises(LabError, match="more in the picture than the 20 digits"):
        tasks.read_number(fence, "cnn")


def test_a_visitors_network_reads_a_number_too():
    content = to_bytes(build_cnn(CnnConfig((2,), dense_units=2)))
    digest = hashlib.sha256(content).hexdigest()
    with pytest.raises(at_hand.ModelNotLoaded):
        tasks.read_number(three_strokes(), digest)
    assert len(tasks.read_number(three_strokes(), digest, content).parts) == 3
