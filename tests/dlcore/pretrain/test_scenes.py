"""Pictures of every kind, made of a digit's ink."""

from itertools import islice

import numpy as np
import pytest

from dlcore import digits
from dlcore.pretrain import scenes
from dlcore.pretrain.handwriting.pool import NOT_A_DIGIT
from tests import people as made_up

KINDS = (
    "tight_crop shadow soft_light box form_field window table_cell desk ruled squared meter lcd "
    "printed faint thin noise"
)


@pytest.fixture(scope="module")
def people():
    return made_up.people()


def test_there_are_pictures_of_every_kind(people, subtests):
    assert set(scenes.SCENES) == set(KINDS.split())
    for kind in scenes.SCENES:
        with subtests.test(kind):
            for seed in range(3):
                picture, mask, label = scenes.taken(kind, people, np.random.default_rng(seed))
                again, *_ = scenes.taken(kind, people, np.random.default_rng(seed))
                np.testing.assert_array_equal(picture, again)
                assert picture.dtype == np.uint8
                assert picture.ndim == 3
                assert picture.shape[2] == 3
                assert np.ptp(picture) > 20
                assert mask.max() > 200
                assert 0 <= label <= 9


def test_what_is_seen_of_them_is_the_digit_or_none(people):
    seen = list(islice(scenes.seen_scenes(people, np.random.default_rng(0)), 30))
    assert all(image.shape == (28, 28) and image.dtype == np.uint8 for image, _ in seen)
    assert all(image.any() for image, _ in seen)
    labels = [label for _, label in seen]
    assert 0 < labels.count(NOT_A_DIGIT) < 20
    assert set(labels) <= {*range(10), NOT_A_DIGIT}


def test_displays_and_print_show_ten_digits():
    random = np.random.default_rng(0)
    for draw in (scenes.seven_segments, scenes.printed_digit):
        images = np.stack([digits.from_ink(draw(digit, random)).ravel() for digit in range(10)])
        likeness = np.corrcoef(images)
        assert (likeness - np.eye(10)).max() < 0.97


def test_a_display_has_the_segments_that_a_digit_needs():
    """An 8 has all seven: of the others, those that are dark are counted by their ink."""
    ink = [
        digits.from_ink(scenes.seven_segments(digit, np.random.default_rng(1))).sum()
        for digit in range(10)
    ]
    assert int(np.argmax(ink)) == 8
    assert ink[1] < ink[7] < ink[2]
