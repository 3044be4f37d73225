"""What a picture loses on its way: cut at an edge, crossed by rules that were taken out, broken."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Ink = NDArray[np.uint8]

CUT = 0.5  # of the pen's width, at most: what is cut off a side; more could be a stroke
RULES = (1, 3)  # how many are taken out
RULE_WIDTH = (0.012, 0.035)  # of the picture's height
LEFT_SHARE = 0.3  # of a rule's length: pieces that were taken for ink and stay
BREAK = (0.5, 0.9)  # of the pen's width: half a gap in a stroke
FAINTEST = 0.45  # of the strongest ink: what uneven pressure leaves


def wear(ink: Ink, pen_width: float, random: np.random.Generator) -> Ink:
    """Does one or two things to ink that leave a digit what it is.

    Args:
        ink: (H, W), 255 = ink, with paper all around.
        pen_width: in pixels.
        random: which, and how much.

    Returns:
        (H, W) or smaller.
    """
    ways = random.permutation(5)[: 1 + (random.random() < 0.35)]
    for way in sorted(ways):  # what cuts comes last
        if way == 0:
            ink = _without_rules(ink, random)
        elif way == 1:
            ink = _broken(ink, pen_width, random)
        elif way == 2:
            ink = _specked(ink, pen_width, random)
        elif way == 3:
            ink = _faded(ink, random)
        else:
            ink = _cut(ink, pen_width, random)
    return ink


def _without_rules(ink: Ink, random: np.random.Generator) -> Ink:
    """Level gaps at even distances, at times with pieces of the rules beside the strokes."""
    height, width = ink.shape
    count = int(random.integers(RULES[0], RULES[1] + 1))
    thick = max(1.0, height * random.uniform(*RULE_WIDTH))
    first, step = random.uniform(0.1, 0.5), random.uniform(0.2, 0.4)
    picture = Image.fromarray(ink)
    pen = ImageDraw.Draw(picture)
    for level in (first + step * np.arange(count)) * height:
        tilt = random.normal(0, 0.01) * width
        pen.line((0, level, width, level + tilt), fill=0, width=round(thick))
        if random.random() < LEFT_SHARE:
            start, length = random.uniform(0, 0.9) * width, random.uniform(0.03, 0.12) * width
            strength = int(random.integers(60, 200))
            pen.line((start, level, start + length, level), fill=strength, width=round(thick))
    return np.asarray(picture)


def _broken(ink: Ink, pen_width: float, random: np.random.Generator) -> Ink:
    """Gaps where the pen did not write."""
    places = np.argwhere(ink > 127)
    if not len(places):
        return ink
    picture = Image.fromarray(ink)
    pen = ImageDraw.Draw(picture)
    for y, x in places[random.integers(len(places), size=int(random.integers(1, 4)))]:
        radius = pen_width * random.uniform(*BREAK)
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=0)
    return np.asarray(picture)


def _specked(ink: Ink, pen_width: float, random: np.random.Generator) -> Ink:
    """A few small spots that are no part of it."""
    picture = Image.fromarray(ink)
    pen = ImageDraw.Draw(picture)
    for _ in range(int(random.integers(1, 6))):
        x, y = random.random(2) * picture.size
        radius = random.uniform(0.1, 0.35) * min(pen_width, 0.1 * max(picture.size))
        strength = int(random.integers(80, 256))
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=strength)
    return np.asarray(picture)


def _faded(ink: Ink, random: np.random.Generator) -> Ink:
    """Pressed harder here than there: a smooth change over the picture, and grain."""
    coarse = random.uniform(FAINTEST, 1, (3, 3)).astype(np.float32)
    height, width = ink.shape
    strength = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
    grain = 1 - random.uniform(0, 0.35) * random.random(ink.shape)
    return np.round(ink * np.clip(np.asarray(strength) * grain, 0, 1)).astype(np.uint8)


def _cut(ink: Ink, pen_width: float, random: np.random.Generator) -> Ink:
    """Less of it at some of its sides, as in a picture that is cropped tightly."""
    rows, columns = np.nonzero(ink > 127)
    if not len(rows):
        return ink
    top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
    off = np.where(random.random(4) < 0.4, random.uniform(0, CUT, 4) * pen_width, 0).astype(int)
    cropped = ink[top + off[0] : bottom - off[1], left + off[2] : right - off[3]]
    return cropped if cropped.any() else ink
