"""Who writes the symbols: twenty made hands, each with what is its own and what chance adds.

Everything that makes a hand is drawn once and kept, so that a hand is known again in all that it
writes: a network that has learnt from some of them is asked about others that it has never seen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.data.symbols.glyphs import Glyph

HABIT = 0.03  # of the box, standard deviation of where a hand puts each place of a symbol
CHANCE = 0.014  # the same, anew each time it writes
LOOSE = 0.014  # of whole strokes against each other, anew each time
BEND = 0.022  # of the box, of a slow wave that bends the whole drawing
TURN = 3.0  # degrees, anew each time

Written = list[NDArray[np.float64]]
"""Of each stroke (points, 2) x, y with y pointing down, in a box of about 1 by 1."""


@dataclass(frozen=True)
class Hand:
    """What is one writer's own.

    Attributes:
        matrix: (2, 2) slant, proportions and turn of all that it writes.
        pen: width of its pen, of the drawing's longer side.
        habits: of each symbol which way it writes it and, of that, how far each place is moved.
    """

    matrix: NDArray[np.float64]
    pen: float
    habits: tuple[tuple[int, NDArray[np.float64]], ...]

    def write(self, number: int, glyph: Glyph, random: np.random.Generator) -> Written:
        """Writes a symbol once.

        Args:
            number: of the symbol, from 0.
            glyph: how it is written.
            random: what is different each time.
        """
        way, habit = self.habits[number]
        places = glyph.ways[way].places
        strokes = glyph.ways[way].points(places + habit + random.normal(0, CHANCE, places.shape))
        matrix = _turn(random.normal(0, TURN)) @ self.matrix
        wave = _Wave.of(random)
        return [
            wave.bent((stroke - 0.5) @ matrix.T + random.normal(0, LOOSE, 2)) for stroke in strokes
        ]


def make_hand(glyphs: tuple[Glyph, ...], random: np.random.Generator) -> Hand:
    """Makes up a writer.

    Args:
        glyphs: all that it will write.
        random: what it is made of.
    """
    slant = np.array([[1, -random.normal(0.06, 0.13)], [0, 1]])  # most lean to the right a little
    stretch = np.exp(random.normal(0, 0.11) / 2)
    matrix = _turn(random.normal(0, 3)) @ slant @ np.diag([stretch, 1 / stretch])
    return Hand(
        matrix,
        float(np.exp(random.uniform(np.log(0.055), np.log(0.15)))),
        tuple(_habit(glyph, random) for glyph in glyphs),
    )


def _habit(glyph: Glyph, random: np.random.Generator) -> tuple[int, NDArray[np.float64]]:
    way = int(random.integers(len(glyph.ways)))
    return way, random.normal(0, HABIT, glyph.ways[way].places.shape)


@dataclass(frozen=True)
class _Wave:
    """Moves each point by a slow sine of where it is."""

    along: NDArray[np.float64]  # (2, 2) radians for each of x and y, of the two displacements
    phase: NDArray[np.float64]  # (2,)

    @classmethod
    def of(cls, random: np.random.Generator) -> _Wave:
        return cls(random.normal(0, 2.5, (2, 2)), random.uniform(0, 2 * np.pi, 2))

    def bent(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        return points + BEND * np.sin(points @ self.along + self.phase)


def _turn(degrees: float) -> NDArray[np.float64]:
    angle = np.deg2rad(degrees)
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
