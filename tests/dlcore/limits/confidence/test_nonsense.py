"""Pictures of no digit: there is something on each, and no two are the same."""

import numpy as np

from dlcore.limits.confidence.nonsense import LETTERS, NONSENSE, drawn_one_by_one, pictures
from dlcore.pretrain.handwriting.not_digits import LOOK_ALIKES


def test_each_kind_draws_pictures_by_chance():
    for name, kind in NONSENSE.items():
        drawn = pictures(name, 40, np.random.default_rng(0))
        assert drawn.shape == (40, 28, 28)
        assert drawn.dtype == np.uint8
        assert (drawn.max(axis=(1, 2)) > 100).all(), name
        assert (drawn.mean(axis=(1, 2)) < 250).all(), name
        assert len({picture.tobytes() for picture in drawn}) == 40, name
        again = drawn_one_by_one(name, 40, np.random.default_rng(0))
        assert np.array_equal(drawn, list(again))
        assert kind.title


def test_some_kinds_are_kept_from_teaching():
    assert {kind.taught for kind in NONSENSE.values()} == {True, False}


def test_no_letter_is_written_like_a_digit():
    assert not set(LETTERS) & LOOK_ALIKES
    assert len(set(LETTERS)) == len(LETTERS)
