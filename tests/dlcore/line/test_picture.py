"""Rows of ink whose slope, slant and height are known."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from dlcore.line.picture import DIGIT, HEIGHT, MARGIN, MULTIPLE, WIDEST, picture_line


def posts(count=5, height=100.0, rise=0.0, slant=0.0, pen=8, step=60, size=(700, 400)):
    """Upright strokes with a bar on top and below, so that the row's edges can be seen."""
    canvas = Image.new("L", size)
    brush = ImageDraw.Draw(canvas)
    for at in range(count):
        x, y = 150 + step * at, 120 + rise * step * at
        for a, b in (((0, 0), (0, 1)), ((0, 0), (0.3, 0)), ((0, 1), (0.3, 1))):
            ends = [(x + height * (u - slant * v), y + height * v) for u, v in (a, b)]
            brush.line(ends, fill=255, width=pen)
    return np.asarray(canvas, np.float32) / 255


def bounds(seen: np.ndarray) -> tuple[int, int]:
    rows = np.flatnonzero((seen > 0.4).any(axis=1))
    return int(rows[0]), int(rows[-1]) + 1


def test_a_row_is_made_of_one_height_in_the_middle():
    for height in (20, 60, 100, 220):
        seen = picture_line(posts(2, height, pen=max(2, height // 12))).seen
        top, bottom = bounds(seen)
        assert abs(bottom - top - DIGIT) <= 3, height
        assert abs((top + bottom) / 2 - HEIGHT / 2) <= 1.5, height
        assert seen.dtype == np.float32
        assert seen.max() == 1


def test_slope_and_slant_are_measured_and_taken_out():
    for rise in (-0.2, 0.0, 0.15):
        for slant in (-0.2, 0.0, 0.4, 0.6):
            found = picture_line(posts(rise=rise, slant=slant))
            assert abs(found.rise - rise) < 0.05, (rise, slant)
            assert abs(found.slant + slant) < 0.12, (rise, slant)
            top, bottom = bounds(found.seen)
            assert bottom - top <= DIGIT + 4


def test_each_pixel_of_the_ink_knows_its_column():
    ink = posts(rise=0.1, slant=0.3)
    found = picture_line(ink)
    ys, xs = np.nonzero(ink > 0.5)
    columns = found.column(xs + 0.5, ys + 0.5)
    assert columns.min() >= MARGIN - 1
    width = found.seen.shape[1]
    seen = np.bincount(np.clip(columns.astype(int), 0, width - 1), minlength=width) > 2
    inked = (found.seen > 0.3).any(axis=0)
    assert np.mean(seen == inked) > 0.93


def test_widths_are_multiples_and_have_an_end():
    random = np.random.default_rng(0)
    for shape in ((40, 900), (3, 2000), (500, 4), (1, 1), (33, 47)):
        ink = random.random(shape).astype(np.float32)
        seen = picture_line(ink).seen
        assert seen.shape[0] == HEIGHT
        assert seen.shape[1] % MULTIPLE == 0
        assert seen.shape[1] <= WIDEST + MULTIPLE
        assert 0 <= seen.min() <= seen.max() <= 1


def test_paper_gives_paper():
    assert not picture_line(np.zeros((50, 90), np.float32)).seen.any()
