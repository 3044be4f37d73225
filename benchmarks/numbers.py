"""Numbers of two to six handwritten digits: how many are read.

    python -m benchmarks.numbers --strokes FILE [--count 500] [--writers 27-29]

FILE is an .npz of digits as pen strokes: `points` (P, 2), y down; `stroke_offsets` into the points,
`sample_offsets` into the strokes; `label` and `writer` of each sample. A number is made of digits
of one writer, on a canvas of 640x280 px with a round pen of 8 px to 30 px, by a program of its own:
the one that made what the network learnt from would ask it what it knows. In six classes:

    single       one digit: never to be split
    apart        columns of paper between neighbours
    near         a sixth to two thirds of the pen's width of paper between strokes, not more
    overlapping  the same, and slanted, so that boxes overlap
    touching     two neighbours touch, the others are apart
    chain        every digit touches the next

    rows         two or three numbers apart, one below the other, on a taller canvas

Printed for each: the share that is read; the share that is wrong though each digit was named alone;
the share whose digits have the ink that is theirs (intersection over union above 0.7); the mean of
the probability that all is right, which should be the share that is read; of several rows, the
share of rows that are read, each for itself; processor time.
"""

from __future__ import annotations

import argparse
import itertools
import time
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy.spatial.distance import cdist

from dlcore import digits, registry, tasks
from dlcore.digits.ink import extract_ink
from dlcore.digits.segmentation import Part
from dlcore.line.number import read_rows

WIDTH, HEIGHT = 640, 280  # px of the canvas
MARGIN = 6  # px of paper around the number
GAPS = ("single", "apart", "near", "overlapping", "touching", "chain")

# Distance between the middles of the nearest strokes of two digits, in widths of the pen.
_CENTRE_LINES = {"near": (1.15, 1.7), "overlapping": (1.15, 1.7), "chain": (0.6, 0.97)}

Stroke = NDArray[np.float64]  # (points, 2) x, y in px
Strokes = list[Stroke]


@dataclass(frozen=True)
class Number:
    """A picture of a number and the truth about it."""

    image: NDArray[np.uint8]  # (HEIGHT, WIDTH)
    labels: tuple[int, ...]
    inks: list[NDArray[np.bool_]]  # (HEIGHT, WIDTH) for each digit


class Pen:
    """Digits by writer, from a file of strokes."""

    def __init__(self, file: str, writers: range) -> None:
        data = np.load(file)
        self._points = data["points"].astype(float)
        self._strokes, self._samples = data["stroke_offsets"], data["sample_offsets"]
        self._label = data["label"]
        chosen = data["writer"]
        self._of_writer = [np.flatnonzero(chosen == writer) for writer in writers]

    def digits(self, random: np.random.Generator, count: int) -> list[tuple[int, Strokes]]:
        """Digits of one writer, each 1 high and upright at (0, 0)."""
        own = self._of_writer[random.integers(len(self._of_writer))]
        return [(int(self._label[i]), self._unit(i)) for i in random.choice(own, count)]

    def _unit(self, sample: int) -> Strokes:
        first, last = self._samples[sample : sample + 2]
        bounds = self._strokes[first : last + 1]
        strokes = [self._points[a:b] for a, b in itertools.pairwise(bounds)]
        every = np.concatenate(strokes)
        low, size = every.min(axis=0), np.ptp(every, axis=0)
        return [(stroke - low) / max(size.max() * 0.4, size[1], 1) for stroke in strokes]


def draw(strokes: Strokes, pen: float) -> NDArray[np.uint8]:
    """Draws with a round pen: (HEIGHT, WIDTH) uint8, smooth edges."""
    fine = 2
    canvas = Image.new("L", (WIDTH * fine, HEIGHT * fine))
    brush = ImageDraw.Draw(canvas)
    radius = pen * fine / 2
    for stroke in strokes:
        points = [tuple(point) for point in stroke * fine]
        brush.line(points, fill=255, width=round(2 * radius), joint="curve")
        for x, y in points:
            brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(canvas.reduce(fine))


def make(source: Pen, gap: str, random: np.random.Generator) -> Number:
    """Puts digits side by side, so near to each other as the class of gap says."""
    count = 1 if gap == "single" else int(random.integers(2, 7))
    chosen = source.digits(random, count)
    # Of the height of a digit; more digits are drawn smaller, and no pen is finer than 8 px.
    pen = random.uniform(0.03 + 0.015 * count, 0.2)
    slant = random.uniform(0.3, 0.7) if gap == "overlapping" else random.uniform(-0.1, 0.25)
    rise = random.uniform(-0.15, 0.15)
    gaps = [gap] * count
    if gap == "touching":
        gaps = ["apart"] * count
        gaps[random.integers(1, count)] = "chain"
    placed: list[Strokes] = []
    for (_, unit), before in zip(chosen, gaps, strict=True):
        size = random.uniform(0.8, 1.2)
        moved = [_slanted(stroke * size, slant) for stroke in unit]
        moved = [stroke + np.array([0, random.uniform(-0.1, 0.1)]) for stroke in moved]
        placed.append(_beside(placed[-1], moved, before, pen, random) if placed else moved)
    placed = [[stroke + stroke[:, :1] * np.array([0, rise]) for stroke in one] for one in placed]
    on_canvas, pen_px = _on_canvas(placed, pen, random)
    inks = [draw(one, pen_px) for one in on_canvas]
    return Number(
        np.maximum.reduce(inks), tuple(label for label, _ in chosen), [ink > 127 for ink in inks]
    )


def _slanted(stroke: Stroke, slant: float) -> Stroke:
    return stroke - stroke[:, 1:] * np.array([slant, 0])


def _beside(left: Strokes, right: Strokes, gap: str, pen: float, random: np.random.Generator):
    """Moves `right` to the right of `left`; distances in heights of a digit."""
    a, b = (_dense(strokes) for strokes in (left, right))
    boxes_meet = a[:, 0].max() - b[:, 0].min()
    if gap == "apart":
        shift = boxes_meet + pen + random.uniform(0.1, 0.4)
    else:
        low, high = _CENTRE_LINES[gap]
        shift = boxes_meet + _approach(
            a, b + np.array([boxes_meet, 0]), pen * random.uniform(low, high)
        )
    return [stroke + np.array([shift, 0]) for stroke in right]


def _approach(a: Stroke, b: Stroke, distance: float) -> float:
    """How far `b` has to move along x until it is `distance` from `a`, coming from the right."""
    for shift in np.arange(1, -1, -0.01):
        if cdist(a, b + np.array([shift, 0])).min() <= distance:
            return shift
    return 0.0


def _dense(strokes: Strokes) -> Stroke:
    """Points along all strokes, near enough to each other to measure distances by."""
    steps = np.linspace(0, 1, 4)[:, None, None]
    along = [(s[:-1] * (1 - steps) + s[1:] * steps).reshape(-1, 2) for s in strokes if len(s) > 1]
    return np.concatenate([*along, *strokes])


def _on_canvas(placed: list[Strokes], pen: float, random: np.random.Generator):
    """Scales to pixels so that all fits and the pen is 8 px to 30 px; somewhere on the canvas."""
    every = np.concatenate([stroke for one in placed for stroke in one])
    low, size = every.min(axis=0), np.ptp(every, axis=0)
    room = np.array([WIDTH, HEIGHT]) - 2 * MARGIN
    largest = (room / (size + pen)).min()
    scale = min(largest, 30 / pen) * random.uniform(0.7, 1)
    pen_px = pen * scale
    free = np.maximum(room - size * scale - pen_px, 0)
    start = MARGIN + pen_px / 2 + random.uniform(0, 1, 2) * free
    return [[(stroke - low) * scale + start for stroke in one] for one in placed], pen_px


def make_rows(source: Pen, random: np.random.Generator) -> tuple[Number, tuple[int, ...]]:
    """Numbers one below the other, and how many digits each has."""
    numbers = [make(source, "apart", random) for _ in range(int(random.integers(2, 4)))]
    cropped = [number.image[number.image.any(axis=1)] for number in numbers]
    room = [random.uniform(0.25, 0.8) * len(ink) for ink in cropped]
    spaced = [
        np.pad(ink, ((0, int(below)), (0, 0))) for ink, below in zip(cropped, room, strict=True)
    ]
    image = np.pad(np.concatenate(spaced), MARGIN)
    labels = tuple(label for number in numbers for label in number.labels)
    return Number(image, labels, []), tuple(len(number.labels) for number in numbers)


def placed_right(number: Number) -> bool:
    """Whether each digit is given the ink that is its own."""
    rows = read_rows(extract_ink(number.image), digits.classify)
    parts = [character.part for row in rows for character in row.characters]
    if len(parts) != len(number.inks):
        return False
    return all(_overlap(part, ink) > 0.7 for part, ink in zip(parts, number.inks, strict=True))


def _overlap(part: Part, ink: NDArray[np.bool_]) -> float:
    found = np.zeros_like(ink)
    found[part.top : part.bottom, part.left : part.right] = part.ink > 127
    return float((found & ink).sum() / (found | ink).sum())


@dataclass
class Tally:
    """Counts over the numbers of one class."""

    read: int = 0
    wrong: int = 0
    placed: int = 0
    whole: float = 0.0
    each_row: float = 0.0

    def add(self, number: Number, rows: tuple[int, ...], threshold: float | None) -> float:
        """Reads a number; returns seconds of processor time."""
        begun = time.process_time()
        found = tasks.read_number(number.image, "cnn")
        seconds = time.process_time() - begun
        verdicts = [
            digits.judge(one.probabilities, one.digit_score, threshold) for _, one in found.parts
        ]
        said = iter(verdict.best.label for verdict in verdicts)
        truth = iter(number.labels)
        lengths = [found.rows.count(row) for row in range(len(found.whole))]
        said_rows = [tuple(itertools.islice(said, length)) for length in lengths]
        true_rows = [tuple(itertools.islice(truth, length)) for length in rows]
        right = said_rows == true_rows
        self.read += right
        if len(said_rows) == len(true_rows):
            self.each_row += float(
                np.mean([a == b for a, b in zip(said_rows, true_rows, strict=True)])
            )
        self.wrong += not right and all(verdict.kind == "sure" for verdict in verdicts)
        self.whole += float(np.prod(found.whole)) if found.whole else 0.0
        self.placed += placed_right(number)
        return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strokes", required=True)
    parser.add_argument("--count", type=int, default=500, help="numbers in each class")
    parser.add_argument("--writers", default="27-29", help="first-last; others are for tuning")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--gaps", nargs="*", default=[*GAPS, "rows"])
    arguments = parser.parse_args()
    first, last = (int(end) for end in arguments.writers.split("-"))
    source = Pen(arguments.strokes, range(first, last + 1))
    threshold = registry.threshold(registry.card("cnn"))
    for gap in arguments.gaps:
        random = np.random.default_rng(arguments.seed)
        tally, seconds = Tally(), []
        for _ in range(arguments.count):
            if gap == "rows":
                number, rows = make_rows(source, random)
            else:
                number = make(source, gap, random)
                rows = (len(number.labels),)
            seconds.append(tally.add(number, rows, threshold))
        shares = " ".join(
            f"{what} {100 * count / arguments.count:5.1f} %" for what, count in vars(tally).items()
        )
        print(f"{gap:12s} {shares}  {1000 * median(seconds):5.1f} ms", flush=True)


if __name__ == "__main__":
    main()
