"""How the symbols are written, stroke by stroke, as schools teach it.

A way of writing is "x,y x,y x,y; x,y x,y | x,y": points in percent of a box, y pointing down. "|"
parts strokes, and ";" the pieces of one, which join in a corner: two points are a straight line,
more are a curve through all of them, one alone is a dot.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Place = tuple[float, float]
POINTS_A_SPAN = 6  # of a curve, between two of the points that it goes through


@dataclass(frozen=True)
class Way:
    """One way of writing a symbol: places that can be moved, and the strokes through them.

    Attributes:
        places: (n, 2) in a box of about 1 by 1. A corner, or a ring's start and end, is one place
            and moves as one.
        strokes: of each stroke its pieces; of each piece the indices of its places, and a matrix
            (points, places of the piece) from these to the points of the curve through them.
    """

    places: NDArray[np.float64]
    strokes: tuple[tuple[tuple[list[int], NDArray[np.float64]], ...], ...]

    def points(self, moved: NDArray[np.float64]) -> list[NDArray[np.float64]]:
        """(points, 2) of each stroke, of places that have been moved."""
        return [
            np.concatenate([matrix @ moved[indices] for indices, matrix in pieces])
            for pieces in self.strokes
        ]


@dataclass(frozen=True)
class Glyph:
    """A symbol.

    Attributes:
        script: that it is of.
        written: ways in which it is written.
    """

    script: str
    written: tuple[str, ...]

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """The same, read."""
        return tuple(map(_way, self.written))


def _way(written: str) -> Way:
    strokes = [
        [[_place(point) for point in piece.split()] for piece in stroke.split(";")]
        for stroke in written.split("|")
    ]
    places = list(dict.fromkeys(place for stroke in strokes for piece in stroke for place in piece))
    return Way(
        np.array(places),
        tuple(
            tuple(([places.index(place) for place in piece], _curve(piece)) for piece in stroke)
            for stroke in strokes
        ),
    )


def _place(point: str) -> Place:
    x, y = point.split(",")
    return int(x) / 100, int(y) / 100


def _curve(places: list[Place]) -> NDArray[np.float64]:
    """From the places of a piece to points along the smooth curve through them.

    Cubic Hermite: the slope at a place is that of the parabola through it and its neighbours, and
    where the pen is it knows by the square root of the way between them (Lee 1989, centripetal).
    """
    count = len(places)
    if count < 3:
        return np.eye(count)
    ways = np.hypot(*np.diff(np.array(places), axis=0).T)
    when = np.concatenate([[0.0], np.cumsum(np.sqrt(ways))])
    slopes = np.gradient(np.eye(count), when, axis=0, edge_order=2)
    t = np.linspace(0, 1, POINTS_A_SPAN, endpoint=False)[:, None]
    spans = [
        (2 * t**3 - 3 * t**2 + 1) * np.eye(count)[i]
        + (3 * t**2 - 2 * t**3) * np.eye(count)[i + 1]
        + (when[i + 1] - when[i])
        * ((t**3 - 2 * t**2 + t) * slopes[i] + (t**3 - t**2) * slopes[i + 1])
        for i in range(count - 1)
    ]
    return np.concatenate([*spans, np.eye(count)[-1:]])


GLYPHS: dict[str, Glyph] = {
    "α": Glyph(
        "Greek",
        (
            "92,6 72,50 42,92 14,84 4,50 16,14 42,8 66,44 94,94",
            "80,10 44,4 10,44 26,90 60,80 80,44; 80,10 80,78 98,94",
        ),
    ),
    "β": Glyph(
        "Greek",
        (
            "12,122 18,64 24,22 50,0 74,16 64,38 40,44; 40,44 74,50 84,72 62,94 22,84",
            "16,120 16,24 44,0 72,14 66,36 44,44 76,56 80,80 54,96 16,84",
        ),
    ),
    "λ": Glyph("Greek", ("10,8 24,0 38,18 82,94 94,92 | 48,40 8,98", "16,0 86,98 | 50,46 12,98")),
    "ω": Glyph(
        "Greek",
        (
            "22,6 4,48 18,90 40,84 50,46 60,84 82,90 96,48 78,6",
            "8,10 4,56 22,92 44,78 50,40 56,78 78,92 96,56 88,6",
        ),
    ),
    "Ж": Glyph(
        "Cyrillic",
        (
            "50,0 50,100 | 6,2 50,50; 50,50 4,98 | 94,2 50,50; 50,50 96,98",
            "8,4 28,10 40,44 50,50 | 50,50 30,62 6,98 | 92,4 72,10 60,44 50,50 | "
            "50,50 70,62 94,98 | 50,2 50,98",
        ),
    ),
    "Я": Glyph(
        "Cyrillic",
        (
            "80,0 80,100 | 80,2 42,2 18,26 42,52 80,52 | 48,52 12,100",
            "80,100 80,2; 80,2 36,4 20,30 44,52 80,50 | 80,50 48,54 14,98",
        ),
    ),
    "Ф": Glyph(
        "Cyrillic",
        (
            "50,0 50,104 | 50,18 16,24 4,50 18,76 50,82 82,76 96,50 84,24 50,18",
            "50,0 50,106 | 50,30 26,12 4,44 20,76 50,66 | 50,30 74,12 96,44 80,76 50,66",
        ),
    ),
    "Ш": Glyph(
        "Cyrillic",
        (
            "6,2 6,98; 6,98 94,98; 94,98 94,2 | 50,2 50,98",
            "6,4 8,84 26,96 48,80; 50,4 48,80; 48,80 66,98 88,86 92,4",
        ),
    ),
    "א": Glyph(
        "Hebrew",
        (
            "10,4 90,98 | 86,2 88,24 58,60 | 32,30 12,58 16,98",
            "8,2 92,98 | 90,2 62,64 | 30,28 8,98",
        ),
    ),
    "ל": Glyph(
        "Hebrew",
        (
            "22,0 22,38; 22,38 82,38; 82,38 78,66 42,104",
            "14,0 26,36 84,36 80,66 50,104",
        ),
    ),
    "ש": Glyph(
        "Hebrew",
        (
            "6,4 18,96; 18,96 64,92 88,58 96,4 | 50,4 44,48 14,68",
            "4,4 10,60 26,98; 26,98 90,98; 90,98 96,4 | 52,4 46,54 16,76",
        ),
    ),
    "ب": Glyph(
        "Arabic",
        (
            "96,28 94,56 72,70 36,72 8,62 4,30 | 50,102",
            "98,34 92,60 50,66 10,60 2,22 | 52,98",
        ),
    ),
    "س": Glyph(
        "Arabic",
        (
            "98,16 96,42 86,48 80,20; 80,20 78,46 68,50 62,22; 62,22 62,66 44,94 18,94 2,70 8,44",
            "98,22 92,46 82,44 78,24; 78,24 74,48 64,50 58,22; 58,22 60,70 36,98 8,88 4,52",
        ),
    ),
    "ع": Glyph(
        "Arabic",
        (
            "72,12 48,0 26,18 40,36 84,34; 84,34 36,48 8,78 24,108 58,116 92,104",
            "76,18 56,0 32,10 34,34 80,36; 80,36 30,46 4,82 40,116 94,98",
        ),
    ),
    "क": Glyph(
        "Devanagari",
        (
            "2,6 98,6 | 50,6 50,100 | 50,52 26,32 6,50 20,70 50,52 76,34 94,52 84,76",
            "0,4 100,4 | 48,4 48,100 | 48,42 22,34 8,54 24,70 48,56; 48,50 74,32 92,46 86,72",
        ),
    ),
    "न": Glyph(
        "Devanagari",
        (
            "2,6 98,6 | 78,6 78,100 | 78,48 34,48 14,50 16,68 30,68 34,48",
            "0,4 100,4 | 80,4 80,100 | 80,52 40,50 22,44 14,58 26,70 40,60",
        ),
    ),
    "म": Glyph(
        "Devanagari",
        (
            "2,6 98,6 | 28,6 28,62; 28,62 12,62 8,78 22,82 28,62; 28,62 80,62 | 80,6 80,100",
            "0,4 100,4 | 26,4 28,56; 28,56 10,60 10,78 26,76 34,60 80,60 | 80,4 80,100",
        ),
    ),
    "の": Glyph(
        "Kana",
        (
            "56,12 48,58 24,88 6,66 16,28 50,6 84,20 96,52 82,80 58,98",
            "54,10 42,64 20,86 4,60 20,22 58,6 94,36 90,72 62,94",
        ),
    ),
    "き": Glyph(
        "Kana",
        (
            "16,22 84,12 | 10,46 90,34 | 38,0 56,36 76,66; 76,66 48,60 | 22,70 24,92 46,104 78,98",
            "14,20 86,14 | 12,44 88,36 | 40,0 52,34 78,70 | 24,68 20,88 46,102 80,96",
        ),
    ),
    "木": Glyph(
        "Han",
        (
            "4,28 96,28 | 50,0 50,100 | 50,28 34,58 4,82 | 50,28 66,58 96,82",
            "6,32 94,28 | 50,0 50,102; 50,102 38,92 | 48,30 30,60 6,78 | 52,30 70,60 96,76",
        ),
    ),
}
"""Symbol -> how it is written, in the order of the classes."""
