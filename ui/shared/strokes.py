"""Pen strokes for a visitor who has neither mouse nor finger to draw with: ten digits, and any
others that are typed."""

from __future__ import annotations

import io
import re
from itertools import cycle
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from dlcore.errors import LabError
from dlcore.messages import N_

CANVAS_SIZE = 280  # px, ten times the side of an MNIST image; what the strokes below are made for
INK = "#FFFFFF"
PAPER = "#10141F"  # light ink on dark, as the network was taught

# SVG paths in the canvas's pixels.
STROKES = {
    0: "M 140 48 C 75 48 75 232 140 232 C 205 232 205 48 140 48",
    1: "M 146 48 L 136 232",
    2: "M 86 100 C 86 34 194 34 194 100 C 194 150 96 190 86 228 L 202 228",
    3: "M 92 74 C 112 34 190 40 190 90 C 190 132 132 136 126 136 C 132 136 200 138 200 186 "
    "C 200 246 102 246 82 204",
    4: "M 122 50 L 82 156 L 206 156 M 168 104 L 168 236",
    5: "M 192 54 L 106 54 L 98 130 C 130 104 202 114 202 174 C 202 242 110 246 82 212",
    6: "M 176 48 C 112 78 86 140 86 184 C 86 246 196 246 196 184 C 196 128 102 128 88 184",
    7: "M 80 58 L 202 58 L 126 236",
    8: "M 140 134 C 78 118 84 48 140 48 C 196 48 202 118 140 134 C 68 150 74 234 140 234 "
    "C 206 234 212 150 140 134",
    9: "M 192 104 C 192 38 90 38 90 100 C 90 156 178 158 192 104 L 184 236",
}
MOST_TYPED = 600  # characters
_SHARE = r"([0-9]{1,3}(?:\.[0-9]{1,3})?)"
_POINT = re.compile(f"{_SHARE},{_SHARE}")
_FULL_WIDTH = str.maketrans({chr(ord(one) + 0xFEE0): one for one in "0123456789.,|"})
_DOT = 0.01  # px from a point to itself: a line of no length is not drawn
_PITCH = 180  # from one digit to the next; none is wider than 136
_THICKEST = 30  # of a pen that leaves paper between them
_FINE = 2  # px drawn each way for one of a picture
_ALONG = np.linspace(0, 1, 25)[1:, None]
_CUBIC = np.hstack(  # (24, 4): from a curve's corners to points along it
    [(1 - _ALONG) ** 3, 3 * _ALONG * (1 - _ALONG) ** 2, 3 * _ALONG**2 * (1 - _ALONG), _ALONG**3]
)


def drawing(text: str, pen_width: int, width: int, height: int) -> dict[str, Any]:
    """The strokes of a number as the canvas's own JSON, for its `initial_drawing`.

    Args:
        text: its digits; they stand side by side in the middle.
        pen_width: px; less where the strokes of two digits would touch.
        width, height: of the canvas in px.
    """
    scale = min(height / CANVAS_SIZE, width / (_PITCH * len(text)))
    first = width / 2 - scale * (CANVAS_SIZE + _PITCH * (len(text) - 1)) / 2
    top = (height - scale * CANVAS_SIZE) / 2
    pen = pen_width if len(text) == 1 else min(pen_width, scale * _THICKEST)
    return {
        "objects": [
            _stroke(_moved(STROKES[int(digit)], scale, first + i * scale * _PITCH, top), pen)
            for i, digit in enumerate(text)
        ]
    }


def typed(text: str) -> list[NDArray[np.float64]]:
    """The strokes that a visitor has typed: "x,y x,y | x,y x,y", perhaps in full-width characters.

    Returns:
        Points (n, 2) along each, in percent of the sheet's width and height; none of an empty text.

    Raises:
        LabError: they are written otherwise, or lie beside the sheet.
    """
    if not text.strip():
        return []
    lines = text.translate(_FULL_WIDTH).split("|")
    if not all(map(str.strip, lines)):
        raise LabError(N_("A stroke needs a point at least. Beside a | there is none."))
    return [np.array([_point(one) for one in line.split()]) for line in lines]


def _point(text: str) -> tuple[float, float]:
    found = _POINT.fullmatch(text)
    point = (float(found[1]), float(found[2])) if found else (-1.0, -1.0)
    if not all(0 <= share <= 100 for share in point):
        raise LabError(
            N_("A point is two numbers from 0 to 100 with a comma between them. Received: {text}"),
            text=text[:20],
        )
    return point


def drawing_of(
    lines: list[NDArray[np.float64]], pen_width: int, width: int, height: int
) -> dict[str, Any]:
    """Strokes that were `typed`, as `drawing` gives those of a number."""
    corners = [line * (width / 100, height / 100) for line in lines]
    ends = [
        line if len(line) > 1 else np.vstack([line, np.add(line, (_DOT, 0))]) for line in corners
    ]
    paths = [" L ".join(f"{x:.7g} {y:.7g}" for x, y in line) for line in ends]
    return {"objects": [_stroke(f"M {path}", pen_width) for path in paths]}


def _moved(path: str, scale: float, left: float, top: float) -> str:
    """A path scaled and shifted: its numbers are x and y in turn."""
    offsets = cycle((left, top))
    return re.sub(r"\d+", lambda found: f"{int(found[0]) * scale + next(offsets):g}", path)


def _stroke(path: str, pen_width: float) -> dict[str, Any]:
    return {
        "type": "Path",
        "path": path,
        "fill": None,
        "stroke": INK,
        "strokeWidth": pen_width,
        "strokeLineCap": "round",
        "strokeLineJoin": "round",
    }


def picture(drawing: dict[str, Any], width: int, height: int) -> bytes:
    """A PNG of what `drawing` or `drawing_of` gave, as the canvas shows it."""
    sheet = Image.new("RGB", (width * _FINE, height * _FINE), PAPER)
    brush = ImageDraw.Draw(sheet)
    for stroke in drawing["objects"]:
        radius = stroke["strokeWidth"] * _FINE / 2
        for line in _lines(stroke["path"]):
            points = [(float(x), float(y)) for x, y in line * _FINE]
            brush.line(points, fill=INK, width=round(2 * radius), joint="curve")
            for x, y in (points[0], points[-1]):
                brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=INK)
    png = io.BytesIO()
    sheet.reduce(_FINE).save(png, "PNG")
    return png.getvalue()


def _lines(path: str) -> list[NDArray[np.float64]]:
    """The points along each line of a path: of its cubic curves a few, of its straight parts the
    ends."""
    lines: list[NDArray[np.float64]] = []
    for command, numbers in re.findall(r"([MLC])([^MLC]*)", path):
        points = np.array(numbers.split(), float).reshape(-1, 2)
        if command == "M":
            lines.append(points)
            continue
        if command == "C":
            corners = np.concatenate([lines[-1][-1:], points])
            curves = [corners[at : at + 4] for at in range(0, len(points), 3)]
            points = np.concatenate([_CUBIC @ curve for curve in curves])
        lines[-1] = np.concatenate([lines[-1], points])
    return lines
