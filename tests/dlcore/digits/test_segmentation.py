"""Rows are cut out of pictures without their dirt, and parts out of rows."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from dlcore.digits.ink import extract_ink
from dlcore.digits.segmentation import TooManyParts, cut_out, split_rows
from dlcore.errors import LabError


def picture(*boxes, size=(120, 300)):
    """Boxes of ink: top, bottom, left, right."""
    image = np.zeros(size, np.uint8)
    for top, bottom, left, right in boxes:
        image[top:bottom, left:right] = 255
    return image


def test_a_row_is_its_ink_with_a_narrow_margin():
    (row,) = split_rows(extract_ink(picture((20, 70, 30, 36), (22, 72, 90, 120))))
    assert (row.top, row.left, row.number) == (18, 28, 0)
    assert row.ink.shape == row.pieces.shape == (56, 94)
    assert sorted(np.unique(row.pieces)) == [0, 1, 2]
    assert (row.ink > 0).sum() == 50 * 6 + 50 * 30


def test_rows_run_from_top_to_bottom():
    rows = split_rows(extract_ink(picture((5, 45, 30, 40), (70, 110, 60, 70), (70, 110, 9, 19))))
    assert [row.number for row in rows] == [0, 1]
    assert [row.pieces.max() for row in rows] == [1, 2]


def test_specks_are_dropped():
    (row,) = split_rows(extract_ink(picture((20, 70, 30, 42), (90, 92, 200, 202))))
    assert row.pieces.max() == 1
    assert row.ink.shape == (54, 16)


def test_parts_lie_in_pixels_of_the_picture():
    image = picture((20, 70, 30, 40), (20, 70, 90, 100))
    (row,) = split_rows(extract_ink(image))
    for part, left in zip(cut_out(row, row.pieces, 2), (30, 90), strict=True):
        assert (part.left, part.top, part.right, part.bottom) == (left - 2, 18, left + 12, 72)
        inside = image[part.top : part.bottom, part.left : part.right]
        np.testing.assert_array_equal(part.ink > 127, inside > 127)


def test_a_large_pictures_parts_lie_in_its_own_pixels():
    image = picture((500, 900, 700, 790), size=(1501, 2999))
    (row,) = split_rows(extract_ink(image), image.shape)
    (part,) = cut_out(row, row.pieces, 1)
    for found, expected in zip(
        (part.left, part.top, part.right, part.bottom), (700, 500, 790, 900), strict=True
    ):
        assert abs(found - expected) <= 10
    assert part.ink.shape == (part.bottom - part.top, part.right - part.left)


def test_a_part_without_ink_has_the_box_of_its_row():
    (row,) = split_rows(extract_ink(picture((20, 70, 30, 40))))
    _, part = cut_out(row, row.pieces, 2)
    assert not part.ink.any()
    assert (part.right - part.left, part.bottom - part.top) == row.ink.shape[::-1]


def test_paper_has_no_rows():
    assert split_rows(np.zeros((50, 50), np.float32)) == ()


def test_a_page_of_dots_is_refused_in_one_sentence():
    dots = np.zeros((1000, 1000), np.uint8)
    dots[::8, ::8] = 255
    with pytest.raises(TooManyParts, match="20 digits") as caught:
        split_rows(extract_ink(dots))
    assert isinstance(caught.value, LabError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
