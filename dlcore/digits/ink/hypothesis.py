"""What may be the ink of a picture: one answer where that is plain, several where it is not."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dlcore.digits.ink.bounds import bounds
from dlcore.digits.ink.doubt import is_plain, is_thin
from dlcore.digits.ink.extraction import INK_RANGE, Drawing, Ink, ink_of, shrunk
from dlcore.digits.ink.gist import widened
from dlcore.digits.ink.search import is_cut, search
from dlcore.digits.ink.step import Hypothesis, InkStep, shown

MOST = 8  # hypotheses
_SAME = 0.92  # of the ink of two hypotheses, within the same box: one is enough
_SHIFT = 0.02  # of the picture's side, that two boxes may differ by and be the same
_OPAQUE = 250  # of 255


def hypotheses(image: Drawing) -> tuple[Hypothesis, ...]:
    """What may be ink in a picture, the likeliest first; a network can choose among them.

    Args:
        image: as `extract_ink` takes it.

    Returns:
        One for a drawing on even paper, which is `extract_ink`'s; `MOST` at most. Where there is
        no ink, one that is empty.

    Raises:
        ValueError: not such an array.
    """
    picture = shrunk(image)
    ink, is_even = ink_of(picture)
    if is_even and is_plain(ink) and not is_thin(ink):
        return (Hypothesis(ink),)
    opaque = _opaque(picture)
    first = InkStep("picture", shown(opaque))
    drawn, searched = _as_drawn(ink, first), search(opaque)
    if not is_even and ink.any() and is_cut(opaque, ink):
        drawn = [Hypothesis(np.zeros_like(ink), (first,))]
    elif is_plain(ink):
        return tuple(_different(chain(drawn, searched))[:MOST])
    # What is drawn holds a frame, or rules, or is the paper itself: seldom, but it may be ink.
    return tuple(_different(chain(_different(searched)[: MOST - 2], drawn)))


def _as_drawn(ink: Ink, first: InkStep) -> list[Hypothesis]:
    """All of the ink, and where the pen is fine, the same by a wider one."""
    inks = [ink, widened(ink)] if is_thin(ink) and is_plain(ink) else [ink]
    return [Hypothesis(one, (first, InkStep("ink", shown(one)))) for one in inks]


def _different(found: Iterable[Hypothesis]) -> list[Hypothesis]:
    """Without those that are empty or like one before; the last stays if all are empty."""
    kept: list[Hypothesis] = []
    one = None
    for one in found:
        if one.ink.any() and not any(_is_same(one.ink, other.ink) for other in kept):
            kept.append(one)
    return kept if kept or one is None else [one]


def _is_same(one: Ink, other: Ink) -> bool:
    if np.abs(np.subtract(_box(one), _box(other))).max() > _SHIFT * max(one.shape):
        return False
    common = float(np.minimum(one, other).sum())
    return common >= _SAME * max(float(one.sum()), float(other.sum()))


def _box(ink: Ink) -> tuple[int, ...]:
    rows, columns = bounds(ink > INK_RANGE)
    return rows.start, rows.stop, columns.start, columns.stop


def _opaque(picture: Drawing) -> NDArray[np.uint8]:
    """(H, W, 3); what is transparent is white, or black under light ink."""
    image = Image.fromarray(picture)
    if image.mode != "RGBA" or picture[..., 3].min() >= _OPAQUE:
        return np.asarray(image.convert("RGB"))
    drawn = picture[picture[..., 3] >= _OPAQUE // 2]
    is_light = drawn.size > 0 and float(drawn[:, :3].mean()) > 128
    paper = Image.new("RGBA", image.size, (0, 0, 0, 255) if is_light else (255, 255, 255, 255))
    return np.asarray(Image.alpha_composite(paper, image).convert("RGB"))
