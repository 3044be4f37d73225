"""Drawn numbers come apart into the digits they were drawn as, and are read."""

import pickle
from itertools import product

import numpy as np
import pytest
from PIL import Image, ImageDraw

from dlcore import digits
from dlcore.digits.ink import Hypothesis, extract_ink
from dlcore.digits.segmentation import MAX_PARTS, TooManyParts, split_rows
from dlcore.digits.verdict import CERTAIN
from dlcore.errors import LabError
from dlcore.line import number as number_module
from dlcore.line.number import read_likeliest, read_row, read_rows
from dlcore.line.reading import BLANK, FIRST_DIGIT, OTHER, SYMBOLS

HEIGHT, WIDTH = 280, 640  # px of the canvas
PEN = 14  # px

# Strokes in a box 60 wide and 100 high, roughly.
ONE = [[(30, 0), (30, 100)]]
TWO = [[(5, 20), (20, 2), (45, 5), (52, 25), (5, 98), (60, 98)]]
FOUR = [[(30, 0), (0, 60), (60, 60)], [(45, 30), (45, 100)]]
FIVE = [[(8, 0), (5, 40), (40, 42), (55, 70), (35, 98), (0, 90)], [(8, 0), (55, 0)]]
SEVEN = [[(0, 0), (60, 0), (25, 100)], [(15, 50), (55, 50)]]
ANGLES = np.linspace(0, 2 * np.pi, 40)
ZERO = [list(zip(30 + 30 * np.sin(ANGLES), 50 - 50 * np.cos(ANGLES), strict=True))]
EIGHT = [
    [(30 + 20 * np.sin(a), 23 - 23 * np.cos(a)) for a in ANGLES],
    [(30 + 28 * np.sin(a), 73 - 27 * np.cos(a)) for a in ANGLES],
]


def ink_of(strokes, left=0, top=80, scale=1.0, slant=0.0, pen=PEN, size=(WIDTH, HEIGHT)):
    """One digit on the canvas: (HEIGHT, WIDTH) uint8, white on black."""
    canvas = Image.new("L", size)
    brush = ImageDraw.Draw(canvas)
    for stroke in strokes:
        points = [(left + scale * (x - slant * y), top + scale * y) for x, y in stroke]
        brush.line(points, fill=255, width=pen, joint="curve")
        for x, y in points:
            brush.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
    return np.asarray(canvas)


def rows_of(picture):
    return read_rows(extract_ink(picture), digits.classify, np.shape(picture)[:2])


def split(picture):
    return [character.part for row in rows_of(picture) for character in row.characters]


def said(picture):
    """What is read, "?" for what is no digit, rows parted by a space."""
    return " ".join(
        "".join("?" if one.is_sign else str(one.digits.argmax()) for one in row.characters)
        for row in rows_of(picture)
    )


def number(*inks):
    return np.maximum.reduce(inks)


def overlap(part, ink):
    """Intersection over union of a part's ink and what was drawn."""
    found = np.zeros(ink.shape, bool)
    found[part.top : part.bottom, part.left : part.right] = part.ink > 127
    return (found & (ink > 127)).sum() / (found | (ink > 127)).sum()


def assert_parted(picture, inks, least=0.97):
    parts = split(picture)
    assert len(parts) == len(inks)
    for part, ink in zip(parts, inks, strict=True):
        assert part.ink.dtype == np.uint8
        assert part.ink.shape == (part.bottom - part.top, part.right - part.left)
        assert overlap(part, ink) > least
    return parts


@pytest.mark.parametrize("strokes", [ZERO, ONE, TWO, FOUR, FIVE, SEVEN, EIGHT])
@pytest.mark.parametrize("scale", [0.3, 1, 2])
def test_one_digit_is_one_part(strokes, scale):
    ink = ink_of(strokes, 100, 40, scale, pen=round(PEN * scale))
    assert_parted(ink, [ink])


def test_parts_run_from_left_to_right_whatever_their_height_and_place():
    inks = [
        ink_of(EIGHT, 20, 150),
        ink_of(ONE, 90, 40, 1.4),
        ink_of(ZERO, 180, 120, 0.7),
        ink_of(TWO, 260, 30),
        ink_of(SEVEN, 360, 20, 1.3),
    ]
    parts = assert_parted(number(*inks), inks)
    assert [part.left for part in parts] == sorted(part.left for part in parts)


def test_rows_are_read_one_below_the_other():
    tall = (WIDTH, 460)
    above = [ink_of(FOUR, 60, 20, size=tall), ink_of(SEVEN, 180, 30, size=tall)]
    below = [ink_of(ONE, 90, 180, size=tall), ink_of(TWO, 200, 175, size=tall)]
    last = [ink_of(ZERO, 120, 330, size=tall)]
    parts = assert_parted(number(*above, *below, *last), [*above, *below, *last])
    assert [part.row for part in parts] == [0, 0, 1, 1, 2]


def test_the_box_holds_the_ink_and_a_narrow_margin():
    ink = ink_of(SEVEN, 100, 100)
    (part,) = split(ink)
    rows, columns = np.nonzero(ink)
    tight = np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1])
    margin = np.array([part.left, part.top, part.right, part.bottom]) - tight
    np.testing.assert_array_equal(np.sign(margin), [-1, -1, 1, 1])
    assert np.abs(margin).max() <= 4


BROKEN = {
    "5 without its bar": [FIVE[0], [(24, -6), (70, -6)]],
    "7 crossed apart": [SEVEN[0], [(44, 62), (75, 62)]],
    "4 in two strokes": [[(25, 0), (0, 60), (50, 60)], [(72, 20), (72, 100)]],
    "4 that reaches over": [[(20, 0), (0, 75), (80, 75)], [(45, 20), (45, 52)]],
    "8 with a gap": [
        [(x, y - 9) for x, y in EIGHT[0]],
        [(x, y + 9) for x, y in EIGHT[1]],
    ],
}


def test_what_is_broken_is_one_row():
    for name, strokes in BROKEN.items():
        assert {part.row for part in split(ink_of(strokes, 100, 60))} == {0}, name


@pytest.mark.parametrize("name", [name for name in BROKEN if name != "4 in two strokes"])
def test_broken_strokes_stay_together(name):
    inks = [ink_of(ZERO, 30), ink_of(BROKEN[name], 150), ink_of(ONE, 290), ink_of(TWO, 380)]
    assert_parted(number(*inks), inks)


@pytest.mark.parametrize(("left", "right"), [(TWO, ZERO), (ZERO, FIVE), (TWO, FIVE), (FIVE, ZERO)])
def test_touching_digits_are_cut(left, right):
    wide = [[[(1.3 * x, y) for x, y in stroke] for stroke in one] for one in (left, right)]
    inks = [ink_of(wide[0], 100), ink_of(wide[1], 100 + 78 + PEN - 1)]
    assert_parted(number(*inks), inks, least=0.9)


def test_slanted_neighbours_with_overlapping_boxes_are_two():
    inks = [ink_of(s, left, slant=0.6) for s, left in [(SEVEN, 100), (ONE, 165), (ONE, 205)]]
    boxes = [np.flatnonzero(ink.any(axis=0))[[0, -1]] for ink in inks]
    assert boxes[0][1] > boxes[1][0] + 20
    assert_parted(number(*inks), inks)


def test_what_reaches_into_a_box_is_blanked():
    inks = [ink_of(SEVEN[:1], 100, scale=1.5), ink_of(ONE, 172, 130, scale=0.8)]
    parts = assert_parted(number(*inks), inks)
    assert parts[1].left < parts[0].right
    for part, ink in zip(parts, inks, strict=True):
        inside = ink[part.top : part.bottom, part.left : part.right]
        assert not part.ink[inside == 0].any()


def test_specks_and_dust_are_dropped():
    inks = [ink_of(FIVE, 60), ink_of(TWO, 250)]
    picture = number(*inks).copy()
    random = np.random.default_rng(0)
    for y, x in zip(random.integers(0, 277, 60), random.integers(0, 637, 60), strict=True):
        picture[y : y + 3, x : x + 3] = 255
    picture[20:32, 480:492] = 255  # a blot far from everything
    assert_parted(picture, inks, least=0.9)


BLACK, WHITE, RED, BLUE = [0, 0, 0], [255, 255, 255], [210, 30, 30], [20, 60, 200]


@pytest.mark.parametrize(
    ("pens", "paper"),
    [
        ((BLACK, BLACK), WHITE),
        ((BLUE, RED), WHITE),
        ((RED, WHITE), BLACK),
        (([120, 120, 120], WHITE), [10, 20, 31]),
        (([250, 240, 120], BLUE), WHITE),
    ],
)
def test_colours_do_not_matter(pens, paper):
    inks = [ink_of(TWO, 60), ink_of(SEVEN, 250)]
    picture = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    picture[:] = paper
    for ink, pen in zip(inks, pens, strict=True):
        picture[ink > 127] = pen
    parts = split(picture)
    assert len(parts) == 2
    for part, ink in zip(parts, inks, strict=True):
        np.testing.assert_allclose(
            digits.from_ink(part.ink), digits.preprocess((ink > 127) * np.uint8(255)), atol=0.03
        )


def test_grey_rgb_and_rgba_are_the_same():
    grey = number(ink_of(TWO, 60), ink_of(SEVEN, 250))
    rgb = np.repeat(grey[..., None], 3, axis=2)
    clear = np.dstack([np.full_like(rgb, 255), grey])
    for other in (rgb, np.dstack([rgb, np.full_like(grey, 255)]), clear, 255 - grey):
        for part, same in zip(split(grey), split(other), strict=True):
            np.testing.assert_array_equal(part.ink, same.ink)


@pytest.mark.parametrize("strokes", [ONE, ZERO, FIVE, [[(0, 50), (60, 50)]]])
def test_a_part_is_read_as_its_digit_alone_would_be(strokes):
    inks = [ink_of(EIGHT, 40), ink_of(strokes, 200), ink_of(EIGHT, 350)]
    part = split(number(*inks))[1]
    alone = digits.preprocess(inks[1])
    np.testing.assert_allclose(digits.from_ink(part.ink), alone, atol=0.03)
    np.testing.assert_allclose(digits.preprocess(part.ink), alone, atol=0.03)


def test_a_number_along_the_border():
    inks = [ink_of(s, left, -2) for s, left in [(ONE, -30), (SEVEN, 100), (TWO, WIDTH - 60)]]
    parts = assert_parted(number(*inks), inks)
    assert parts[0].left == parts[0].top == 0
    assert parts[-1].right == WIDTH


def test_a_tiny_number():
    inks = [ink_of(s, left, 3, 0.1, pen=1, size=(40, 16)) for s, left in [(TWO, 3), (ZERO, 14)]]
    assert_parted(number(*inks), inks, least=0.8)


def test_a_large_picture_has_its_boxes_in_its_own_pixels():
    inks = [
        np.kron(ink_of(s, left), np.ones((5, 5), np.uint8)) for s, left in [(TWO, 9), (ONE, 99)]
    ]
    assert_parted(number(*inks), inks, least=0.9)


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((280, 640, 4), np.uint8),
        np.full((280, 640), 255, np.uint8),
        np.full((1, 1, 3), 7, np.uint8),
        np.random.default_rng(0).integers(120, 130, (280, 640), np.uint8),
    ],
)
def test_blank_has_no_parts(image):
    assert rows_of(image) == ()


@pytest.mark.parametrize(
    "place",
    [
        (slice(40, 200), slice(300, 500)),
        (slice(0, 120), slice(0, 120)),
    ],
)
def test_solid_ink_is_one_part(place):
    picture = np.zeros((HEIGHT, WIDTH), np.uint8)
    picture[place] = 255
    assert_parted(picture, [picture])


def test_a_dot_and_a_line_are_no_digits():
    for place in ((slice(9, 10), slice(9, 10)), (slice(100, 101), slice(50, 400))):
        picture = np.zeros((HEIGHT, WIDTH), np.uint8)
        picture[place] = 255
        assert set(said(picture)) == {"?"}


DASH, UPRIGHT, DOT = [[(0, 50), (50, 50)]], [[(25, 25), (25, 75)]], [[(10, 98), (11, 98)]]
RING = [[(60 + 140 * np.cos(a), 50 + 110 * np.sin(a)) for a in ANGLES]]


def test_signs_keep_their_place_and_marks_are_nothing():
    four, seven, two, five = (ink_of(s, 30) for s in (FOUR, SEVEN, TWO, FIVE))
    table = {
        "4?7": (four, ink_of(DASH, 130), ink_of(SEVEN, 230)),
        "7?4": (seven, ink_of(DASH, 130), ink_of(UPRIGHT, 130), ink_of(FOUR, 230)),
        "2?5": (two, ink_of(DOT, 110), ink_of(FIVE, 150)),
        "47": (four, ink_of(SEVEN, 130), ink_of([[(-20, 125), (200, 125)]], 30)),
        "57": (five, ink_of(SEVEN, 130)),
        "74": (ink_of(SEVEN, 130), ink_of(FOUR, 230), ink_of(RING, 150)),
    }
    for expected, inks in table.items():
        assert said(number(*inks)) == expected


def test_rows_are_read():
    tall = (WIDTH, 460)
    above = [ink_of(FOUR, 60, 20, size=tall), ink_of(SEVEN, 180, 30, size=tall)]
    below = [ink_of(ONE, 90, 180, size=tall), ink_of(TWO, 200, 175, size=tall)]
    assert said(number(*above, *below)) == "47 12"


def test_other_ink_counts_only_where_the_likeliest_is_in_doubt():
    dots = np.zeros((HEIGHT, WIDTH), np.float32)
    dots[::8, ::8] = 1
    dash, clear, other = (
        Hypothesis(extract_ink(number(*inks)))
        for inks in (
            [ink_of(DASH, 100)],
            [ink_of(FOUR, 60), ink_of(SEVEN, 180)],
            [ink_of(TWO, 60)],
        )
    )
    many, size = Hypothesis(dots), (HEIGHT, WIDTH)
    for found, believed in (
        ([clear, other], clear),
        ([dash, clear, other], clear),
        ([many, other], other),
        ([dash, many], dash),
    ):
        _rows, ink = read_likeliest(found, digits.classify, size)
        assert ink is believed
    with pytest.raises(TooManyParts):
        read_likeliest([many, dash], digits.classify, size)


def test_where_a_row_is_in_doubt_a_character_is():
    random = np.random.default_rng(0)
    for _ in range(20):
        strokes = [[tuple(point) for point in random.uniform(0, 100, (4, 2))] for _ in range(3)]
        inks = [ink_of(one, 60 + 120 * at) for at, one in enumerate([[s] for s in strokes])]
        for row in rows_of(number(*inks)):
            certain = [max(one.digits.max(), one.is_sign) for one in row.characters]
            assert 0 <= row.whole <= 1
            assert (
                row.whole >= 0.95
                or min(certain) < 0.75
                or any(one.is_sign for one in row.characters)
            )
            for one in row.characters:
                assert one.beliefs.sum() == pytest.approx(1)


def test_a_row_is_named_without_a_doubt_from_95_percent_on():
    (row,) = split_rows(extract_ink(number(ink_of(SEVEN, 60), ink_of(TWO, 180))))

    def classify(batch):
        return digits.Classification(
            np.full((len(batch), 10), 0.1, np.float32), np.ones(len(batch), np.float32)
        )

    wholes = []
    for certain, other in product(np.linspace(0.75, 0.999, 12), (FIRST_DIGIT + 4, OTHER)):

        def believe(pictures, certain=certain, other=other):
            beliefs = np.full((pictures.shape[2] // 2, SYMBOLS), 1e-6, np.float32)
            beliefs[:, BLANK] = 1
            for place, digit in ((0.3, 7), (0.7, 2)):
                at = round(place * len(beliefs))
                beliefs[at] = 1e-6
                beliefs[at, FIRST_DIGIT + digit] = certain
                beliefs[at, other] = 1 - certain
            return beliefs[None]

        read = read_row(row, classify, believe)
        assert [int(one.digits.argmax()) for one in read.characters] == [7, 2]
        least = min(one.digits.max() for one in read.characters)
        assert (least >= CERTAIN) == (read.whole >= 0.95)
        wholes.append(read.whole)
    assert any(0.85 < whole < 0.95 for whole in wholes)
    assert any(whole > 0.95 for whole in wholes)


def test_rows_are_named_without_a_doubt_if_they_are_sure_together(monkeypatch):
    """Between the certainty of all and that of the least certain row, one digit is in doubt."""
    picture = np.concatenate([number(ink_of(SEVEN, 60), ink_of(TWO, 180))] * 3)
    ink = extract_ink(picture)
    alone = [read_row(row, digits.classify).whole for row in split_rows(ink)]
    together = float(np.prod(alone))
    assert together < min(alone)
    for sure, in_doubt in ((0.99 * together, 0), ((together + min(alone)) / 2, 1)):
        monkeypatch.setattr("dlcore.line.number._SURE", sure)
        rows = read_rows(ink, digits.classify)
        assert [row.whole for row in rows] == alone
        found = [one.digits for row in rows for one in row.characters]
        assert [int(one.argmax()) for one in found] == [7, 2] * 3
        assert sum(one.max() < CERTAIN for one in found) == in_doubt


def test_the_least_certain_digit_is_in_doubt_and_no_sign():
    beliefs = np.full((3, SYMBOLS), 1e-3)
    beliefs[:, BLANK] = 0
    for place, (symbol, share) in enumerate([(OTHER, 0.9), (FIRST_DIGIT, 0.95), (OTHER - 1, 0.99)]):
        beliefs[place, symbol] = share
    for whole in (0.94, 0.5, 0.01):
        left = number_module._less_sure(beliefs, whole)
        assert (left.argmax(axis=1) == beliefs.argmax(axis=1)).all()
        assert left[1].max() < min(CERTAIN, max(whole, 0.2))
        np.testing.assert_array_equal(left[[0, 2]], beliefs[[0, 2]])
    np.testing.assert_array_equal(number_module._less_sure(beliefs, 0.96), beliefs)
    np.testing.assert_array_equal(number_module._less_sure(beliefs[:1], 0.1), beliefs[:1])


def test_nothing_but_dots_is_no_crash():
    picture = np.zeros((HEIGHT, WIDTH), np.uint8)
    for y in range(50, 150, 28):
        picture[y : y + 10, 100:110] = 255
    assert 1 <= len(split(picture)) <= 4


@pytest.mark.parametrize("shape", [(1, 280), (280, 1), (5, 3000), (3000, 2000)])
def test_odd_shapes(shape):
    image = np.zeros(shape, np.uint8)
    image[shape[0] // 3 : shape[0] // 3 + 40, shape[1] // 3 : shape[1] // 3 + 40] = 255
    (part,) = split(image)
    assert 0 <= part.left < part.right <= shape[1]
    assert 0 <= part.top < part.bottom <= shape[0]
    assert part.ink.shape == (part.bottom - part.top, part.right - part.left)


def _bars(count):
    picture = np.zeros((120, 60 * count), np.uint8)
    for i in range(count):
        picture[10:110, 60 * i + 26 : 60 * i + 34] = 255
    return picture


def test_no_more_than_so_many():
    assert len(split(_bars(MAX_PARTS))) == MAX_PARTS
    with pytest.raises(TooManyParts, match=f"{MAX_PARTS} digits") as caught:
        split(_bars(MAX_PARTS + 1))
    assert isinstance(caught.value, LabError)
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is TooManyParts
    assert str(again) == str(caught.value)


def test_a_page_of_dots_is_refused_quickly():
    picture = np.zeros((1000, 1000), np.uint8)
    picture[::8, ::8] = 255
    with pytest.raises(TooManyParts):
        split(picture)


def test_no_row_is_read_after_there_are_too_many():
    rows = 60
    page = np.zeros((rows * 60, 60), np.float32)
    for top in range(20, len(page), 60):
        page[top : top + 40, 28:32] = 1
    asked = []

    def classify(batch):
        asked.append(len(batch))
        ones = np.eye(10, dtype=np.float32)[[1] * len(batch)]
        return digits.Classification(ones, np.ones(len(batch), np.float32))

    with pytest.raises(TooManyParts):
        read_rows(page, classify)
    assert len(asked) < rows  # twice for a row at most, where it may be one digit or two


@pytest.mark.parametrize("image", [np.zeros((9, 9)), np.zeros((9, 9, 2), np.uint8), [[1]]])
def test_other_arrays_are_refused(image):
    with pytest.raises(ValueError, match="image must be uint8"):
        split(image)
