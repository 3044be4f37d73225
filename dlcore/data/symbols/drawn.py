"""From strokes to images as MNIST's are made, and from these to a set."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from dlcore.data.dataset import DataSet, parted
from dlcore.data.symbols.glyphs import GLYPHS
from dlcore.data.symbols.hands import Written, make_hand
from dlcore.digits.preprocessing import from_ink

HANDS = 20
TIMES = 5  # that each hand writes each symbol
SEED = 22
LICENCE = "CC0 1.0"
_FINE = 100  # px of the longer side as it is drawn; averaged down to the 20 of an image's box


@cache
def symbols() -> DataSet:
    """The set of drawn symbols: 20 classes of seven scripts, 100 drawings each, by 20 made hands.

    Made in about a second, and the same each time; four of the hands are the test.
    """
    random = np.random.default_rng(SEED)
    glyphs = tuple(GLYPHS.values())
    hands = [make_hand(glyphs, random) for _ in range(HANDS)]
    images = [
        picture(hand.write(number, glyph, random), hand.pen)
        for hand in hands
        for number, glyph in enumerate(glyphs)
        for _ in range(TIMES)
    ]
    return parted(
        np.array(images),
        np.tile(np.repeat(np.arange(len(glyphs), dtype=np.uint8), TIMES), HANDS),
        tuple(GLYPHS),
        name="Symbols",
        source="symbols",
        licence=LICENCE,
        writers=np.repeat(np.arange(HANDS, dtype=np.int32), TIMES * len(glyphs)),
        seed=SEED,
    )


def picture(strokes: Written, pen: float) -> NDArray[np.uint8]:
    """Draws strokes with a round pen and makes MNIST's image of them.

    Args:
        strokes: at least one, in any unit.
        pen: its width, of the drawing's longer side.

    Returns:
        (28, 28) uint8, white ink on black.
    """
    points = np.concatenate(strokes)
    low = points.min(axis=0)
    scale = _FINE / max(float(np.ptp(points, axis=0).max()), 1e-6)
    radius = pen * _FINE / 2
    margin = radius + 1
    width, height = np.ceil(np.ptp(points, axis=0) * scale + 2 * margin).astype(int) + 1
    sheet = Image.new("L", (int(width), int(height)))
    ink = ImageDraw.Draw(sheet)
    for stroke in strokes:
        _draw(ink, (stroke - low) * scale + margin, radius)
    return np.rint(from_ink(np.asarray(sheet))[..., 0] * 255).astype(np.uint8)


def _draw(ink: ImageDraw.ImageDraw, points: NDArray[np.float64], radius: float) -> None:
    corners = [(x, y) for x, y in points.tolist()]
    if len(corners) == 1:  # a dot is set down firmly
        radius *= 1.3
    else:
        ink.line(corners, fill=255, width=max(round(2 * radius), 1))
    for x, y in corners:  # round ends and joints
        ink.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
