"""A line of the page's own strokes, its digits as far apart as a visitor likes."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ui.shared.strokes import CANVAS_SIZE, STROKES

_PEN = 22  # px, on a sheet of CANVAS_SIZE
_HEIGHT = 188  # px, of each digit without its pen
_SMALLER = 2  # the line is drawn so many times larger, and its pixels averaged
_CURVE = np.linspace(0, 1, 17)[:, None]  # a curve is drawn as 16 straight strokes


def line(digits: str, distance: float) -> NDArray[np.float32]:
    """Digits side by side.

    Args:
        digits: one or more.
        distance: from the ink of one to that of the next, in heights; below 0 they overlap.

    Returns:
        (H, W) float32 in [0, 1], the ink.
    """
    glyphs = [_digit(int(digit)) for digit in digits]
    steps = [glyph.shape[1] + round(distance * _HEIGHT) for glyph in glyphs]
    lefts = CANVAS_SIZE // 4 + np.cumsum([0, *steps[:-1]])
    right = max(left + glyph.shape[1] for left, glyph in zip(lefts, glyphs, strict=True))
    sheet = np.zeros((CANVAS_SIZE, right + CANVAS_SIZE // 4), np.uint8)
    for left, glyph in zip(lefts, glyphs, strict=True):
        part = sheet[:, left : left + glyph.shape[1]]
        np.maximum(part, glyph, out=part)
    smaller = np.asarray(Image.fromarray(sheet).reduce(_SMALLER))
    return smaller.astype(np.float32) / np.float32(255)


def _digit(number: int) -> NDArray[np.uint8]:
    """One digit, as wide as its ink."""
    sheet = Image.new("L", (CANVAS_SIZE, CANVAS_SIZE))
    pen = ImageDraw.Draw(sheet)
    for points in _strokes(STROKES[number]):
        pen.line([tuple(point) for point in points], fill=255, width=_PEN, joint="curve")
        for x, y in (points[0], points[-1]):  # round ends
            half = _PEN / 2
            pen.ellipse((x - half, y - half, x + half, y + half), fill=255)
    inked = np.flatnonzero(np.asarray(sheet).any(axis=0))
    return np.asarray(sheet)[:, inked[0] : inked[-1] + 1]


def _strokes(path: str) -> list[NDArray[np.float64]]:
    """The strokes of an SVG path of M, L and cubic C, as points (n, 2)."""
    strokes: list[NDArray[np.float64]] = []
    for command, numbers in re.findall(r"([MLC])([^MLC]*)", path):
        points = np.array(numbers.split(), float).reshape(-1, 2)
        if command == "M":
            strokes.append(points)
        elif command == "L":
            strokes[-1] = np.concatenate([strokes[-1], points])
        else:
            for i in range(0, len(points), 3):
                strokes[-1] = np.concatenate(
                    [strokes[-1], _curve(strokes[-1][-1], *points[i : i + 3])]
                )
    return strokes


def _curve(*points: NDArray[np.float64]) -> NDArray[np.float64]:
    """A cubic Bézier curve."""
    a, b, c, d = points
    t, u = _CURVE, 1 - _CURVE
    return u**3 * a + 3 * u**2 * t * b + 3 * u * t**2 * c + t**3 * d
