"""Rules and frames are told from strokes, and strokes mended."""

import numpy as np
import pytest

from dlcore.digits.ink.lines import find_frame, find_lines, without_lines


@pytest.fixture
def stroke():
    """A thick upright bar: (200, 300)."""
    mask = np.zeros((200, 300), bool)
    mask[40:160, 140:154] = True
    return mask


@pytest.mark.parametrize("turned", [False, True])
def test_rules_are_found_and_strokes_across_them_stay_whole(stroke, turned):
    ruled = stroke.copy()
    ruled[60:62] = ruled[120:122] = True
    expected, mask = (stroke.T, ruled.T) if turned else (stroke, ruled)
    lines = find_lines(mask)
    assert (lines & ~expected).sum() == (mask & ~expected).sum()
    np.testing.assert_array_equal(without_lines(mask, lines), expected)


def test_a_rule_that_climbs_by_two_degrees_is_one(stroke):
    columns = np.arange(300)
    rows = np.round(90 + columns * np.tan(np.deg2rad(2))).astype(int)
    mask = stroke.copy()
    mask[rows, columns] = mask[rows + 1, columns] = True
    left = without_lines(mask, find_lines(mask))
    assert (left & ~stroke).sum() < 20
    assert (left & stroke).sum() > 0.98 * stroke.sum()


def test_the_strokes_of_a_digit_are_no_lines(stroke):
    stroke[40:54, 60:154] = True  # the bar of a 7
    assert not find_lines(stroke).any()
    assert not find_frame(stroke).any()


def test_a_frame_is_found_around_what_touches_it(stroke):
    mask = stroke.copy()
    mask[20:160, 100:104] = mask[20:160, 196:200] = True
    mask[20:24, 100:200] = mask[156:160, 100:200] = True  # the stroke stands on it
    left = without_lines(mask, find_frame(mask))
    assert (left & ~stroke).sum() < 80  # corners at most
    assert (left & stroke).sum() > 0.95 * stroke.sum()
