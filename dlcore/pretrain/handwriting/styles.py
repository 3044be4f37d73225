"""Digits as schools and countries teach them: what no single file of handwriting has all of.

A style is written "x,y x,y x,y; x,y x,y | x,y x,y": control points in percent of a box, y pointing
down. "|" parts strokes, and ";" the pieces of a stroke, which join in a corner: two points are a
straight line, more are a curve through all of them. `write` moves the control points about, so that
no two digits of a style are alike.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from dlcore.pretrain.handwriting.strokes import Stroke

Control = tuple[float, float]
JITTER = 0.03  # of the box, standard deviation for each control point
POINTS_A_SPAN = 8  # between two control points of a curve

STYLES: dict[int, dict[str, str]] = {
    0: {
        "closed": "50,0 16,20 10,55 30,95 62,98 88,60 85,25 50,0",
        "overshot": "62,6 25,8 8,50 30,95 70,93 92,50 74,10 45,2 34,12",
        "open": "42,2 12,30 12,70 45,100 85,75 88,30 60,4",
        "narrow": "50,0 30,25 28,70 50,100 70,70 70,25 50,0",
        "open at the top": "36,4 14,28 10,62 34,96 66,96 90,60 86,26 70,2",
        "slashed": "50,0 22,14 14,52 32,94 68,96 86,55 78,14 50,0 | 92,6 10,94",
        "slashed within": "50,0 20,15 14,55 32,95 68,95 86,52 80,14 50,0 | 70,24 30,76",
        "slashed backwards": "50,0 22,15 14,52 32,94 68,95 86,55 78,14 50,0 | 22,18 78,82",
        "dotted": "50,0 18,16 12,55 32,96 68,96 88,54 82,15 50,0 | 49,48 52,53",
    },
    1: {
        "bar": "50,0 50,100",
        "flag": "22,30 55,0; 55,0 55,100",
        "long flag": "10,50 60,0; 60,0 60,100",
        "hooked": "5,42 20,20 45,6 62,3; 62,3 42,100",
        "flag as long as the stem": "0,72 50,0; 50,0 52,100",
        "small flag": "40,14 54,0; 54,0 54,100",
        "flag and base": "25,25 52,0; 52,0 52,100 | 20,100 85,100",
        "base": "50,0 50,100 | 22,100 80,100",
        "flag and base, one stroke": "28,22 52,0; 52,0 52,100; 52,100 25,99; 25,99 82,100",
        "long flag and base": "6,48 52,0; 52,0 52,100 | 18,100 86,100",
        "long flag, bent": "4,60 32,36 58,0; 58,0 55,100",
    },
    2: {
        "round": "12,25 35,2 75,6 82,32 50,68 10,100; 10,100 90,98",
        "looped": "15,25 40,2 78,12 70,48 35,88 14,96 12,82 35,80 60,97 92,93",
        "wavy": "10,22 40,0 80,20 60,60 15,93; 15,93 40,86 65,96 92,86",
        "tall": "20,20 45,0 72,15 66,50 20,98; 20,98 78,100",
        "angular": "14,18 42,0 82,10; 82,10 14,96; 14,96 90,96",
    },
    3: {
        "round": "15,15 50,0 80,20 68,42 40,48; 40,48 75,55 88,77 55,100 12,88",
        "flat": "15,2 82,0; 82,0 45,42; 45,42 80,52 86,80 50,100 12,88",
        "flowing": "18,18 45,0 75,15 62,42 42,47 75,56 85,80 50,100 15,85",
        "looped": "20,12 55,0 78,20 55,46 38,50 44,41 78,58 82,84 48,100 14,88",
        "angular": "12,4 80,2; 80,2 42,42; 42,42 86,66; 86,66 16,100",
    },
    4: {
        "open": "30,0 10,60; 10,60 92,60 | 68,15 66,100",
        "open, curved": "22,0 12,30 20,55 50,58 80,50 | 80,2 74,50 70,100",
        "closed": "70,0 8,66; 8,66 95,66 | 70,0 70,100",
        "closed, one stroke": "95,66 8,66; 8,66 68,0; 68,0 68,100",
        "lightning": "40,0 10,55; 10,55 90,50 | 60,25 50,100",
        "lightning, one stroke": "56,0 12,58; 12,58 84,48; 84,48 44,100",
        "steep lightning, one stroke": "40,0 16,50; 16,50 80,50; 80,50 66,100",
        "high": "15,0 15,50; 15,50 82,50 | 82,0 82,100",
    },
    5: {
        "two strokes": "20,2 18,45; 18,45 60,38 88,65 60,98 10,92 | 20,2 88,0",
        "one stroke": "85,0 24,2; 24,2 18,45; 18,45 60,38 86,68 55,100 10,90",
        "parted": "22,10 18,46; 18,46 55,40 86,66 58,100 14,92 | 30,0 92,0",
        "flowing": "84,2 30,4; 30,4 20,42 60,45 82,72 50,100 12,88",
        "like an S": "84,8 45,0 20,24 52,46 82,72 50,100 14,86",
    },
    6: {
        "curled": "72,4 30,25 12,65 35,98 75,92 82,65 50,50 20,65",
        "straight": "60,0 18,65; 18,65 30,98 75,95 80,62 45,52 20,70",
        "tall": "45,0 24,40 20,82 45,100 70,86 60,64 32,66 22,80",
        "small loop": "80,2 35,12 10,55 22,95 60,97 70,75 45,64 16,78",
        "open": "70,0 28,26 12,66 40,100 80,84 68,58 36,64",
    },
    7: {
        "plain": "10,2 88,0; 88,0 38,100",
        "curved": "10,4 88,2; 88,2 55,45 45,100",
        "crossed": "12,2 86,0; 86,0 40,100 | 28,52 86,48",
        "serif": "12,20 12,2; 12,2 88,0; 88,0 45,100",
        "crossed, with serif": "10,18 14,0; 14,0 88,2; 88,2 40,100 | 25,50 85,52",
        "crossed and hooked": "12,34 10,4; 10,4 90,2; 90,2 60,48 46,100 | 30,54 86,48",
        "crossed and wavy": "8,24 14,4 34,10 60,8 90,0; 90,0 58,52 44,100 | 28,54 80,48",
        "wavy": "8,12 30,0 55,10 90,2; 90,2 60,50 45,100",
    },
    8: {
        "one stroke": "75,15 45,0 20,20 50,46 82,75 50,100 18,78 50,48 80,22 72,10",
        "two rings": "50,0 24,22 50,46 76,22 50,0 | 50,46 15,74 50,100 85,74 50,46",
        "open": "80,8 45,2 22,22 55,50 78,78 48,100 18,80 45,50 85,12",
        "from the middle": "50,48 20,22 50,0 78,22 50,48 16,76 50,100 84,76 50,48",
        "open at the top": "76,4 48,46 18,76 50,100 82,76 52,46 26,4",
        "open and curled": "68,2 36,4 22,24 52,48 80,76 48,100 18,76 50,46 84,16",
    },
    9: {
        "straight": "80,15 45,0 16,25 40,50 80,20; 80,20 75,100",
        "curled": "78,20 48,0 18,25 45,50 78,25; 78,25 80,70 55,100 15,88",
        "open": "60,2 22,15 25,44 55,48 78,25; 80,8 72,100",
        "wide open": "32,4 18,20 30,38 55,36 78,12 86,0 80,35 62,70 35,100",
        "closed ring": "50,0 20,22 48,48 80,24 50,0 | 80,5 78,100",
        "flowing": "82,10 50,0 20,22 40,46 72,36 84,8 78,50 60,100",
        "curled head": "64,24 50,10 22,18 30,42 62,40 82,6; 82,6 76,100",
        "open and curled": "70,4 36,2 16,22 34,46 74,32; 82,10 80,72 50,100 18,84",
        "straight, open": "66,4 24,8 18,40 50,50 78,32; 78,10 78,100",
    },
}
"""Digit -> name of the style -> its strokes."""


def write(style: str, random: np.random.Generator) -> tuple[Stroke, ...]:
    """Writes a digit in a style, its control points a little moved.

    Args:
        style: one of `STYLES`, as written there.
        random: source of the movement.

    Returns:
        Strokes in a box of about 1 by 1.
    """
    return tuple(_stroke(stroke.split(";"), random) for stroke in style.split("|"))


def _stroke(written: list[str], random: np.random.Generator) -> Stroke:
    pieces = [[_control(point) for point in piece.split()] for piece in written]
    # A corner, or a ring's start and end, moves as one.
    different = dict.fromkeys(point for piece in pieces for point in piece)
    moved = {point: np.array(point) + random.normal(0, JITTER, 2) for point in different}
    return np.concatenate([_piece([moved[point] for point in piece]) for piece in pieces])


def _control(point: str) -> Control:
    x, y = point.split(",")
    return int(x) / 100, int(y) / 100


def _piece(points: list[NDArray[np.float64]]) -> Stroke:
    through = np.array(points)
    if len(through) == 2:
        share = np.linspace(0, 1, POINTS_A_SPAN)[:, None]
        return (through[0] + share * (through[1] - through[0])).astype(np.float32)
    # Chord length as the parameter: curves without loops or cusps (Lee 1989, centripetal).
    steps = np.sqrt(np.linalg.norm(np.diff(through, axis=0), axis=1))
    at = np.concatenate([[0], np.cumsum(steps)])
    ring = bool(np.all(through[0] == through[-1]))
    curve = CubicSpline(at, through, bc_type="periodic" if ring else "natural")
    return curve(np.linspace(0, at[-1], POINTS_A_SPAN * len(steps))).astype(np.float32)
