"""Pictures as people really take them: a digit on ruled paper, in a box, in a window, on a desk.

Each kind of `SCENES` puts the ink of one digit into a picture, as varied as the world is. What a
network sees of such a picture is up to `digits.ink`; `seen_scenes` gives that, to learn from.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from dlcore import digits
from dlcore.digits.ink import hypotheses
from dlcore.pretrain.handwriting import variation
from dlcore.pretrain.handwriting.fonts import Fonts
from dlcore.pretrain.handwriting.pool import NOT_A_DIGIT
from dlcore.pretrain.handwriting.printed import displayed, typeset
from dlcore.pretrain.handwriting.strokes import StrokeSet, draw, extent

Mask = NDArray[np.uint8]
"""(height, width), 255 = ink."""
Sheet = NDArray[np.float32]
"""(height, width, 3) in [0, 255], before a camera has seen it."""
Scene = Callable[[Mask, np.random.Generator], NDArray[np.uint8]]
"""From the ink of a digit to a picture, (height, width, 3) uint8."""
Box = tuple[int, int, int, int]
Colour = tuple[int, int, int]

PAPERS = ((255, 255, 255), (250, 247, 238), (238, 238, 240), (245, 235, 200), (222, 226, 220))
PENS = ((15, 15, 20), (25, 45, 140), (40, 80, 200), (170, 30, 35), (60, 60, 65), (20, 90, 50))
PENCILS = ((110, 110, 112), (135, 133, 135), (155, 155, 160))
RULES = ((150, 180, 220), (170, 170, 175), (190, 210, 200), (220, 170, 170), (120, 130, 150))
TABLES = ((70, 45, 30), (35, 35, 38), (110, 75, 50), (60, 70, 85), (95, 20, 25), (20, 60, 45))
WORDS = ("Notes", "Untitled - Paint", "Amount", "File  Edit  View", "Code", "Date", "No.", "Age")
ALIKE, UNLIKE = 0.75, 0.35  # correlation with the digit's own ink: it is the digit; it is not


def tight_crop(mask: Mask, random: np.random.Generator) -> NDArray[np.uint8]:
    """Hardly any paper around, or none: ink touches the edge."""
    rows, columns = np.nonzero(mask > 60)
    mask = mask[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    margins = random.integers(-1, 4, (2, 2))
    mask = np.pad(mask, np.maximum(margins, 0).tolist())
    cut_top, cut_left = (int(min(margins[axis, 0], 0) < 0) for axis in (0, 1))
    sheet = _written(
        _blank(mask[cut_top:, cut_left:].shape, random), mask[cut_top:, cut_left:], _pen(random)
    )
    if random.random() < 0.3:
        sheet = 255 - sheet
    return _camera(sheet, random) if random.random() < 0.6 else _screen(sheet, random)


def shadow(mask: Mask, random: np.random.Generator) -> NDArray[np.uint8]:
    """The hard edge of a shadow across the paper, under soft light at times."""
    sheet = _page(mask, random)
    sheet *= _shadow(sheet.shape, random)
    if random.random() < 0.5:
        sheet *= _light(sheet.shape, random)
    return _camera(sheet, random)


def soft_light(mask: Mask, random: np.random.Generator) -> NDArray[np.uint8]:
    """Paper that one lamp lights from a side."""
    sheet = _page(mask, random)
    return _camera(sheet * _light(sheet.shape, random), random)


def noise(mask: Mask, random: np.random.Generator) -> NDArray[np.uint8]:
    """The grain of a camera in the dark."""
    return _camera(_page(mask, random), random, grain=random.uniform(8, 22))


def faint(mask: Mask, random: np.random.Generator) -> NDArray[np.uint8]:
    """A pencil that was hardly pressed down."""
    sheet = _page(mask, random, pen=_choice(PENCILS, random))
    if random.random() < 0.4:
        sheet *= _light(sheet.shape, random, 0.75)
    return _camera(sheet, random, grain=random.uniform(0.5, 5))


def thin(mask: Mask, random: np.random.Generator) -> NDArray[np.uint8]:
    """A fine line on a large sheet, as `seen_scenes` draws masks of this kind."""
    sheet = _page(mask, random, margin=(0.1, 0.8))
    return _camera(sheet, random, 1.5) if random.random() < 0.5 else _screen(sheet, random)


def box(mask: Mask, random: np.random.Generator) -> NDArray[np.uint8]:
    """A printed box around the digit: thick, thin, double, round at its corners."""
    inner = _in_room(mask, random, (0.06, 0.5))
    frame = _in_room(np.zeros(inner.shape, np.uint8), random, (0.02, 0.25))
    alpha, place = _centred(inner, frame.shape)
    sheet = _written(_blank(alpha.shape, random), alpha, _pen(random))
    sheet = _framed(sheet, place, random)
    return _seen_somehow(sheet, random)


def form_field(mask: Mask, random: np.random.Generator) -> NDArray[np.uint8]:
    """A row of boxes with a word before it, the digit in one of them."""
    inner = _in_room(mask, random, (0.05, 0.35))
    height, width = inner.shape
    cells = int(random.integers(1, 5))
    own = int(random.integers(cells))
    gap = int(random.choice([0, width // 8]))
    before, above = int(width * random.uniform(0.2, 1.6)), int(height * random.uniform(0.1, 0.6))
    total = (height + 2 * above, before + cells * (width + gap) + width // 4)
    sheet = _blank(total, random)
    colour = _choice((*PENS, *RULES), random)
    line = max(1, round(height * random.uniform(0.01, 0.03)))
    for cell in range(cells):
        left = before + cell * (width + gap)
        sheet = _outlined(sheet, (left, above, left + width, above + height), colour, line)
    if random.random() < 0.7:
        sheet = _labelled(sheet, (4, above + height // 3), before // 5, colour, random)
    left = before + own * (width + gap)
    _write_at(sheet, inner, above, left, _pen(random))
    return _seen_somehow(sheet, random)


def window(mask: Mask, random: np.random.Generator) -> NDArray[np.uint8]:
    """A screenshot of a digit in a window with its frame, title and buttons."""
    inner = _in_room(mask, random, (0.15, 0.9))
    height, width = inner.shape
    dark = random.random() < 0.25
    paper, pen = (
        ((24, 26, 32), (235, 235, 240)) if dark else (_choice(PAPERS, random), _pen(random))
    )
    bar = int(np.clip(height * random.uniform(0.08, 0.2), 14, 44))
    edge = int(random.integers(0, 5))
    around = int(random.choice([0, 0, 12, 40]))
    total = height + bar + 2 * (edge + around), width + 2 * (edge + around)
    sheet = np.full((*total, 3), _choice((*TABLES, (200, 210, 225), (30, 110, 150)), random), float)
    top, left = around + edge + bar, around + edge
    colour = _choice(((230, 230, 235), (50, 52, 60), (0, 90, 180), (200, 205, 215)), random)
    sheet[around : total[0] - around, around : total[1] - around] = colour
    sheet[top : top + height, left : left + width] = paper
    words = (20, 20, 20) if np.mean(colour) > 128 else (240, 240, 240)
    sheet = _labelled(sheet, (left + 6, around + edge + bar // 6), bar * 2 // 3, words, random)
    sheet = _buttons(sheet, (left, around + edge, left + width, around + edge + bar), words, random)
    if random.random() < 0.3:
        sheet = _outlined(sheet, (left, top, left + width, top + height), (128, 128, 130), 1)
    _write_at(sheet, inner, top, left, pen)
    return _screen(sheet, random)


def table_cell(mask: Mask, random: np.random.Generator) -> NDArray[np.uint8]:
    """A cell cut out of a table, with the lines around it and remains of its neighbours."""
    inner = _in_room(mask, random, (0.08, 0.45))
    height, width = inner.shape
    margin = int(min(height, width) * random.uniform(0.06, 0.4))
    sheet = _blank((height + 2 * margin, width + 2 * margin), random)
    colour, pen = _choice((*PENS, *RULES), random), _pen(random)
    line = max(1, round(height * random.uniform(0.006, 0.025)))
    for level in (margin, margin + height):
        sheet[level : level + line] = colour
    for level in (margin, margin + width):
        sheet[:, level : level + line] = colour
    for side in range(4):
        if random.random() < 0.4:
            _leave_remains(sheet, mask, side, margin, pen, random)
    _write_at(sheet, inner, margin, margin, pen)
    return _seen_somehow(sheet, random)


def desk(mask: Mask, random: np.random.Generator) -> NDArray[np.uint8]:
    """A light sheet of paper on a dark table, seen from a slant."""
    note = _page(mask, random, margin=(0.25, 1.2))
    height, width = note.shape[:2]
    more = random.uniform(1.15, 1.9, 2)
    total = int(height * more[0]), int(width * more[1])
    table = _table(total, random)
    free = np.array([total[1] - width, total[0] - height])
    corner = free * random.uniform(0.1, 0.9, 2)
    ends = np.array([(0, 0), (width, 0), (width, height), (0, height)]) + corner
    ends = _turned(ends, np.deg2rad(random.normal(0, 6))) + random.normal(0, 0.02, (4, 2)) * width
    paper = _warped(note, ends, total)
    cover = _warped(np.full((height, width, 3), 255, np.float32), ends, total) / 255
    sheet = (table * (1 - cover) + paper).astype(np.float32)
    if random.random() < 0.5:
        sheet *= _light(sheet.shape, random)
    return _camera(sheet, random)


def ruled(mask: Mask, random: np.random.Generator) -> NDArray[np.uint8]:
    """Lines across the paper, a margin line and holes at times."""
    return _on_lines(mask, random, squared=False)


def squared(mask: Mask, random: np.random.Generator) -> NDArray[np.uint8]:
    """Paper with lines both ways."""
    return _on_lines(mask, random, squared=True)


def meter(mask: Mask, random: np.random.Generator) -> NDArray[np.uint8]:
    """A light digit on the dark drum of a meter, seen through its window."""
    inner = _in_room(mask, random, (0.05, 0.3))
    height, width = inner.shape
    dark = random.random() < 0.75
    face = _choice(((20, 20, 22), (40, 40, 42), (120, 20, 25)) if dark else PAPERS, random)
    glyph = _choice(((235, 235, 230), (200, 200, 195)) if dark else PENS[:1], random)
    sheet = _written(np.full((height, width, 3), face, np.float32), inner, glyph)
    # A drum is round: it grows dark towards its upper and lower edge.
    bend = 1 - random.uniform(0, 0.6) * np.linspace(-1, 1, height)[:, None, None] ** 2
    sheet = (sheet * bend).astype(np.float32)
    edge = int(height * random.uniform(0, 0.15))
    rim = _choice(((60, 60, 62), (180, 180, 182), (15, 15, 15), (225, 225, 225)), random)
    widths = ((edge, edge), (edge, edge), (0, 0))
    sheet = np.stack(
        [np.pad(sheet[..., i], widths[:2], constant_values=rim[i]) for i in range(3)], axis=2
    )
    return _camera(sheet * _light(sheet.shape, random, 0.7), random)


def lcd(mask: Mask, random: np.random.Generator) -> NDArray[np.uint8]:
    """The segments of a display: dark on grey-green, or glowing in the dark."""
    inner = _in_room(mask, random, (0.1, 0.6))
    if random.random() < 0.6:
        back, glyph = (
            _choice(((165, 175, 150), (190, 195, 185), (130, 150, 160)), random),
            (25, 30, 28),
        )
    else:
        back, glyph = (18, 14, 14), _choice(((255, 40, 30), (60, 255, 90), (90, 170, 255)), random)
    sheet = _written(np.full((*inner.shape, 3), back, np.float32), inner, glyph)
    return _camera(sheet * _light(sheet.shape, random, 0.75), random)


def printed(mask: Mask, random: np.random.Generator) -> NDArray[np.uint8]:
    """A digit of a book or a sign."""
    sheet = _page(mask, random, pen=PENS[0] if random.random() < 0.6 else _pen(random))
    return _seen_somehow(sheet, random)


SCENES: dict[str, Scene] = {
    scene.__name__: scene
    for scene in (
        tight_crop,
        shadow,
        soft_light,
        box,
        form_field,
        window,
        table_cell,
        desk,
        ruled,
        squared,
        meter,
        lcd,
        printed,
        faint,
        thin,
        noise,
    )
}
PRINTED = ("meter", "printed")  # kinds whose digits are of a font
DISPLAYED = ("lcd",)


def taken(
    kind: str, people: StrokeSet, random: np.random.Generator, fonts: Fonts | None = None
) -> tuple[NDArray[np.uint8], Mask, int]:
    """One picture of a kind.

    Args:
        kind: a name in `SCENES`.
        people: whose digits stand in it, where it is no printed one.
        random: of everything.
        fonts: with digits; without any, a display's segments stand where print would.

    Returns:
        The picture, the ink of the digit alone, and its label.
    """
    mask, label = _digit(kind, people, random, fonts or {})
    return SCENES[kind](mask, random), mask, label


def seen_scenes(
    people: StrokeSet, random: np.random.Generator, fonts: Fonts | None = None
) -> Iterator[tuple[NDArray[np.uint8], int]]:
    """What a network sees of pictures of all kinds, for ever.

    Where a picture may be read in several ways, the way that shows the digit is that digit, and
    what shows something else is none.

    Yields:
        (28, 28) uint8, and 0-9 or `NOT_A_DIGIT`.
    """
    while True:
        for kind in random.permutation(sorted(SCENES)):
            picture, mask, label = taken(str(kind), people, random, fonts)
            truth = digits.from_ink(mask)
            seen = [digits.from_ink(found.ink) for found in hypotheses(picture)]
            likeness = [_likeness(image, truth) for image in seen]
            best = int(np.argmax(likeness))
            if likeness[best] >= ALIKE:
                yield _as_bytes(seen[best]), label
            others = [i for i, alike in enumerate(likeness) if alike < UNLIKE and seen[i].any()]
            if others:
                yield _as_bytes(seen[others[random.integers(len(others))]]), NOT_A_DIGIT


@lru_cache(maxsize=256)
def _own_font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _digit(
    kind: str, people: StrokeSet, random: np.random.Generator, fonts: Fonts
) -> tuple[Mask, int]:
    if kind in DISPLAYED or (kind in PRINTED and not fonts):
        return next(displayed(random))
    if kind in PRINTED:
        return next(typeset(fonts, random))
    index = int(random.integers(len(people.samples)))
    label = int(people.labels[index])
    strokes, _ = variation.vary(variation.dress(people.samples[index], label, random), random)
    low, high = extent(strokes)
    size = random.uniform(300, 700) if kind == "thin" else random.uniform(60, 220)
    scale = size / max(float((high - low).max()), 1e-3)
    pen = size * (random.uniform(0.003, 0.012) if kind == "thin" else random.uniform(0.035, 0.14))
    return draw([stroke * scale for stroke in strokes], max(1.0, pen)), label


def _likeness(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Correlation of two images, a little blurred: the same strokes, not the same pixels."""
    a, b = (_blurred(image[..., 0] * 255, 1.0).ravel() for image in (one, other))
    return float(a @ b / max(float(np.linalg.norm(a) * np.linalg.norm(b)), 1e-6))


def _as_bytes(seen: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.round(seen[..., 0] * 255).astype(np.uint8)


def _choice(options: Sequence[Colour], random: np.random.Generator) -> Colour:
    return options[int(random.integers(len(options)))]


def _pen(random: np.random.Generator) -> Colour:
    return _choice(PENS, random)


def _blank(shape: tuple[int, ...], random: np.random.Generator) -> Sheet:
    return np.full((*shape[:2], 3), _choice(PAPERS, random), np.float32)


def _page(
    mask: Mask,
    random: np.random.Generator,
    pen: Colour | None = None,
    margin: tuple[float, float] = (0.12, 1.0),
) -> Sheet:
    alpha = _in_room(mask, random, margin)
    return _written(_blank(alpha.shape, random), alpha, pen or _pen(random))


def _in_room(mask: Mask, random: np.random.Generator, margin: tuple[float, float]) -> Mask:
    """With paper around: on each side a share of the longer side."""
    share = random.uniform(*margin)
    sides = max(mask.shape) * share * random.uniform(0.4, 1.0, (2, 2))
    return np.pad(mask, sides.astype(int).tolist())


def _centred(inner: Mask, shape: tuple[int, ...]) -> tuple[Mask, Box]:
    height, width = inner.shape
    top, left = (shape[0] - height) // 2, (shape[1] - width) // 2
    alpha = np.zeros(shape, np.uint8)
    alpha[top : top + height, left : left + width] = inner
    return alpha, (left, top, left + width, top + height)


def _written(sheet: Sheet, alpha: Mask, pen: Colour) -> Sheet:
    share = alpha[..., None] / np.float32(255)
    return (sheet * (1 - share) + np.array(pen, np.float32) * share).astype(np.float32)


def _write_at(sheet: Sheet, alpha: Mask, top: int, left: int, pen: Colour) -> None:
    place = sheet[top : top + alpha.shape[0], left : left + alpha.shape[1]]
    place[:] = _written(place, alpha[: place.shape[0], : place.shape[1]], pen)


def _leave_remains(
    sheet: Sheet, mask: Mask, side: int, margin: int, pen: Colour, random: np.random.Generator
) -> None:
    """The edge of a digit that stands in the next cell."""
    turned = np.rot90(mask, side)[: max(2, int(margin * random.uniform(0.2, 0.8)))]
    canvas = np.rot90(sheet, side)  # a view: what is written here stands on the sheet
    room = max(1, canvas.shape[1] - turned.shape[1])
    _write_at(canvas, turned[::-1], 0, int(random.integers(room)), pen)


def _framed(sheet: Sheet, place: Box, random: np.random.Generator) -> Sheet:
    colour = _choice((*PENS, *RULES), random)
    side = min(place[2] - place[0], place[3] - place[1])
    line = max(1, round(side * float(np.exp(random.uniform(*np.log((0.008, 0.06)))))))
    rounded = int(side * random.uniform(0.05, 0.2)) if random.random() < 0.3 else 0
    sheet = _outlined(sheet, place, colour, line, rounded)
    if random.random() < 0.2:
        away = 3 * line
        outer = (place[0] - away, place[1] - away, place[2] + away, place[3] + away)
        sheet = _outlined(sheet, outer, colour, line, rounded)
    return sheet


def _outlined(sheet: Sheet, place: Box, colour: Colour, line: int, rounded: int = 0) -> Sheet:
    picture = Image.fromarray(sheet.astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle(place, rounded, outline=tuple(int(c) for c in colour), width=line)
    return np.asarray(picture).astype(np.float32)


def _labelled(
    sheet: Sheet, at: tuple[int, int], size: int, colour: Colour, random: np.random.Generator
) -> Sheet:
    picture = Image.fromarray(sheet.astype(np.uint8))
    text = WORDS[random.integers(len(WORDS))]
    fill = tuple(int(c) for c in colour)
    ImageDraw.Draw(picture).text(at, text, fill, _own_font(max(8, size)))
    return np.asarray(picture).astype(np.float32)


def _buttons(sheet: Sheet, bar: Box, colour: Colour, random: np.random.Generator) -> Sheet:
    """Those that close a window, round ones left or crosses right."""
    picture = Image.fromarray(sheet.astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    _, top, right, bottom = bar
    size = max(2, (bottom - top) // 5)
    middle = (top + bottom) // 2
    fill = tuple(int(c) for c in colour)
    for number in range(3):
        x = right - (2 * number + 1) * 2 * size
        if random.random() < 0.5:
            pen.ellipse((x - size, middle - size, x + size, middle + size), fill)
        else:
            pen.line((x - size, middle - size, x + size, middle + size), fill, 1)
            pen.line((x - size, middle + size, x + size, middle - size), fill, 1)
    return np.asarray(picture).astype(np.float32)


def _on_lines(mask: Mask, random: np.random.Generator, squared: bool) -> NDArray[np.uint8]:
    alpha = _in_room(mask, random, (0.2, 1.0))
    sheet = _blank(alpha.shape, random)
    height, width = alpha.shape
    spacing = max(6, int(max(mask.shape) * random.uniform(0.15 if squared else 0.3, 1.1)))
    line = max(1, round(max(mask.shape) * random.uniform(0.004, 0.018)))
    colour = _choice(RULES, random)
    starts = random.integers(spacing, size=2)
    for level in range(int(starts[0]), height, spacing):
        sheet[level : level + line] = colour
    if squared:
        for level in range(int(starts[1]), width, spacing):
            sheet[:, level : level + line] = colour
    elif random.random() < 0.3:
        at = int(width * random.uniform(0.02, 0.1))
        sheet[:, at : at + line] = (220, 120, 120)
    sheet = _written(sheet, alpha, _pen(random))
    if random.random() < 0.5:
        return _screen(sheet, random)
    sheet = _tilted(sheet, random)
    return _camera(sheet * _light(sheet.shape, random, 0.7), random)


def _seen_somehow(sheet: Sheet, random: np.random.Generator) -> NDArray[np.uint8]:
    """On a screen or by a camera."""
    if random.random() < 0.5:
        return _screen(sheet, random)
    sheet = _tilted(sheet, random)
    return _camera(sheet * _light(sheet.shape, random, 0.7), random)


def _tilted(sheet: Sheet, random: np.random.Generator) -> Sheet:
    """Turned by a few degrees, and the corners cut off that this leaves empty."""
    angle = float(random.normal(0, 1.5))
    picture = Image.fromarray(sheet.astype(np.uint8))
    turned = np.asarray(picture.rotate(angle, Image.Resampling.BICUBIC)).astype(np.float32)
    height, width = sheet.shape[:2]
    slope = abs(np.tan(np.deg2rad(angle))) / 2
    cut = int(np.ceil(slope * width)), int(np.ceil(slope * height))
    return turned[cut[0] : height - cut[0], cut[1] : width - cut[1]]


def _table(shape: tuple[int, int], random: np.random.Generator) -> Sheet:
    """A dark surface with a grain along one side, as wood has."""
    grain = random.normal(0, 1, (shape[0], 1 + shape[1] // 24)).astype(np.float32)
    texture = np.asarray(Image.fromarray(grain).resize((shape[1], shape[0])))
    texture = _blurred(texture * 20 + 128, 1.0) - 128
    colour = np.array(_choice(TABLES, random), np.float32)
    return np.clip(colour + texture[..., None] * random.uniform(0, 1.2), 0, 255).astype(np.float32)


def _turned(points: NDArray[np.float64], angle: float) -> NDArray[np.float64]:
    middle = points.mean(axis=0)
    matrix = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return (points - middle) @ matrix + middle


def _warped(sheet: Sheet, ends: NDArray[np.float64], shape: tuple[int, int]) -> Sheet:
    """A sheet whose corners come to lie where `ends` says, 0 around it."""
    height, width = sheet.shape[:2]
    begins = np.array([(0, 0), (width, 0), (width, height), (0, height)], float)
    rows = []
    for (x, y), (u, v) in zip(ends, begins, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    terms = np.linalg.solve(np.array(rows), begins.ravel())
    picture = Image.fromarray(np.clip(sheet, 0, 255).astype(np.uint8))
    size = (shape[1], shape[0])
    warped = picture.transform(
        size, Image.Transform.PERSPECTIVE, terms.tolist(), Image.Resampling.BILINEAR
    )
    return np.asarray(warped).astype(np.float32)


def _light(shape: tuple[int, ...], random: np.random.Generator, least: float = 0.4) -> Sheet:
    """Shares of the light, (height, width, 1): from one side, and from the middle outwards."""
    rows, columns = (np.linspace(-1, 1, side, dtype=np.float32) for side in shape[:2])
    angle = random.uniform(0, 2 * np.pi)
    along = np.cos(angle) * columns[None] + np.sin(angle) * rows[:, None]
    outwards = (columns[None] ** 2 + rows[:, None] ** 2) / 2
    field = along * random.uniform(0, 0.5) + outwards * random.uniform(0, 0.5)
    field = (field - field.min()) / max(float(np.ptp(field)), 1e-6)
    return (1 - field * (1 - random.uniform(least, 1)))[..., None].astype(np.float32)


def _shadow(shape: tuple[int, ...], random: np.random.Generator) -> Sheet:
    """The same with one hard edge through the picture."""
    rows, columns = (np.linspace(-1, 1, side, dtype=np.float32) for side in shape[:2])
    angle = random.uniform(0, 2 * np.pi)
    along = np.cos(angle) * columns[None] + np.sin(angle) * rows[:, None]
    soft = random.uniform(0.005, 0.08)
    lit = 1 / (1 + np.exp(-np.clip((along - random.uniform(-0.5, 0.5)) / soft, -30, 30)))
    return (1 - (1 - lit) * random.uniform(0.25, 0.7))[..., None].astype(np.float32)


def _blurred(values: NDArray[np.float32], radius: float) -> NDArray[np.float32]:
    picture = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(radius))).astype(np.float32)


def _camera(
    sheet: Sheet, random: np.random.Generator, grain: float | None = None
) -> NDArray[np.uint8]:
    """Colour of the light, blur, grain and JPEG."""
    colour = random.uniform(0.9, 1.0, 3) * random.uniform(0.75, 1.0)
    blurred = _blurred((sheet * colour).astype(np.float32), random.uniform(0, 1.2))
    deviation = random.uniform(0.5, 7) if grain is None else grain
    grainy = blurred + random.normal(0, deviation, sheet.shape)
    return _compressed(np.clip(grainy, 0, 255).astype(np.uint8), random)


def _screen(sheet: Sheet, random: np.random.Generator) -> NDArray[np.uint8]:
    picture = np.clip(sheet, 0, 255).astype(np.uint8)
    return _compressed(picture, random) if random.random() < 0.4 else picture


def _compressed(picture: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=int(random.integers(40, 96)))
    return np.asarray(Image.open(file).convert("RGB"))
