"""What is drawn that is no digit: shapes, signs, scribbles, blots, spoilt digits.

`SHAPES` are to train on. `OTHER_SIGNS` are kept from training, to measure with.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from dlcore.pretrain.handwriting.strokes import Stroke, Strokes, extent

Shape = Callable[[np.random.Generator], list[Stroke]]

LOOK_ALIKES = frozenset("OoQDIlijSsZzBbGgqy9")
"""Letters that some hand or other writes like a digit: neither trained on nor counted."""

MIRRORED = frozenset({3, 4, 6, 7, 9})  # digits whose mirror image is no digit
TURNED = frozenset({2, 3, 4, 5, 7})  # digits that are none after a quarter turn
STRUCK = frozenset({1, 2, 3, 5, 6, 8, 9})  # digits that are none with a long bar across them


def _points(*points: tuple[float, float]) -> Stroke:
    return np.array(points, np.float32)


def _arc(
    centre: tuple[float, float], radius: float, start: float, end: float, squash: float = 1.0
) -> Stroke:
    """Part of an ellipse, angles in turns."""
    at = np.linspace(start, end, 24) * 2 * np.pi
    circle = np.stack([np.cos(at), squash * np.sin(at)], axis=1)
    return (np.array(centre) + radius * circle).astype(np.float32)


def _polygon(corners: NDArray[np.floating]) -> list[Stroke]:
    return [np.concatenate([corners, corners[:1]]).astype(np.float32)]


def _ring(count: int, radius: float, turn: float) -> NDArray[np.float64]:
    at = (np.arange(count) / count + turn) * 2 * np.pi
    return radius * np.stack([np.cos(at), np.sin(at)], axis=1)


def line(random: np.random.Generator) -> list[Stroke]:
    """Level, or nearly: upright it would be a 1."""
    angle = np.deg2rad(random.uniform(-25, 25))
    return [_points((0, 0), (np.cos(angle), np.sin(angle)))]


def square(random: np.random.Generator) -> list[Stroke]:
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) * [1, random.uniform(0.6, 1.4)]
    return _polygon(corners + random.normal(0, 0.04, (4, 2)))


def triangle(random: np.random.Generator) -> list[Stroke]:
    corners = _ring(3, 1, random.choice([0.25, 0.75]) + random.normal(0, 0.02))
    return _polygon(corners + random.normal(0, 0.08, (3, 2)))


def polygon(random: np.random.Generator) -> list[Stroke]:
    count = int(random.integers(4, 6))
    return _polygon(_ring(count, 1, random.random()) + random.normal(0, 0.06, (count, 2)))


def star(random: np.random.Generator) -> list[Stroke]:
    order = np.array([0, 2, 4, 1, 3])
    corners = _ring(5, 1, 0.75 + random.normal(0, 0.02))[order]
    return _polygon(corners + random.normal(0, 0.05, (5, 2)))


def asterisk(random: np.random.Generator) -> list[Stroke]:
    count = int(random.integers(3, 5))
    half = _ring(2 * count, 1, random.random())[:count]
    return [np.stack([-end, end]).astype(np.float32) for end in half]


def plus(random: np.random.Generator) -> list[Stroke]:
    x, y = random.uniform(0.35, 0.65, 2)
    return [_points((0, y), (1, y)), _points((x, 0), (x, 1))]


def cross(random: np.random.Generator) -> list[Stroke]:
    ends = np.array([[(0, 0), (1, 1)], [(1, 0), (0, 1)]]) + random.normal(0, 0.06, (2, 2, 2))
    return list(ends.astype(np.float32))


def divided(random: np.random.Generator) -> list[Stroke]:
    """A bar between two points, or a slanted one."""
    if random.random() < 0.3:
        lean = random.uniform(0.55, 1)  # not so steep that it could be a 1
        return [_points((0, lean), (1, 0)), *_points((0.2, -0.2), (0.8, lean + 0.2))[:, None]]
    height = random.uniform(0.25, 0.5)
    bar = _points((0, 0), (1, random.normal(0, 0.04)))
    return [bar, *_points((0.5, -height), (0.5 + random.normal(0, 0.04), height))[:, None]]


def euro(random: np.random.Generator) -> list[Stroke]:
    bow = _arc((0.5, 0.5), 0.5, -random.uniform(0.08, 0.16), -random.uniform(0.84, 0.92))
    gap = random.uniform(0.12, 0.24)
    ends = [(random.uniform(-0.25, -0.1), random.uniform(0.4, 0.65)) for _ in range(2)]
    levels = (0.5 - gap / 2, 0.5 + gap / 2)
    return [bow, *(_points((a, y), (b, y)) for (a, b), y in zip(ends, levels, strict=True))]


def dollar(random: np.random.Generator) -> list[Stroke]:
    upper, lower = _arc((0.5, 0.25), 0.25, -0.1, -0.75), _arc((0.5, 0.75), 0.25, 0.75, 1.4)
    bars = (0.5,) if random.random() < 0.6 else (0.42, 0.58)
    reach = random.uniform(0.1, 0.25)
    return [np.concatenate([upper, lower]), *(_points((x, -reach), (x, 1 + reach)) for x in bars)]


def yen(random: np.random.Generator) -> list[Stroke]:
    fork = random.uniform(0.35, 0.5)
    levels = (fork + random.uniform(0.05, 0.15), fork + random.uniform(0.25, 0.35))
    arms = [_points((0.1, 0), (0.5, fork), (0.9, 0)), _points((0.5, fork), (0.5, 1))]
    return [*arms, *(_points((0.2, y), (0.8, y)) for y in levels)]


def equals(random: np.random.Generator) -> list[Stroke]:
    gap = random.uniform(0.25, 0.5)
    count = int(random.integers(2, 4))
    return [_points((0, i * gap), (1, i * gap + random.normal(0, 0.03))) for i in range(count)]


def check_mark(random: np.random.Generator) -> list[Stroke]:
    return [_points((0, 0.6), (random.uniform(0.2, 0.4), 1), (1, random.uniform(0, 0.3)))]


def arrow(random: np.random.Generator) -> list[Stroke]:
    head = random.uniform(0.2, 0.4)
    shaft, tip = _points((0, 0), (1, 0)), _points((1 - head, -head), (1, 0), (1 - head, head))
    turn = _turn(random.choice([0, 0.25, 0.5, 0.75]) + random.normal(0, 0.04))
    return [stroke @ turn for stroke in (shaft, tip)]


def zigzag(random: np.random.Generator) -> list[Stroke]:
    count = int(random.integers(4, 10))
    x = np.linspace(0, 1, count)
    y = np.where(np.arange(count) % 2, 1, 0) * random.uniform(0.3, 1.2)
    return [(np.stack([x, y], axis=1) + random.normal(0, 0.04, (count, 2))).astype(np.float32)]


def wave(random: np.random.Generator) -> list[Stroke]:
    x = np.linspace(0, 1, 50)
    y = random.uniform(0.1, 0.4) * np.sin(2 * np.pi * random.uniform(1.2, 4) * x)
    strokes = [np.stack([x, y], axis=1).astype(np.float32)]
    return [*strokes, strokes[0] + _offset(0, 0.5)] if random.random() < 0.3 else strokes


def spiral(random: np.random.Generator) -> list[Stroke]:
    at = np.linspace(0, random.uniform(1.8, 4), 90) * 2 * np.pi
    start, way = random.uniform(0, 2 * np.pi), random.choice([-1, 1])
    circle = np.stack([np.cos(start + way * at), np.sin(start + way * at)], axis=1)
    return [(circle * at[:, None]).astype(np.float32)]


def hash_sign(random: np.random.Generator) -> list[Stroke]:
    near, far = 0.5 - random.uniform(0.1, 0.25), 0.5 + random.uniform(0.1, 0.25)
    lean = random.normal(0, 0.08)
    upright = [_points((x + lean, 0), (x - lean, 1)) for x in (near, far)]
    return [*upright, *(_points((0, y), (1, y)) for y in (near, far))]


def grid(random: np.random.Generator) -> list[Stroke]:
    lines = np.linspace(0, 1, int(random.integers(3, 5)))
    return [*(_points((0, y), (1, y)) for y in lines), *(_points((x, 0), (x, 1)) for x in lines)]


def brackets(random: np.random.Generator) -> list[Stroke]:
    gap = random.uniform(0.3, 1)
    if random.random() < 0.5:
        left = _arc((0.35, 0.5), 0.5, 0.32, 0.68)
        return [left, left * _offset(-1, 1) + _offset(gap, 0)]
    left = _points((0.2, 0), (0, 0), (0, 1), (0.2, 1))
    return [left, left * _offset(-1, 1) + _offset(gap + 0.4, 0)]


def dots(random: np.random.Generator) -> list[Stroke]:
    return list(random.random((int(random.integers(2, 12)), 1, 2)).astype(np.float32))


def dot(random: np.random.Generator) -> list[Stroke]:
    return [random.random((1, 2)).astype(np.float32)]


def blot(random: np.random.Generator) -> list[Stroke]:
    """An area filled by hand."""
    count = int(random.integers(12, 30))
    y = np.linspace(0, random.uniform(0.6, 1.4), count)
    half = np.sqrt(np.clip(0.3 - (y / y[-1] - 0.5) ** 2, 0.02, None))
    x = 0.5 + half * np.where(np.arange(count) % 2, 1, -1) * random.uniform(0.8, 1.2, count)
    outline = _arc((0.5, float(y[-1]) / 2), 0.5, 0, 1, float(y[-1]))
    return [np.stack([x, y], axis=1).astype(np.float32), outline]


def scribble(random: np.random.Generator) -> list[Stroke]:
    """A hand going to and fro without a plan."""
    strokes = []
    for _ in range(int(random.integers(1, 4))):
        steps = random.normal(0, 1, (int(random.integers(12, 60)), 2))
        for _ in range(2):  # momentum
            steps[1:] = 0.6 * steps[:-1] + 0.4 * steps[1:]
        walk = np.cumsum(steps, axis=0)
        strokes.append((walk - 0.05 * walk.mean(axis=0)).astype(np.float32))
    return strokes


def tangle(random: np.random.Generator) -> list[Stroke]:
    """Loops upon loops."""
    at = np.linspace(0, 1, 120)[:, None] * 2 * np.pi
    frequencies, phases = random.uniform(1, 5, (2, 3)), random.uniform(0, 6.3, (2, 3))
    weights = random.uniform(0.2, 1, (2, 3))
    waves = np.sin(at[..., None] * frequencies + phases) * weights  # (points, 2, 3)
    return [waves.sum(axis=2).astype(np.float32)]


def segments(random: np.random.Generator) -> list[Stroke]:
    """A few straight strokes anywhere."""
    return list(random.random((int(random.integers(3, 7)), 2, 2)).astype(np.float32))


def crossed_ring(random: np.random.Generator) -> list[Stroke]:
    """Two bars across it, or a level or upright one: a slanted one makes it a 0 with its slash."""
    ring = _arc((0, 0), 1, 0, 1, random.uniform(0.8, 1.2))
    count = int(random.integers(1, 3))
    first = random.random() if count == 2 else random.integers(2) / 2 + random.normal(0, 0.04)
    bars = (first + np.arange(count) / 2) * np.pi
    ends = np.stack([np.cos(bars), np.sin(bars)], axis=1) * random.uniform(0.9, 1.4)
    return [ring, *(np.stack([-end, end]).astype(np.float32) for end in ends)]


def concentric(random: np.random.Generator) -> list[Stroke]:
    return [_arc((0, 0), 1, 0, 1), _arc((0, 0), random.uniform(0.25, 0.6), 0, 1)]


def hook(random: np.random.Generator) -> list[Stroke]:
    """Corners and bows: half of many letters and of no digit."""
    half_turn = _arc((0.5, 0.5), 0.5, 0, 0.5)
    turn = _turn(float(random.choice([0, 0.5])) + random.normal(0, 0.03))
    return [half_turn @ turn]


SHAPES: dict[str, Shape] = {
    shape.__name__: shape
    for shape in (
        line, square, triangle, polygon, star, asterisk, plus, cross, equals, check_mark, arrow,
        zigzag, wave, spiral, hash_sign, grid, brackets, dots, dot, blot, scribble, tangle,
        segments, crossed_ring, concentric, hook, divided, euro, dollar, yen,
    )
}  # fmt: skip
"""What a network is taught not to take for a digit."""


def heart(random: np.random.Generator) -> list[Stroke]:
    at = np.linspace(0, 2 * np.pi, 50)
    y = 13 * np.cos(at) - 5 * np.cos(2 * at) - 2 * np.cos(3 * at) - np.cos(4 * at)
    return [np.stack([16 * np.sin(at) ** 3, -y * random.uniform(0.8, 1.2)], 1).astype(np.float32)]


def question_mark(random: np.random.Generator) -> list[Stroke]:
    bow = _arc((0.5, 0.25), 0.28, -0.5, 0.2)
    stem = np.concatenate([bow, _points((0.5, 0.55), (0.5, random.uniform(0.65, 0.75)))])
    return [stem, _points((0.5, 1), (0.5, 1.02))]


def house(random: np.random.Generator) -> list[Stroke]:
    roof = random.uniform(0.3, 0.7)
    return [_points((0, 1), (0, 0), (0.5, -roof), (1, 0), (1, 1), (0, 1)), _points((0, 0), (1, 0))]


def smiley(random: np.random.Generator) -> list[Stroke]:
    mouth = _arc((0, 0.1), random.uniform(0.4, 0.6), 0.05, 0.45)
    eyes = [_points((x, -0.3), (x, -0.2)) for x in (-0.35, 0.35)]
    return [_arc((0, 0), 1, 0, 1), mouth, *eyes]


def percent(random: np.random.Generator) -> list[Stroke]:
    radius = random.uniform(0.14, 0.22)
    rings = [_arc(at, radius, 0, 1) for at in ((0.2, 0.2), (0.8, 0.8))]
    return [_points((0.9, 0), (0.1, 1)), *rings]


def flash(random: np.random.Generator) -> list[Stroke]:
    corners = np.array([(0.6, 0), (0.15, 0.55), (0.5, 0.5), (0.3, 1), (0.85, 0.4), (0.5, 0.45)])
    return _polygon(corners + random.normal(0, 0.03, corners.shape))


def lemniscate(random: np.random.Generator) -> list[Stroke]:
    at = np.linspace(0, 2 * np.pi, 60)
    width = 1 / (1 + np.sin(at) ** 2)
    both = np.stack([np.cos(at) * width, random.uniform(0.7, 1.2) * np.sin(at) * np.cos(at)], 1)
    return [both.astype(np.float32)]


def pi_sign(random: np.random.Generator) -> list[Stroke]:
    bar = _points((0, 0.1), (0.2, 0), (1, 0))
    lean = random.uniform(0, 0.1)
    return [bar, _points((0.35, 0), (0.3 - lean, 1)), _points((0.7, 0), (0.7, 0.9), (0.85, 1))]


def diamond(random: np.random.Generator) -> list[Stroke]:
    return _polygon(_ring(4, 1, 0) * [random.uniform(0.5, 0.9), 1])


def sum_sign(random: np.random.Generator) -> list[Stroke]:
    middle = random.uniform(0.4, 0.6)
    return [_points((1, 0.12), (1, 0), (0, 0), (middle, 0.5), (0, 1), (1, 1), (1, 0.88))]


def mushroom(random: np.random.Generator) -> list[Stroke]:
    cap = np.concatenate([_arc((0, 0), 1, 0.5, 1, random.uniform(0.6, 1)), _points((-1, 0))])
    return [cap, _points((-0.25, 0), (-0.25, 0.9), (0.25, 0.9), (0.25, 0))]


def exclamation_mark(random: np.random.Generator) -> list[Stroke]:
    count = int(random.integers(2, 4))
    pairs = ([_points((0.4 * i, 0), (0.4 * i, 0.7)), _points((0.4 * i, 1))] for i in range(count))
    return [stroke for pair in pairs for stroke in pair]


OTHER_SIGNS: dict[str, Shape] = {
    shape.__name__: shape
    for shape in (
        heart, question_mark, house, smiley, percent, flash, lemniscate, pi_sign, diamond,
        sum_sign, mushroom, exclamation_mark,
    )
}  # fmt: skip
"""What it is then asked about without having seen it."""


def spoil(digit: Strokes, label: int, other: Strokes, random: np.random.Generator) -> list[Stroke]:
    """Makes something of a digit that is no longer one: mirrored, turned, struck, two in one.

    Args:
        digit: its strokes.
        label: which digit it is.
        other: the strokes of a second one.
        random: which of the four, and how.
    """
    how = random.random()
    if how < 0.25 and label in MIRRORED:
        return [stroke * _offset(-1, 1) for stroke in digit]
    if how < 0.5 and label in TURNED:
        turn = _turn(float(random.choice([0.25, 0.75])))
        return [stroke @ turn for stroke in digit]
    if how < 0.6 and label in STRUCK:
        return _struck(_at_origin(digit), random)
    first, second = _at_origin(digit), _at_origin(other)
    apart = random.uniform(0.6, 1.2) if how < 0.85 else random.uniform(0.0, 0.3)
    width = float(extent(first)[1][0])
    away = _offset(max(width, 0.4) * apart + 0.15, random.normal(0, 0.05))
    return [*first, *(stroke + away for stroke in second)]


def _struck(digit: list[Stroke], random: np.random.Generator) -> list[Stroke]:
    """With one bar across it or two, which reach beyond it on both sides."""
    low, high = extent(digit)
    over = random.uniform(0.2, 0.4, 2)
    rise = random.uniform(-0.4, 0.4)
    level = low[1] + (high - low)[1] * random.uniform(0.4, 0.6)
    bar = _points((low[0] - over[0], level + rise / 2), (high[0] + over[1], level - rise / 2))
    twice = [bar + _offset(0, random.uniform(0.1, 0.2))] if random.random() < 0.3 else []
    return [*digit, bar, *twice]


def _at_origin(strokes: Strokes) -> list[Stroke]:
    low, high = extent(strokes)
    return [(stroke - low) / max(float((high - low).max()), 1e-6) for stroke in strokes]


def _turn(turns: float) -> NDArray[np.float32]:
    angle = turns * 2 * np.pi
    rows = [[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]
    return np.array(rows, np.float32)


def _offset(x: float, y: float) -> NDArray[np.float32]:
    return np.array([x, y], np.float32)
