"""Digits of type, displays and meters."""

from itertools import islice

import numpy as np

from dlcore import digits
from dlcore.pretrain.handwriting import printed
from dlcore.pretrain.handwriting.fonts import glyph, of_families

CODES = (0x3F, 0x06, 0x5B, 0x4F, 0x66, 0x6D, 0x7D, 0x07, 0x7F, 0x6F)
"""Of the decoder chips for displays: bit 0 is segment a, bit 6 is g."""


def _as_seen(mask):
    return digits.from_ink(mask).ravel()


def test_segments_are_those_of_every_display():
    for digit, code in enumerate(CODES):
        lit = {name for bit, name in enumerate("abcdefg") if code >> bit & 1}
        assert set(printed.SEGMENTS[digit]) == lit


def test_what_is_learnt_is_not_measured_with():
    assert not set(printed.FAMILIES) & set(printed.OTHER_FAMILIES)


def test_print_shows_the_digit_that_it_says(fonts):
    faces = of_families(fonts, ["DejaVuSans"])
    clean = np.stack([_as_seen(glyph(faces["DejaVuSans"], str(d), 100)) for d in range(10)])
    clean /= np.linalg.norm(clean, axis=1, keepdims=True)
    made = list(islice(printed.typeset(faces, np.random.default_rng(0)), 150))
    right = [(clean @ _as_seen(mask)).argmax() == label for mask, label in made]
    assert np.mean(right) > 0.85
    assert {label for _, label in made} == set(range(10))


def test_displays_show_ten_digits_that_differ():
    made = list(islice(printed.displayed(np.random.default_rng(0)), 400))
    seen = np.stack(
        [np.mean([_as_seen(mask) for mask, label in made if label == d], axis=0) for d in range(10)]
    )
    distances = np.linalg.norm(seen[:, None] - seen[None], axis=2)
    assert distances[~np.eye(10, dtype=bool)].min() > 1


def test_a_drum_turned_half_way_shows_no_digit(fonts):
    faces = of_families(fonts, ["DejaVuSans"])
    made = list(islice(printed.metered(faces, np.random.default_rng(0)), 300))
    assert 0.08 < np.mean([label == printed.NO_DIGIT for _, label in made]) < 0.28
    assert all(mask.any() for mask, _ in made)


def test_behind_the_window_stands_what_the_turn_says():
    upper, lower = np.full((40, 20), 255, np.uint8), np.full((40, 20), 100, np.uint8)
    in_place = printed._behind_window(upper, lower, 0.0, 1.3)
    assert set(np.unique(in_place)) == {0, 255}
    assert (in_place == 255).sum() == upper.size
    half = printed._behind_window(upper, lower, 0.5, 1.3)
    assert (half == 255).sum() == (half == 100).sum() > 0
    assert in_place.shape == half.shape
    back = printed._behind_window(upper, lower, -0.5, 1.3)
    assert np.argwhere(back == 100)[:, 0].max() < np.argwhere(back == 255)[:, 0].min()


def test_strokes_of_a_font_keep_their_label(fonts):
    faces = of_families(fonts, ["DejaVuSans"])
    for strokes, label in islice(printed.inked(faces, np.random.default_rng(0)), 30):
        assert 0 <= label <= 9
        assert strokes
