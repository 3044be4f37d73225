"""Pictures that show no digit, made by program: what a network is to be unsure of.

Some kinds are taught as an eleventh class; the others are kept from it, to ask about. A network
that has only learnt to refuse what it was shown knows no more of the rest than before (Hendrycks,
Mazeika, Dietterich 2019).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from dlcore.digits import SIDE, from_ink
from dlcore.messages import N_

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont
    from PIL.ImageFont import ImageFont as BitmapFont

LETTERS = "AaCcdEeFfHhKkLMmNnPpRrTtUuVvWwXx"
"""Those that no hand writes like a digit."""
_FINE = 4  # drawn so many times larger, then averaged: smooth edges
_LARGE = SIDE * _FINE

Drawn = NDArray[np.float32]  # (28, 28) in [0, 1]
Draw = Callable[[np.random.Generator], Drawn]


@dataclass(frozen=True)
class NonsenseKind:
    """One kind of picture.

    Attributes:
        title: an English msgid.
        draw: makes one by chance.
        taught: whether it is among those that the eleventh class is usually taught.
    """

    title: str
    draw: Draw
    taught: bool


def pictures(name: str, count: int, random: np.random.Generator) -> NDArray[np.uint8]:
    """Pictures of one of `NONSENSE`: (count, 28, 28) uint8."""
    return np.stack(list(drawn_one_by_one(name, count, random)))


def drawn_one_by_one(
    name: str, count: int, random: np.random.Generator
) -> Iterator[NDArray[np.uint8]]:
    """The same one after the other, for who wants to stop in between."""
    for _ in range(count):
        yield np.round(255 * NONSENSE[name].draw(random)).astype(np.uint8)


def _noise(random: np.random.Generator) -> Drawn:
    """Each pixel by itself, from a few specks to all of them."""
    lit = random.random((SIDE, SIDE)) < random.uniform(0.05, 1)
    return np.where(lit, random.random((SIDE, SIDE)), 0).astype(np.float32)


def _blots(random: np.random.Generator) -> Drawn:
    """A few round spots with soft edges."""
    y, x = np.mgrid[:SIDE, :SIDE]
    ink = np.zeros((SIDE, SIDE))
    for _ in range(int(random.integers(2, 7))):
        top, left = random.uniform(4, SIDE - 4, 2)
        ink += np.exp(-((y - top) ** 2 + (x - left) ** 2) / (2 * random.uniform(1, 3.5) ** 2))
    return np.clip(ink, 0, 1).astype(np.float32)


def _lines(random: np.random.Generator) -> Drawn:
    """Stripes all over, or a grid of them."""
    y, x = np.mgrid[:SIDE, :SIDE]
    angle, period = random.uniform(0, np.pi), random.uniform(3, 8)
    angles = (angle, angle + np.pi / 2)[: int(random.integers(1, 3))]
    waves = [np.cos(2 * np.pi * (x * np.cos(a) + y * np.sin(a)) / period) for a in angles]
    return np.clip(2 * np.max(waves, axis=0) - random.uniform(0, 1), 0, 1).astype(np.float32)


def _shapes(random: np.random.Generator) -> Drawn:
    """The outline of a triangle or a square, a star, or a cross in a ring."""
    sheet, pen = _sheet()
    width = int(random.integers(6, 13))
    middle, radius = _LARGE / 2, random.uniform(28, 46)
    which = int(random.integers(4))
    if which == 3:
        box = [middle - radius, middle - radius, middle + radius, middle + radius]
        pen.ellipse(box, outline=255, width=width)
    corners = (3, 4, 10, 4)[which]
    turns = random.uniform(0, 1) + np.arange(corners) / corners
    lengths = np.where(np.arange(corners) % 2, 0.45 if which == 2 else 1, 1) * radius
    points = [
        (middle + length * np.cos(2 * np.pi * turn), middle + length * np.sin(2 * np.pi * turn))
        for turn, length in zip(turns, lengths, strict=True)
    ]
    if which == 3:
        pen.line([points[0], points[2]], fill=255, width=width)
        pen.line([points[1], points[3]], fill=255, width=width)
    else:
        pen.line([*points, points[0], points[1]], fill=255, width=width, joint="curve")
    return _as_drawn(sheet)


def _letters(random: np.random.Generator) -> Drawn:
    """A letter, as a visitor's drawing is prepared: of some boldness, turned a little."""
    sheet, pen = _sheet()
    pen.text(
        (_LARGE / 2, _LARGE / 2),
        LETTERS[int(random.integers(len(LETTERS)))],
        fill=255,
        font=_font(),
        anchor="mm",
        stroke_width=int(random.integers(0, 5)),
    )
    return _as_drawn(sheet.rotate(random.uniform(-12, 12), Image.Resampling.BILINEAR))


def _shirts(random: np.random.Generator) -> Drawn:
    """The outline of a shirt with short sleeves, and lines across it."""
    sheet, pen = _sheet()
    mask, filled = _sheet()
    width = int(random.integers(3, 7))
    points = [(x, y) for x, y in _SHIRT * _LARGE + random.normal(0, 1.5, _SHIRT.shape)]
    filled.polygon(points, fill=255)
    step, slant = int(random.integers(9, 20)), random.uniform(-30, 30)
    for y in range(-_LARGE, 2 * _LARGE, step):
        pen.line([(0, y), (_LARGE, y + slant)], fill=int(random.integers(120, 256)), width=width)
    striped = Image.composite(sheet, Image.new("L", sheet.size), mask)
    ImageDraw.Draw(striped).line([*points, points[0]], fill=255, width=width, joint="curve")
    return _shrunk(striped)


_SHIRT = np.array(
    [
        *((0.36, 0.10), (0.43, 0.16), (0.57, 0.16), (0.64, 0.10)),  # the collar
        *((0.95, 0.30), (0.83, 0.45), (0.72, 0.38)),
        *((0.72, 0.92), (0.28, 0.92)),
        *((0.28, 0.38), (0.17, 0.45), (0.05, 0.30)),
    ]
)


def _sheet() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    sheet = Image.new("L", (_LARGE, _LARGE))
    return sheet, ImageDraw.Draw(sheet)


def _shrunk(sheet: Image.Image) -> Drawn:
    small = sheet.resize((SIDE, SIDE), Image.Resampling.BOX)
    return np.asarray(small, np.float32) / np.float32(255)


def _as_drawn(sheet: Image.Image) -> Drawn:
    """Cut out, scaled and centred, as every drawing is before a network sees it."""
    return from_ink(np.asarray(sheet))[..., 0]


@lru_cache(maxsize=1)
def _font() -> FreeTypeFont | BitmapFont:
    return ImageFont.load_default(88)


NONSENSE: Mapping[str, NonsenseKind] = {
    "letters": NonsenseKind(N_("Letters"), _letters, taught=False),
    "shirts": NonsenseKind(N_("Shirts made of lines"), _shirts, taught=False),
    "shapes": NonsenseKind(N_("Shapes"), _shapes, taught=True),
    "lines": NonsenseKind(N_("Stripes"), _lines, taught=True),
    "blots": NonsenseKind(N_("Blots"), _blots, taught=True),
    "noise": NonsenseKind(N_("Noise"), _noise, taught=True),
}
"""By name; a new one is a new entry."""
