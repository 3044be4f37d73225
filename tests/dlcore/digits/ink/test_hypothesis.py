"""What may be ink: one answer on plain paper, and among several elsewhere the right one."""

import numpy as np
import pytest
from PIL import Image

from dlcore.digits import from_ink
from dlcore.digits.ink import MOST, extract_ink, hypotheses
from dlcore.digits.ink.background import polarities

SIDE = 240
STEPS = {"picture", "paper", "light", "lines", "frame", "ink"}


@pytest.fixture(scope="module")
def seven():
    """A 7 as ink, 120 px high in 240: (SIDE, SIDE) in {0, 1}."""
    ink = np.zeros((SIDE, SIDE))
    ink[60:74, 80:160] = 1
    for row in range(74, 180):
        start = 146 - (row - 74) // 2
        ink[row, start : start + 14] = 1
    return ink


def _on(paper, ink, pen=30.0):
    """RGB uint8: what the pen leaves of the light of some paper."""
    grey = np.where(ink > 0, paper * pen / 240, paper)
    return np.repeat(np.clip(grey, 0, 255)[..., None], 3, axis=2).astype(np.uint8)


def _framed(ink):
    paper = np.full((SIDE, SIDE), 240.0)
    paper[30:36, 40:200] = paper[200:206, 40:206] = 60
    paper[30:206, 40:46] = paper[30:206, 200:206] = 60
    return _on(paper, ink)


def _ruled(ink):
    paper = np.full((SIDE, SIDE), 240.0)
    paper[20::50] = paper[21::50] = 130
    return _on(paper, ink)


def _shadowed(ink):
    rows, columns = np.indices(ink.shape)
    return _on(np.where(rows + columns > 230, 100.0, 235.0), ink)


def _on_a_table(ink):
    table = np.full((400, 440, 3), (60, 40, 25), np.uint8)
    table[70:310, 110:350] = _on(np.full(ink.shape, 235.0), ink)
    return table


def _cropped(ink):
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    tight = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return _on(np.full(tight.shape, 240.0), tight)


def _windowed(ink):
    window = np.full((SIDE + 40, SIDE + 8, 3), (200, 210, 230), np.uint8)
    window[12:20, 10:60] = 20
    window[36:276, 4:244] = _on(np.full(ink.shape, 250.0), ink)
    return window


PICTURES = {
    "in a frame": _framed,
    "on ruled paper": _ruled,
    "under the edge of a shadow": _shadowed,
    "on a dark table": _on_a_table,
    "tight": _cropped,
    "in a window": _windowed,
}


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_a_drawing_on_even_paper_is_what_it_was(seven, channels):
    drawing = (seven * 255).astype(np.uint8)
    if channels > 1:
        drawing = np.repeat(drawing[..., None], channels, axis=2)
    (only,) = hypotheses(drawing)
    np.testing.assert_array_equal(only.ink, extract_ink(drawing))
    assert only.steps == ()


def test_the_ink_is_found_in_pictures_of_all_kinds(seven, subtests):
    truth = from_ink(seven)
    for name, take in PICTURES.items():
        with subtests.test(name):
            found = hypotheses(take(seven))
            apart = [np.abs(from_ink(one.ink) - truth).sum() / truth.sum() for one in found]
            assert min(apart) < 0.35
            if name not in ("on ruled paper", "tight"):
                assert apart[0] < 0.3  # it is the likeliest


def test_every_hypothesis_is_of_the_size_of_its_picture_and_says_how_it_came_about(seven):
    for take in PICTURES.values():
        picture = take(seven)
        found = hypotheses(picture)
        assert 1 <= len(found) <= MOST
        for one in found:
            assert one.ink.shape == picture.shape[:2]
            assert one.ink.dtype == np.float32
            assert 0 <= one.ink.min() <= one.ink.max() <= 1
            assert {step.name for step in one.steps} <= STEPS
            assert one.steps[0].name == "picture"
            assert one.steps[-1].name == "ink"
            assert all(max(step.picture.shape) <= 256 for step in one.steps)
            assert all(step.picture.dtype == np.uint8 for step in one.steps)


def test_a_large_picture_is_searched_on_a_small_copy_and_answered_at_its_own_size(seven):
    large = np.asarray(Image.fromarray(_on_a_table(seven)).resize((1980, 1800)))
    best = hypotheses(large)[0]
    assert best.ink.shape == (900, 990)
    rows = np.flatnonzero((best.ink > 0.5).any(axis=1))
    # The 7 begins at 70 + 60 of 400 rows and ends at 70 + 180.
    np.testing.assert_allclose([rows[0], rows[-1]], [130 * 2.25, 250 * 2.25], atol=8)


def test_a_fine_line_is_made_wider():
    drawing = np.zeros((600, 600), np.uint8)
    drawing[50:550, 300:303] = drawing[50:53, 200:300] = 255
    drawn, wider, *_ = hypotheses(drawing)
    np.testing.assert_array_equal(drawn.ink, extract_ink(drawing))
    assert from_ink(wider.ink).sum() > 2 * from_ink(drawn.ink).sum()


def test_rows_of_small_writing_are_no_fine_line():
    page = np.zeros((850, 150), np.uint8)
    for top in range(20, 830, 20):  # sixteen short strokes in each row, finer than a hand's
        page[top : top + 12, 10:34:3] = page[top : top + 2, 10:34] = 255
    for one in hypotheses(page):
        assert one.ink.mean() < 3 * extract_ink(page).mean()


def test_light_that_falls_off_is_no_ink():
    fall = np.tile(np.linspace(0, 255, 800), (600, 1)).astype(np.uint8)
    for picture in (fall, fall[:, ::-1], fall.T, fall.T[::-1]):
        (only,) = hypotheses(picture)
        assert not only.ink.any()


def test_dots_are_no_error():
    random = np.random.default_rng(0)
    for count in (1, 10, 199, 2000):
        page = np.full((1024, 1024), 255, np.uint8)
        y, x = random.integers(0, 1020, (2, count))
        page[y, x] = page[y + 1, x] = 0
        assert all(np.isfinite(one.ink).all() for one in hypotheses(page))
    squares = np.indices((700, 700)) // 2  # of two pixels: gone in a smaller copy
    assert hypotheses((squares.sum(axis=0) % 2 * 255).astype(np.uint8))


def test_ink_that_is_hardly_there_says_whether_it_is_dark():
    page = np.full((1024, 1024, 3), 255, np.uint8)
    page[500:600, 500] = 0
    assert polarities(page) == (False,)
    assert polarities(255 - page) == (True,)


def test_where_nothing_is_written_there_is_one_that_is_empty():
    random = np.random.default_rng(0)
    for paper in (np.full((90, 120), 200, np.uint8), random.normal(200, 4, (200, 150, 3))):
        (only,) = hypotheses(np.clip(paper, 0, 255).astype(np.uint8))
        assert not only.ink.any()


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 2), (5, 5, 3), (9, 700, 4), (64, 64, 3)])
def test_nonsense_of_any_shape_is_no_error(shape):
    random = np.random.default_rng(1)
    for picture in (random.integers(0, 256, shape), np.zeros(shape), random.integers(0, 2, shape)):
        found = hypotheses((picture * (255 if picture.max() == 1 else 1)).astype(np.uint8))
        assert found
        assert all(one.ink.shape == shape[:2] for one in found)
        assert all(np.isfinite(one.ink).all() for one in found)


def test_ink_on_transparent_paper_in_a_frame_is_found(seven):
    framed = _framed(seven)
    for pen in (0, 255):
        opacity = 255 - framed[..., :1]
        picture = np.concatenate([np.full_like(framed, pen), opacity], axis=2)
        truth = from_ink(seven)
        apart = [np.abs(from_ink(h.ink) - truth).sum() / truth.sum() for h in hypotheses(picture)]
        assert min(apart) < 0.35


def test_a_small_digit_beside_a_large_one_is_no_label_but_a_word_is(seven):
    sheet = np.zeros((SIDE, 2 * SIDE))
    sheet[:, :SIDE] = seven
    paper = np.full(sheet.shape, 240.0)
    small = np.asarray(Image.fromarray(seven.astype(np.float32)).resize((60, 60)))
    one, word = sheet.copy(), sheet.copy()
    one[120:180, SIDE : SIDE + 60] = small
    word[120:180, SIDE : SIDE + 60] = word[120:180, SIDE + 40 : SIDE + 100] = small
    assert len(hypotheses(_on(paper, one))) == 1
    assert len(hypotheses(_on(paper, word))) > 1
