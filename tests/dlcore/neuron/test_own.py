"""A visitor's own points: the text in an address, and what strangers write there."""

from __future__ import annotations

import base64
import string

import numpy as np
import pytest

from dlcore.neuron.features import SPAN
from dlcore.neuron.own import LONGEST, OwnPoints, decode, encode, of_classes
from dlcore.neuron.points import MAX_POINTS
from dlcore.validation import ConfigError


def some(count: int, classes: int) -> OwnPoints:
    rng = np.random.default_rng(count + classes)
    x = rng.uniform(-SPAN, SPAN, (count, 2)).astype(np.float32)
    y = rng.uniform(-1, 1, count) if classes == 0 else rng.integers(0, classes, count)
    return OwnPoints(x, y.astype(np.float32), classes)


@pytest.mark.parametrize("classes", [0, 2, 3, 4])
def test_points_come_back_as_near_as_the_steps_are(classes):
    for count in (1, 2, 3, 299, MAX_POINTS):
        own = some(count, classes)
        text = encode(own)
        back = decode(text)
        assert set(text) <= {*string.ascii_letters, *string.digits, "-", "_"}
        assert np.abs(back.x - own.x).max() <= 0.006 + 1e-6
        assert np.abs(back.y - own.y).max() <= (0.00025 + 1e-6 if classes == 0 else 0)
        assert back.classes == classes
        assert encode(back) == text
    assert len(text) <= (4001 if classes else LONGEST)


def test_edges_and_the_middle_are_exact():
    corners = np.array([[-SPAN, SPAN], [SPAN, -SPAN], [0, 0]], np.float32)
    values = np.array([-1, 1, 0], np.float32)
    back = decode(encode(OwnPoints(corners, values, 0)))
    assert np.array_equal(back.x, corners)
    assert np.array_equal(back.y, values)


def test_no_points_are_no_letters():
    none = decode("")
    assert none.x.shape == (0, 2)
    assert encode(none) == ""
    with pytest.raises(ConfigError, match="Received: 0"):
        none.split(0.5, 0)


def test_what_strangers_write_is_refused():
    def letters(*numbers: int, width: int = 3) -> str:
        data = b"".join(n.to_bytes(width, "little") for n in numbers)
        return base64.urlsafe_b64encode(data).decode().rstrip("=")

    assert len(decode("2" + letters(1000)).x) == 1
    refused = [
        "2",  # nothing
        "5" + letters(0),  # so many classes there are not
        "2" + letters(1001),  # x1 beyond the edge
        "2" + letters(1001 << 10),  # x2
        "2" + letters(2 << 20),  # a third class of two
        "v" + letters(4001 << 20, width=4),  # a value above 1
        "2" + letters(*[0] * (MAX_POINTS + 1)),
        "2" + "A" * 10**6,
        "2AAA",  # bytes are missing
        "2AAAAA",
        "2AA A",
        "2AA+/",
        "2ÄÄÄÄ",
        "2\x00\x00\x00\x00",
        "2AAAA\n",
    ]
    for text in refused:
        with pytest.raises(ConfigError):
            decode(text)


def test_points_that_are_there_stay_what_they_are_when_others_come():
    many = some(200, 2)
    few = OwnPoints(many.x[:120], many.y[:120], 2)
    assert np.array_equal(many.split(0.3, 7).test[:120], few.split(0.3, 7).test)
    assert not np.array_equal(many.split(0.3, 7).test, many.split(0.3, 8).test)
    assert 0.2 < many.split(0.3, 7).test.mean() < 0.4
    assert not many.split(0.0, 7).test.any()


def test_one_point_at_least_is_trained_on():
    for seed in range(50):
        assert some(1, 2).split(0.9, seed).train.sum() == 1


def test_there_are_as_many_classes_as_points_have_and_two_at_least():
    places = np.zeros((3, 2), np.float32)
    assert of_classes(places, np.array([0, 0, 0])).classes == 2
    assert of_classes(places, np.array([0, 3, 0])).classes == 4
    assert of_classes(places[:0], np.array([], int)).classes == 2
