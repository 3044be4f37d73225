"""Numbers of two to six handwritten digits, parted and read: how many come out right.

    python -m benchmarks.numbers --strokes FILE [--count 500] [--writers 24-29]

FILE is an .npz of digits as pen strokes: `points` (P, 2), y down; `stroke_offsets` into the points,
`sample_offsets` into the strokes; `label` and `writer` of each sample. A number is made of digits
of one writer, on a canvas of 640x280 px with a round pen of 8 px to 30 px, in six classes:

    single       one digit: never to be split
    apart        columns of paper between neighbours
    close        a sixth to two thirds of the pen's width of paper between strokes, not more
    overlapping  the same, and slanted, so that boxes overlap
    touching     two neighbours touch, the others are apart
    chain        every digit touches the next

Printed for each: the share of numbers with the right count of parts; with each part having the
ink of its digit (intersection over union above 0.7); with the right reading by the shipped network.
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

from dlcore import digits, registry
from dlcore.digits.segmentation import Part, split

WIDTH, HEIGHT = 640, 280  # px of the canvas
MARGIN = 6  # px of paper around the number
GAPS = ("single", "apart", "close", "overlapping", "touching", "chain")

# Distance between the middles of the nearest strokes of two digits, in widths of the pen.
_CENTRE_LINES = {"close": (1.15, 1.7), "overlapping": (1.15, 1.7), "chain": (0.6, 0.97)}

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


def parts_right(number: Number, parts: tuple[Part, ...]) -> bool:
    """Whether each part holds the ink of its digit."""
    if len(parts) != len(number.inks):
        return False
    return all(_overlap(part, ink) > 0.7 for part, ink in zip(parts, number.inks, strict=True))


def _overlap(part: Part, ink: NDArray[np.bool_]) -> float:
    found = np.zeros_like(ink)
    found[part.top : part.bottom, part.left : part.right] = part.ink > 127
    return (found & ink).sum() / (found | ink).sum()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strokes", required=True)
    parser.add_argument("--count", type=int, default=500, help="numbers in each class")
    parser.add_argument("--writers", default="24-29", help="first-last; others are for tuning")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    first, last = (int(end) for end in arguments.writers.split("-"))
    source = Pen(arguments.strokes, range(first, last + 1))
    network = registry.load("cnn")

    def predict(batch: digits.Batch) -> NDArray[np.float32]:
        return np.asarray(network(batch))

    def score(batch: digits.Batch) -> NDArray[np.float32]:
        return digits.classify(batch, predict).digit_score

    for gap in GAPS:
        random = np.random.default_rng(arguments.seed)
        numbers = [make(source, gap, random) for _ in range(arguments.count)]
        for name, recogniser in (("geometry", None), ("recogniser", score)):
            count = parts = read = 0
            seconds = []
            for number in numbers:
                begun = time.process_time()
                found = split(number.image, recogniser)
                seconds.append(time.process_time() - begun)
                count += len(found) == len(number.labels)
                parts += parts_right(number, found)
                batch = np.stack([digits.from_ink(part.ink) for part in found])
                read += tuple(predict(batch).argmax(axis=1)) == number.labels
            shares = " ".join(
                f"{what} {100 * n / len(numbers):5.1f} %"
                for what, n in (("count", count), ("parts", parts), ("read", read))
            )
            print(f"{gap:12s} {name:10s} {shares}  {1000 * median(seconds):5.1f} ms", flush=True)


if __name__ == "__main__":
    main()
