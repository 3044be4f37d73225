"""Ten digits as pen strokes, for a visitor who has neither mouse nor finger to draw with."""

from __future__ import annotations

from typing import Any

CANVAS_SIZE = 280  # px, ten times the side of an MNIST image
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


def drawing(digit: int, pen_width: int) -> dict[str, Any]:
    """The strokes of a digit as the canvas's own JSON, for its `initial_drawing`."""
    return {
        "objects": [
            {
                "type": "Path",
                "path": STROKES[digit],
                "fill": None,
                "stroke": INK,
                "strokeWidth": pen_width,
                "strokeLineCap": "round",
                "strokeLineJoin": "round",
            }
        ]
    }
