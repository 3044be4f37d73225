"""Pen strokes: reading a file of them, and drawing them as a browser's canvas does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from dlcore.errors import LabError

Stroke = NDArray[np.float32]
"""(points, 2) x, y with y pointing down; one point is a dot."""
Strokes = Sequence[Stroke]

FINE_ENOUGH = 120  # px on the longer side: a smaller drawing is drawn larger, then averaged


class StrokesError(LabError):
    """A file that holds no pen strokes; one sentence that says what is wrong with it."""


@dataclass(frozen=True)
class StrokeSet:
    """Characters that people drew.

    Attributes:
        samples: n characters, each a tuple of strokes in the order in which they were drawn.
        labels: (n,) what each character is: whole numbers or letters.
        writers: (n,) who drew it.
    """

    samples: tuple[tuple[Stroke, ...], ...]
    labels: NDArray
    writers: NDArray[np.integer]

    def take(self, chosen: NDArray[np.bool_]) -> StrokeSet:
        """The characters where an (n,) mask is true."""
        indices = np.flatnonzero(chosen)
        return StrokeSet(
            tuple(self.samples[index] for index in indices),
            self.labels[indices],
            self.writers[indices],
        )


def load_strokes(path: Path) -> StrokeSet:
    """Reads an .npz of strokes.

    It holds `points` (p, 2), `stroke_offsets` (s + 1,) into the points, `sample_offsets` (n + 1,)
    into the strokes, `label` (n,) and `writer` (n,).

    Raises:
        StrokesError: there is no such file, or it holds something else.
    """
    try:
        with np.load(path) as file:
            points = file["points"].astype(np.float32)
            strokes = np.split(points, file["stroke_offsets"][1:-1])
            offsets = file["sample_offsets"]
            labels, writers = file["label"], file["writer"]
    except (OSError, EOFError, ValueError, KeyError) as error:
        raise StrokesError(
            "The file {file} must be an .npz of pen strokes. Cannot read it: {error}",
            file=Path(path).name,
            error=str(error),
        ) from error
    samples = tuple(tuple(strokes[start:end]) for start, end in pairwise(offsets))
    if not len(samples) == len(labels) == len(writers):
        raise StrokesError(
            "The file {file} must have a label and a writer for each sample. "
            "Received: {samples} samples, {labels} labels, {writers} writers",
            file=Path(path).name,
            samples=len(samples),
            labels=len(labels),
            writers=len(writers),
        )
    return StrokeSet(samples, labels, writers)


def join_strokes(one: StrokeSet, other: StrokeSet) -> StrokeSet:
    """The characters of two sets, one after the other."""
    return StrokeSet(
        (*one.samples, *other.samples),
        np.concatenate([one.labels, other.labels]),
        np.concatenate([one.writers, other.writers]),
    )


def extent(strokes: Strokes) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The corners of the box around all points, pen width not counted: (2,) least, (2,) most."""
    points = np.concatenate(list(strokes))
    return points.min(axis=0), points.max(axis=0)


def draw(strokes: Strokes, pen_width: float) -> NDArray[np.uint8]:
    """Draws strokes with a round pen, anti-aliased, on a picture that just holds them.

    Args:
        strokes: at least one, in pixels; where they lie does not matter.
        pen_width: in pixels.

    Returns:
        (height, width) uint8, 255 = ink, with a margin of background all around.
    """
    low, high = extent(strokes)
    size = float((high - low).max()) + pen_width
    fine = max(1, int(np.ceil(FINE_ENOUGH / size)))
    margin = pen_width / 2 + 2
    width, height = (int(np.ceil(side + 2 * margin)) * fine for side in high - low)
    picture = Image.new("L", (width, height))
    pen = ImageDraw.Draw(picture)
    radius = pen_width * fine / 2
    for stroke in strokes:
        _draw_stroke(pen, (stroke - low + margin) * fine, radius)
    return np.asarray(picture.reduce(fine) if fine > 1 else picture)


def _draw_stroke(pen: ImageDraw.ImageDraw, points: Stroke, radius: float) -> None:
    corners = [(float(x), float(y)) for x, y in points]
    if len(corners) > 1:
        pen.line(corners, fill=255, width=max(1, round(2 * radius)))
    if radius > 0.75 or len(corners) == 1:  # round joints and ends
        for x, y in corners:
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
