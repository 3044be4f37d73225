"""Numbers as people write them, side by side, near, touching: what a reader of lines learns from.

A line is one hand's: one pen, one slant, one writer. Digits are pen strokes of people, styles of
schools, or scans of MNIST. Signs between them are read as `OTHER`; marks on them (a line below, a
strike, a circle around, specks) are nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from dlcore.line.reading import FIRST_DIGIT, OTHER
from dlcore.pretrain.handwriting import not_digits, styles, variation
from dlcore.pretrain.handwriting.strokes import Strokes, StrokeSet, extent

Points = NDArray[np.float64]
"""(n, 2) x, y with y pointing down, in heights of a digit."""

GAPS = {"apart": 0.24, "near": 0.2, "overlapping": 0.18, "touching": 0.18, "chain": 0.2}
"""How digits may stand, and the share of lines of each: with paper between their columns; nearly
touching; the same, and so slanted that their boxes overlap; two of them touching; all of them."""

LENGTHS = {
    1: 0.09, 2: 0.17, 3: 0.17, 4: 0.16, 5: 0.13, 6: 0.12, 7: 0.06, 8: 0.05,
    9: 0.02, 11: 0.02, 14: 0.01,
}  # fmt: skip
"""Digits of a line, and the share of lines of each length."""

_CENTRE_LINES = {"near": (1.15, 1.8), "overlapping": (1.15, 1.8), "chain": (0.5, 0.97)}
"""Distance between the middles of the nearest strokes of two digits, in widths of the pen."""

SIGNS = {
    "minus": "0,50 45,50",
    "long minus": "0,52 80,50",
    "plus": "28,25 28,78 | 2,52 55,52",
    "large plus": "40,5 40,95 | 0,50 80,50",
    "times": "0,30 45,76 | 45,30 0,76",
    "middle point": "0,50 3,51",
    "divided": "0,52 60,52 | 30,26 32,27 | 30,78 32,79",
    "colon": "5,34 7,35 | 5,82 7,83",
    "equals": "0,40 55,40 | 0,64 55,64",
    "point": "0,97 3,98",
    "comma": "6,90 0,118",
    "curved comma": "4,90 9,99 0,117",
    "dollar": "75,18 45,5 18,25 50,50 80,72 50,95 15,82 | 47,-10 47,110",
    "euro": "85,12 45,0 15,50 45,100 85,88 | 0,42 60,42 | 0,60 55,60",
    "pound": "75,15 45,0 30,25 35,60 10,98; 10,98 80,98 | 10,55 65,55",
    "yen": "5,0 45,45; 45,45 45,100 | 85,0 45,45 | 15,55 75,55 | 15,72 75,72",
    "per cent": "90,0 10,100 | 20,2 2,20 20,40 38,20 20,2 | 80,60 62,80 80,98 98,80 80,60",
}
"""What stands between digits and is none, written as in `styles`; 100 is a digit's height.

No slash and no bracket: once a line is upright, one alone is the 1 of many hands, and a reader that
has learnt them is in doubt about each 1."""

_SIGN_SHAPES = (
    "square", "triangle", "star", "asterisk", "cross", "check_mark", "arrow", "zigzag", "spiral",
    "scribble", "tangle", "hash_sign",
)  # fmt: skip

SIGN_SHARE = 0.24  # of the lines hold signs
WORD_SHARE = 0.04  # hold nothing else
MARK_SHARE = 0.16  # of the lines are marked
BROKEN_SHARE = 0.1  # have gaps in their strokes
BLURRED_SHARE = 0.3
BINARY_SHARE = 0.1

_FINE = 2  # px drawn each way for one of the ink
_SCANNED = 0.06  # digit heights, between the middles of two pixels of scans that nearly touch
_BIN = 0.04  # digit heights, of the rows in which outlines are measured


@dataclass(frozen=True)
class Hands:
    """Where digits come from.

    Attributes:
        digits: pen strokes of people, labelled 0-9; None where there are none.
        letters: of people; None where there are none.
        scans: MNIST's, (n, 28, 28) uint8.
        scan_labels: (n,) uint8.
        scan_share: of the lines are of scans.
        style_share: are in the styles of schools; the others are of people.
        plain: two to six digits, without signs or marks.
    """

    digits: StrokeSet | None
    letters: StrokeSet | None
    scans: NDArray[np.uint8]
    scan_labels: NDArray[np.uint8]
    scan_share: float = 0.25
    style_share: float = 0.15
    plain: bool = False


@dataclass(frozen=True)
class WrittenLine:
    """A row of ink, and what stands there.

    Attributes:
        ink: (H, W) uint8, light on 0.
        labels: the symbols of `dlcore.line.reading`, from left to right.
    """

    ink: NDArray[np.uint8]
    labels: tuple[int, ...]


@dataclass(frozen=True)
class _Item:
    """A character of a line: strokes, or a picture, in heights of a digit.

    Attributes:
        label: its symbol.
        strokes: none where it is a picture.
        picture: (h, w) uint8; a pixel is `side` high.
    """

    label: int
    strokes: Sequence[Points] = ()
    picture: NDArray[np.uint8] | None = None
    matrix: Points | None = None  # of a picture: from its px to digit heights
    offset: Points | None = None

    def points(self) -> Points:
        """Along all ink, near enough to each other to measure distances by."""
        if self.picture is None:
            return np.concatenate([_dense(stroke) for stroke in self.strokes])
        assert self.matrix is not None
        assert self.offset is not None
        ys, xs = np.nonzero(self.picture > 100)
        return np.stack([xs + 0.5, ys + 0.5], axis=1) @ self.matrix.T + self.offset

    def moved(self, shift: float) -> _Item:
        """The same further to the right."""
        if self.picture is None:
            return replace(
                self, strokes=[stroke + np.array([shift, 0.0]) for stroke in self.strokes]
            )
        assert self.offset is not None
        return replace(self, offset=self.offset + np.array([shift, 0.0]))


def write_line(hands: Hands, gap: str, random: np.random.Generator) -> WrittenLine:
    """Writes one line.

    Args:
        hands: whose digits.
        gap: one of `GAPS`.
        random: source of everything else.
    """
    pen = random.uniform(0.04, 0.2)  # digit heights
    matrix = _hand(gap, random)
    items = [_sized(item, matrix, random) for item in _characters(hands, random)]
    gaps = _gaps(gap, len(items), random)
    placed = items[:1]
    for item, before in zip(items[1:], gaps[1:], strict=True):
        placed.append(_beside(placed[-1], item, before, pen, random))
    marks: list[tuple[Points, float]] = []
    if not hands.plain and random.random() < MARK_SHARE:
        marks = _marks(placed, pen, random)
    if not hands.plain and random.random() < BROKEN_SHARE:
        placed = [replace(one, strokes=_broken(one.strokes, random)) for one in placed]
    ink = _drawn(placed, marks, pen, random)
    return WrittenLine(_worn(ink, random), tuple(item.label for item in placed))


def _hand(gap: str, random: np.random.Generator) -> Points:
    """Slant and proportions of all characters of a line."""
    slant = random.uniform(0.25, 0.75) if gap == "overlapping" else random.normal(0.06, 0.16)
    slant *= random.choice([-0.6, 1], p=[0.12, 0.88])
    stretch = np.exp(random.normal(0, 0.13))
    return np.array([[1, -slant], [0, 1]]) @ np.diag([stretch, 1])


def _characters(hands: Hands, random: np.random.Generator) -> list[_Item]:
    """The digits of a line and the signs among them, each about 1 high at (0, 0)."""
    if hands.plain:
        return _digits(hands, int(random.integers(2, 7)), random)
    count = int(random.choice(list(LENGTHS), p=np.array(list(LENGTHS.values()))))
    if random.random() < WORD_SHARE:
        return [_sign(hands, random) for _ in range(min(count, 6))]
    items = _digits(hands, count, random)
    if random.random() < SIGN_SHARE:
        for _ in range(int(random.integers(1, 3))):
            items.insert(int(random.integers(len(items) + 1)), _sign(hands, random))
    return items


def _digits(hands: Hands, count: int, random: np.random.Generator) -> list[_Item]:
    kind = random.random()
    if kind < hands.scan_share or (hands.digits is None and kind < 0.5):
        chosen = random.integers(len(hands.scans), size=count)
        return [_scan(hands.scans[i], int(hands.scan_labels[i])) for i in chosen]
    if kind < hands.scan_share + hands.style_share or hands.digits is None:
        return [_styled(int(digit), random) for digit in random.integers(10, size=count)]
    people = hands.digits
    writers = np.unique(people.writers)
    own = np.flatnonzero(people.writers == writers[random.integers(len(writers))])
    return [
        _written(people.samples[i], int(people.labels[i]), random)
        for i in random.choice(own, count)
    ]


def _styled(digit: int, random: np.random.Generator) -> _Item:
    names = sorted(styles.STYLES[digit])
    style = styles.STYLES[digit][names[random.integers(len(names))]]
    return _Item(digit + FIRST_DIGIT, _unit(styles.write(style, random)))


def _written(strokes: Strokes, digit: int, random: np.random.Generator) -> _Item:
    return _Item(digit + FIRST_DIGIT, _unit(variation.dress(strokes, digit, random)))


def _scan(image: NDArray[np.uint8], digit: int) -> _Item:
    ys, xs = np.nonzero(image > 60)
    cropped = image[max(ys.min() - 1, 0) : ys.max() + 2, max(xs.min() - 1, 0) : xs.max() + 2]
    side = 1 / max(0.4 * float(np.ptp(xs)), float(np.ptp(ys)), 1.0)
    return _Item(digit + FIRST_DIGIT, (), cropped, np.eye(2) * side, np.zeros(2))


def _sign(hands: Hands, random: np.random.Generator) -> _Item:
    """A sign of arithmetic, a letter or a shape: all that is no digit."""
    kind = random.random()
    if kind < 0.65:
        names = sorted(SIGNS)
        sign = styles.write(SIGNS[names[random.integers(len(names))]], random)
        return _Item(OTHER, [stroke.astype(float) for stroke in sign])
    if kind < 0.85 and hands.letters is not None:
        clear = np.flatnonzero(~np.isin(hands.letters.labels, sorted(not_digits.LOOK_ALIKES)))
        letter = _unit(hands.letters.samples[int(random.choice(clear))])
        size = random.uniform(0.6, 1.0)  # on the line that digits stand on
        return _Item(OTHER, [stroke * size + [0, 1 - size] for stroke in letter])
    shape = not_digits.SHAPES[_SIGN_SHAPES[random.integers(len(_SIGN_SHAPES))]]
    return _Item(OTHER, [stroke * 0.8 + [0, 0.1] for stroke in _unit(shape(random))])


def _unit(strokes: Strokes) -> Sequence[Points]:
    """1 high; what is flat is 2.5 wide at most."""
    low, high = extent(strokes)
    size = high - low
    return [(stroke - low).astype(float) / max(0.4 * size[0], size[1], 1e-6) for stroke in strokes]


def _sized(item: _Item, matrix: Points, random: np.random.Generator) -> _Item:
    """The character in the line's hand, a little larger or smaller, higher or lower."""
    size = random.uniform(0.8, 1.2) if random.random() < 0.85 else random.uniform(0.55, 1.3)
    turn = np.deg2rad(random.normal(0, 3))
    own = size * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ matrix
    shift = np.array([0, random.uniform(-0.1, 0.1) + (1 - size) * random.uniform(0, 1)])
    if item.picture is None:
        return replace(item, strokes=[stroke @ own.T + shift for stroke in item.strokes])
    assert item.matrix is not None
    return replace(item, matrix=own @ item.matrix, offset=shift)


def _gaps(gap: str, count: int, random: np.random.Generator) -> list[str]:
    """How each character stands to the one before."""
    if gap != "touching":
        return [gap] * count
    gaps = [str(random.choice(["apart", "near"], p=[0.8, 0.2]))] * count
    if count > 1:
        gaps[random.integers(1, count)] = "chain"
    return gaps


def _beside(left: _Item, right: _Item, gap: str, pen: float, random: np.random.Generator) -> _Item:
    a, b = left.points(), right.points()
    edges = a[:, 0].max() - b[:, 0].min()
    if gap == "apart":
        return right.moved(edges + pen + random.uniform(0.05, 0.4))
    low, high = _CENTRE_LINES[gap]
    # Of a scan the edges are measured, not the middles of its strokes.
    thick = sum(1 for one in (left, right) if one.picture is not None) / 2
    distance = max(pen * (random.uniform(low, high) - thick) + _SCANNED * thick, 0.01)
    return right.moved(min(_approached(a, b, distance), edges + distance))


def _approached(a: Points, b: Points, distance: float) -> float:
    """How far b has to move along x until it is `distance` from a, coming from the right."""
    far_right, far_left = (_outline(points, ufunc) for points, ufunc in (
        (a, np.maximum), (b, np.minimum),
    ))  # fmt: skip
    shifts = []
    reach = int(distance / _BIN)
    for step in range(-reach, reach + 1):
        across = np.sqrt(distance**2 - (step * _BIN) ** 2)
        one, other = (far_right, far_left) if step >= 0 else (far_left, far_right)
        above, below = one[: len(one) - abs(step)], other[abs(step) :]
        between = above - below if step >= 0 else below - above
        shifts.append(between.max() + across)
    nearest = max(shifts)
    return nearest if np.isfinite(nearest) else float(a[:, 0].max() - b[:, 0].min())


def _outline(points: Points, ufunc: np.ufunc) -> Points:
    """The greatest or least x in each row; -inf or inf where there is no ink."""
    rows = np.clip(((points[:, 1] + 1) / _BIN).astype(int), 0, int(3 / _BIN) - 1)
    outline = np.full(int(3 / _BIN), -np.inf if ufunc is np.maximum else np.inf)
    ufunc.at(outline, rows, points[:, 0])
    return outline


def _dense(stroke: Points) -> Points:
    if len(stroke) < 2:
        return np.asarray(stroke, float)
    longest = float(np.abs(np.diff(stroke, axis=0)).max())
    steps = np.linspace(0, 1, 2 + int(longest / (0.5 * _BIN)))[:, None, None]
    return (stroke[:-1] * (1 - steps) + stroke[1:] * steps).reshape(-1, 2)


def _broken(strokes: Sequence[Points], random: np.random.Generator) -> Sequence[Points]:
    """With gaps, as of a pen that runs dry."""
    parts: list[Points] = []
    for stroke in strokes:
        if len(stroke) < 8 or random.random() < 0.4:
            parts.append(stroke)
            continue
        at = int(random.integers(3, len(stroke) - 3))
        width = int(random.integers(1, 3))
        parts += [stroke[:at], stroke[at + width :]]
    return parts


def _marks(
    placed: list[_Item], pen: float, random: np.random.Generator
) -> list[tuple[Points, float]]:
    """Strokes on a line that mean no character, each with the width of its pen."""
    points = np.concatenate([item.points() for item in placed])
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    level = partial(_level, left, right, random)
    kind = str(random.choice(["below", "strike", "circle", "specks", "rules"]))
    if kind == "below":
        return [(level(bottom + random.uniform(0.1, 0.3) + pen), pen)]
    if kind == "strike":
        return [(level((top + bottom) / 2 + random.uniform(-0.12, 0.12)), pen)]
    if kind == "circle":
        at = np.linspace(0, 2 * np.pi * random.uniform(0.9, 1.05), 60) + random.uniform(0, 6)
        half = np.array([right - left, bottom - top]) / 2 * random.uniform(1.2, 1.5)
        ring = np.stack([np.cos(at), np.sin(at)], axis=1) * (half + pen)
        return [(ring + np.array([left + right, top + bottom]) / 2, pen)]
    if kind == "rules":
        levels = random.uniform(top, bottom + 0.2, int(random.integers(1, 3)))
        return [(level(y), 0.25 * pen) for y in levels]
    count = int(random.integers(1, 5))
    where = random.uniform((left, top - 0.2), (right, bottom + 0.2), (count, 2))
    return [(point[None], random.uniform(0.2, 0.6) * pen) for point in where]


def _level(left: float, right: float, random: np.random.Generator, y: float) -> Points:
    ends = random.uniform(-0.2, 0.4, 2)
    if random.random() < 0.3:  # it may end early
        ends[random.integers(2)] = -random.uniform(0, 0.6) * (right - left)
    x = np.linspace(left - ends[0], right + ends[1], 12)
    heights = y + np.cumsum(random.normal(0, 0.012, len(x))) + x * random.normal(0, 0.02)
    return np.stack([x, heights], axis=1)


def _drawn(
    placed: list[_Item],
    marks: list[tuple[Points, float]],
    pen: float,
    random: np.random.Generator,
) -> NDArray[np.uint8]:
    """All of it, rising or falling, (H, W)."""
    rise = random.uniform(-0.17, 0.17)
    size = random.uniform(28, 60) * _FINE  # px of a digit's height
    tilt = np.array([[1, rise], [0, 1]])
    points = [*(item.points() for item in placed), *(stroke for stroke, _ in marks)]
    tilted = np.concatenate(points) @ tilt
    low = tilted.min(axis=0) - pen - 0.1
    width, height = np.ceil((tilted.max(axis=0) + pen + 0.1 - low) * size / _FINE).astype(int)
    canvas = Image.new("L", (int(width) * _FINE, int(height) * _FINE))
    brush = ImageDraw.Draw(canvas)
    strokes = [(stroke, pen) for item in placed for stroke in item.strokes]
    for stroke, width_of_pen in [*strokes, *marks]:
        _stroke(brush, (stroke @ tilt - low) * size, width_of_pen * size / 2)
    ink = np.asarray(canvas)
    for item in placed:
        if item.picture is not None:
            ink = np.maximum(ink, _pasted(item, tilt, low, size, canvas.size))
    return np.asarray(Image.fromarray(ink).reduce(_FINE))


def _stroke(brush: ImageDraw.ImageDraw, points: Points, radius: float) -> None:
    corners = [(float(x), float(y)) for x, y in points]
    brush.line(corners, fill=255, width=max(1, round(2 * radius)))
    if radius > 0.75 or len(corners) == 1:
        for x, y in corners:
            brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)


def _pasted(
    item: _Item,
    tilt: Points,
    low: Points,
    size: float,
    canvas: tuple[int, int],
) -> NDArray[np.uint8]:
    """A scan on paper of its own, moved, slanted and enlarged."""
    assert item.picture is not None
    assert item.matrix is not None
    assert item.offset is not None
    forward = size * tilt.T @ item.matrix
    start = (item.offset @ tilt - low) * size
    back = np.linalg.inv(forward)
    begin = -back @ start
    how = (*back[0], begin[0], *back[1], begin[1])
    picture = Image.fromarray(item.picture)
    moved = picture.transform(canvas, Image.Transform.AFFINE, how, Image.Resampling.BILINEAR)
    return np.asarray(moved)


def _worn(ink: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
    """Sharp, blurred, or of two tones, as pictures are."""
    chance = random.random()
    if chance < BLURRED_SHARE:
        blur = ImageFilter.GaussianBlur(random.uniform(0.4, 1.6))
        return np.asarray(Image.fromarray(ink).filter(blur))
    if chance < BLURRED_SHARE + BINARY_SHARE:
        return np.where(ink > random.uniform(60, 180), np.uint8(255), np.uint8(0))
    return ink
