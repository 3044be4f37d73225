"""One character drawn by many hands: other slants, sizes, pens, and the habits of other schools."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dlcore.pretrain.handwriting.strokes import Stroke, Strokes, extent

ROTATION = 5.0  # degrees, standard deviation
SLANT = 0.16  # x for each y, standard deviation
STRETCH = 0.14  # of the logarithm of width / height, standard deviation
WOBBLE = 0.018  # of the size, standard deviation of a slow displacement along the strokes
SIZES = (24, 250)  # px on the longer side, log-uniform
PEN_WIDTHS = (0.025, 0.26)  # of the size, log-uniform
USUAL_PEN_WIDTHS = (0.06, 0.15)  # the same, for most: as wide as in MNIST, but by other hands
USUAL_PEN_SHARE = 0.6
COARSE_SHARE = 0.3  # of the drawings lose points, as with a mouse that moves fast
FEWEST_POINTS = 16  # of a stroke that may lose some: what has fewer has corners
CROSSED_SHARE = 0.3  # of the sevens of one stroke
FLAGGED_SHARE = 0.25  # of the ones that are a bare bar
BASE_SHARE = 0.25  # of the slim ones
SLASHED_SHARE = 0.12  # of the zeros of one stroke
DOTTED_SHARE = 0.05  # of the same
SLIM = 0.4  # width / height up to which a one may get a base


def vary(strokes: Strokes, random: np.random.Generator) -> tuple[tuple[Stroke, ...], float]:
    """Changes slant, proportions, smoothness and size of a character and picks a pen.

    Args:
        strokes: in any unit.
        random: source of the changes.

    Returns:
        The strokes in pixels, and the pen's width in pixels, at least 1.
    """
    size = _log_uniform(SIZES, random)
    matrix = _affine(random) * size
    kept = _coarse(strokes, random) if random.random() < COARSE_SHARE else strokes
    wobbled = _wobbled(_unit(kept), random)
    usual = random.random() < USUAL_PEN_SHARE
    pen_width = size * _log_uniform(USUAL_PEN_WIDTHS if usual else PEN_WIDTHS, random)
    return tuple((stroke @ matrix.T).astype(np.float32) for stroke in wobbled), max(1.0, pen_width)


def dress(strokes: Strokes, digit: int, random: np.random.Generator) -> tuple[Stroke, ...]:
    """Adds to some sevens a cross bar, to some ones a flag or a base, to some zeros a slash or dot.

    These are habits that a file may lack.

    Returns:
        The strokes in a box of 1 on the longer side, one or two more of them at times.
    """
    parts = _unit(strokes)
    if len(parts) > 1:  # has its bar already
        return parts
    if digit == 7 and random.random() < CROSSED_SHARE:
        return (*parts, _cross_bar(parts[0], random))
    if digit == 1:
        return _dressed_one(parts, random)
    if digit == 0:
        return _dressed_zero(parts, random)
    return parts


def _dressed_zero(parts: tuple[Stroke, ...], random: np.random.Generator) -> tuple[Stroke, ...]:
    low, high = extent(parts)
    middle, half = (low + high) / 2, (high - low) / 2
    how = random.random()
    if how < SLASHED_SHARE:
        way = 1 if random.random() < 0.7 else -1  # most slash upwards to the right
        reach = random.uniform(0.4, 1.15) * half
        end = reach * [random.uniform(0.6, 1) * way, -1]
        return (*parts, np.stack([middle - end, middle + end]).astype(np.float32))
    if how < SLASHED_SHARE + DOTTED_SHARE:
        place = middle + half * random.uniform(-0.15, 0.15, 2)
        return (*parts, place[None].astype(np.float32))
    return parts


def _dressed_one(parts: tuple[Stroke, ...], random: np.random.Generator) -> tuple[Stroke, ...]:
    low, high = extent(parts)
    width, height = high - low
    if width > SLIM * height:
        return parts
    points = parts[0]
    added: list[Stroke] = []
    if width < 0.15 * height and random.random() < FLAGGED_SHARE:
        reach = random.uniform(0.1, 0.4)
        start = (-reach, reach * random.uniform(0.5, 1.1))
        added.append(_line(points[points[:, 1].argmin()], start, (0, 0)))
    if random.random() < BASE_SHARE:
        left, right = random.uniform(0.12, 0.4, 2)
        tilt = random.normal(0, 0.02)
        added.append(_line(points[points[:, 1].argmax()], (-left, -tilt), (right, tilt)))
    return (*parts, *added)


def _cross_bar(seven: Stroke, random: np.random.Generator) -> Stroke:
    height = np.ptp(seven[:, 1])
    level = seven[:, 1].min() + height * random.uniform(0.4, 0.62)
    lower = seven[len(seven) // 2 :]  # the stem: drawn last
    middle = lower[np.abs(lower[:, 1] - level).argmin()]
    left, right = random.uniform(0.14, 0.34, 2)
    rise = random.normal(0, 0.04)
    return _line(middle, (-left, rise), (right, -rise))


def _line(
    origin: NDArray[np.float32], start: tuple[float, float], end: tuple[float, float]
) -> Stroke:
    return np.stack([origin + start, origin + end]).astype(np.float32)


def _unit(strokes: Strokes) -> tuple[Stroke, ...]:
    """The longer side becomes 1."""
    low, high = extent(strokes)
    size = max(float((high - low).max()), 1e-6)
    return tuple((stroke - low) / size for stroke in strokes)


def _affine(random: np.random.Generator) -> NDArray[np.float64]:
    angle = np.deg2rad(random.normal(0, ROTATION))
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    slant = np.array([[1, random.normal(0, SLANT)], [0, 1]])
    stretch = np.exp(random.normal(0, STRETCH) / 2)
    return rotation @ slant @ np.diag([stretch, 1 / stretch])


def _coarse(strokes: Strokes, random: np.random.Generator) -> list[Stroke]:
    """Keeps every k-th point and the ends."""
    step = int(random.integers(2, 6))
    return [_thinned(stroke, step) for stroke in strokes]


def _thinned(stroke: Stroke, step: int) -> Stroke:
    if len(stroke) < FEWEST_POINTS:
        return stroke
    return stroke[np.unique(np.append(np.arange(0, len(stroke), step), len(stroke) - 1))]


def _wobbled(strokes: Strokes, random: np.random.Generator) -> list[Stroke]:
    """Displaces the points by slow waves in x and y: an unsure or hurried hand."""
    amplitude = np.abs(random.normal(0, WOBBLE, (2, 3)))
    direction = random.normal(0, 1, (2, 3, 2)) * 2 * np.pi
    phase = random.uniform(0, 2 * np.pi, (2, 3))

    def displacement(points: Stroke) -> NDArray[np.float64]:
        waves = np.sin(np.einsum("pc,dkc->pdk", points, direction) + phase)
        return (waves * amplitude).sum(axis=2)

    return [stroke + displacement(stroke).astype(np.float32) for stroke in strokes]


def _log_uniform(limits: tuple[float, float], random: np.random.Generator) -> float:
    return float(np.exp(random.uniform(*np.log(limits))))
