"""Pictures of every kind, made of a digit's ink."""

from itertools import islice

import numpy as np
import pytest

from dlcore.pretrain import scenes
from dlcore.pretrain.handwriting.fonts import of_families
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


def test_print_and_meters_are_set_in_the_fonts_that_are_given(people, fonts):
    """With a family, and without any: a display's segments instead."""
    faces = of_families(fonts, ["DejaVuSans"])
    for kind in scenes.PRINTED:
        set_in, segments = (
            scenes.taken(kind, people, np.random.default_rng(5), given)[1]
            for given in (faces, None)
        )
        assert set_in.shape != segments.shape
