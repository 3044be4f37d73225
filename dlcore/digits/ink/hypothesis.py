"""What may be the ink of a picture: one answer where that is plain, several where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dlcore.digits.ink.doubt import is_plain, is_thin
from dlcore.digits.ink.extraction import (
    FAINTEST_INK,
    INK_RANGE,
    Drawing,
    Ink,
    ink_of,
    shrunk,
    stretched,
)

MOST = 8  # hypotheses
_SIDE = 448  # px of the copy that is searched for paper, shadows and lines
_SHOWN = 256  # px of a step's picture
_SAME = 0.92  # of the ink of two hypotheses: one is enough
_OPAQUE = 250  # of 255
_FAINT_SHARE = 0.04  # of the paper's light: what is missing less is paper
_STRONGER = 1.5  # times as dark as lines is the ink of a pen
_GOES_ON = 0.12  # of its surroundings: what looks like them is no stroke, or a piece of one
_SEEN = 0.25  # of the strongest ink, which a spot has somewhere


@dataclass(frozen=True)
class InkStep:
    """One thing that was done on the way from a picture to its ink.

    Attributes:
        name: a word for it: "picture", "paper", "light", "lines", "frame" or "ink".
        picture: (H, W) uint8, what the picture was after it.
    """

    name: str
    picture: NDArray[np.uint8]


@dataclass(frozen=True)
class Hypothesis:
    """One reading of which pixels are ink.

    Attributes:
        ink: (H, W) float32 in [0, 1], as `extract_ink` gives it.
        steps: how it came about, in order; () for a drawing on even paper.
    """

    ink: Ink
    steps: tuple[InkStep, ...] = ()


def hypotheses(image: Drawing) -> tuple[Hypothesis, ...]:
    """What may be ink in a picture, the likeliest first; a network can choose among them.

    Args:
        image: as `extract_ink` takes it.

    Returns:
        One for a drawing on even paper, which is `extract_ink`'s; `MOST` at most.

    Raises:
        ValueError: not such an array.
    """
    picture = shrunk(image)
    ink, is_even = ink_of(picture)
    plain = Hypothesis(ink)
    if is_even and is_plain(ink):
        return (plain, Hypothesis(_widened(ink))) if is_thin(ink) else (plain,)
    opaque = _opaque(picture)
    first = InkStep("picture", _shown(opaque))
    if not is_even:
        plain = Hypothesis(ink, (first, InkStep("ink", _shown(ink))))
    found = [plain]
    if is_thin(ink) and is_plain(ink):
        found.append(Hypothesis(_widened(ink), plain.steps))
    found += _searched(opaque, first)
    return tuple(_different(found)[:MOST])


def _searched(picture: NDArray[np.uint8], first: InkStep) -> Iterator[Hypothesis]:
    """Hypotheses from a search for paper, shadows and lines."""
    from dlcore.digits.ink.background import beyond_shadows, polarities, within
    from dlcore.digits.ink.regions import find_regions

    factor = -(-max(picture.shape[:2]) // _SIDE)
    small = np.asarray(Image.fromarray(picture).reduce(factor)) if factor > 1 else picture
    everywhere = np.ones(small.shape[:2], bool)
    for region in find_regions(small):
        found = within(small, region)
        if found.max() < FAINTEST_INK:
            continue
        name = "frame" if region.whole.mean() < 0.98 else "light"
        step = InkStep(name, _shown(_masked(small, region.whole)))
        yield from _cleared(small, found, region.whole, (first, step), picture.shape)
    for light in polarities(small):
        found = beyond_shadows(small, light)
        if found.max() >= _FAINT_SHARE:
            step = InkStep("light", _shown(found / found.max()))
            yield from _cleared(small, found, everywhere, (first, step), picture.shape)


def _cleared(
    small: NDArray[np.uint8],
    found: Ink,
    whole: NDArray[np.bool_],
    steps: tuple[InkStep, ...],
    shape: tuple[int, ...],
) -> Iterator[Hypothesis]:
    """The writing of what stands out of the paper: as it is, without rules, without a frame."""
    from dlcore.digits.ink.background import goes_on
    from dlcore.digits.ink.gist import main_spots
    from dlcore.digits.ink.lines import find_frame, find_lines, without_lines

    mask = found > _SEEN * float(np.quantile(found[found > 0], 0.9))
    rules = find_lines(mask)
    frame = find_frame(main_spots(mask, whole))
    ways = [("ink", mask)]
    if rules.any():
        ways.append(("lines", without_lines(mask, rules)))
    if frame.any():
        ways.append(("frame", without_lines(mask, rules | frame)))
    ways += (("lines", strong) for strong in _stronger(found, ways[-1][1]))
    for name, way in ways:
        kept = main_spots(way, whole)
        if not kept.any() or goes_on(small, kept) > _GOES_ON:
            continue
        cleared = InkStep(name, _shown(np.where(way, found, 0) / found.max()))
        ink = _filled(found, kept)
        ink = _widened(ink) if is_thin(ink) and is_plain(ink) else ink
        ink = _resized(ink, shape)
        made = steps if way is mask else (*steps, cleared)
        yield Hypothesis(ink, (*made, InkStep("ink", _shown(ink))))


def _stronger(found: Ink, mask: NDArray[np.bool_]) -> Iterator[NDArray[np.bool_]]:
    """What a pen leaves that is much darker than the lines on its paper."""
    values = found[mask]
    if values.size:
        counts, edges = np.histogram(values, 64, (0, float(values.max())))
        level = float(edges[_parting(counts)])
        strong = mask & (found > level)
        weak = float(found[mask & ~strong].mean()) if (mask & ~strong).any() else 0.0
        if weak and float(found[strong].mean()) >= _STRONGER * weak:
            yield strong


def _parting(counts: NDArray[np.integer]) -> int:
    """Otsu's threshold (1979): the bin that parts a histogram into two most different classes."""
    weight = np.cumsum(counts)
    sums = np.cumsum(counts * np.arange(len(counts)))
    sizes = np.maximum(weight * (weight[-1] - weight), 1)
    between = (sums[-1] * weight - sums * weight[-1]).astype(float) ** 2 / sizes
    return int(np.argmax(between)) + 1


def _filled(found: Ink, kept: NDArray[np.bool_]) -> Ink:
    """Ink where it was kept, with the soft edges of its strokes."""
    from scipy import ndimage

    near = ndimage.binary_dilation(kept)
    ink = np.where(near, found, np.float32(0))
    ink[kept] = np.maximum(ink[kept], np.float32(_SEEN * found[kept].max()))
    strong = np.float32(np.quantile(ink[kept], 0.95))
    return stretched(np.minimum(ink / strong, 1).astype(np.float32) * 255)


def _widened(ink: Ink) -> Ink:
    from dlcore.digits.ink.gist import widened

    return widened(ink)


def _different(found: list[Hypothesis]) -> list[Hypothesis]:
    """Without those that are empty or like one before; the first stays if all are empty."""
    kept: list[Hypothesis] = []
    for one in found:
        if one.ink.any() and not any(_is_same(one.ink, other.ink) for other in kept):
            kept.append(one)
    return kept or found[:1]


def _is_same(one: Ink, other: Ink) -> bool:
    if np.abs(np.subtract(_box(one), _box(other))).max() > 0.02 * max(one.shape):
        return False
    common = float(np.minimum(one, other).sum())
    return common >= _SAME * max(float(one.sum()), float(other.sum()))


def _box(ink: Ink) -> tuple[int, ...]:
    rows, columns = (np.flatnonzero((ink > INK_RANGE).any(axis=axis)) for axis in (1, 0))
    return int(rows[0]), int(rows[-1]), int(columns[0]), int(columns[-1])


def _opaque(picture: Drawing) -> NDArray[np.uint8]:
    """(H, W, 3); what is transparent is white, or black under light ink."""
    image = Image.fromarray(picture)
    if image.mode != "RGBA" or picture[..., 3].min() >= _OPAQUE:
        return np.asarray(image.convert("RGB"))
    drawn = picture[picture[..., 3] >= _OPAQUE // 2]
    is_light = drawn.size > 0 and float(drawn[:, :3].mean()) > 128
    paper = Image.new("RGBA", image.size, (0, 0, 0, 255) if is_light else (255, 255, 255, 255))
    return np.asarray(Image.alpha_composite(paper, image).convert("RGB"))


def _masked(picture: NDArray[np.uint8], whole: NDArray[np.bool_]) -> NDArray[np.uint8]:
    return np.where(whole[..., None], picture, np.uint8(128))


def _shown(picture: NDArray) -> NDArray[np.uint8]:
    """Grey, small, for a person to look at; ink in [0, 1] becomes dark on white."""
    if picture.ndim == 2:
        picture = 255 - np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)
    image = Image.fromarray(picture).convert("L")
    image.thumbnail((_SHOWN, _SHOWN), Image.Resampling.BOX)
    return np.asarray(image)


def _resized(ink: Ink, shape: tuple[int, ...]) -> Ink:
    if ink.shape == shape[:2]:
        return ink
    size = shape[1], shape[0]
    return np.asarray(Image.fromarray(ink).resize(size, Image.Resampling.BILINEAR))
