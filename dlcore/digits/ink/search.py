"""The search for ink where a picture is not plain: paper first, then what is written on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dlcore.digits.ink.background import beyond_shadows, goes_on, polarities, within
from dlcore.digits.ink.bounds import border, parting
from dlcore.digits.ink.doubt import is_plain, is_thin
from dlcore.digits.ink.extraction import FAINTEST_INK, Ink, stretched
from dlcore.digits.ink.gist import main_spots, widened
from dlcore.digits.ink.lines import find_frame, find_lines, without_lines
from dlcore.digits.ink.regions import find_regions
from dlcore.digits.ink.step import Hypothesis, InkStep, shown

Mask = NDArray[np.bool_]

_SIDE = 448  # px of the copy that is searched
_FAINT_SHARE = 0.04  # of the paper's light: where less is missing, all is paper
_SEEN = 0.25  # of the strongest ink: what stands out less is paper
_STRONG = 0.95  # of the ink is not darker than what counts as full
_STRONGER = 1.5  # times as dark as lines is the ink of a pen
_AT_BORDER = 0.65  # of the border of a picture without paper around: more is paper
_TWO_COLOURS = 0.8  # of a picture's variance is between them; of noise, 0.64
_BROAD = 0.35  # of the picture's shorter side: no stroke is as wide
_SIDE_OF_PICTURE = 0.9  # of a side of the picture: no stroke runs along so much of it
_OUTSIDE = 0.6  # of all faint lines: the rest may be broken off
_GOES_ON = 0.16  # of its surroundings: what looks like more of them is a piece of something


@dataclass(frozen=True)
class _Standing:
    """What stands out of a picture.

    Attributes:
        picture: (H, W, 3) uint8.
        found: (H, W), how far each pixel stands out.
        whole: (H, W), the region it was looked for in.
        steps: how it was found.
    """

    picture: NDArray[np.uint8]
    found: Ink
    whole: Mask
    steps: tuple[InkStep, ...]


def search(picture: NDArray[np.uint8]) -> Iterator[Hypothesis]:
    """What may be ink, the likeliest first: on sheets and in frames, then beyond shadows.

    Args:
        picture: (H, W, 3).
    """
    small, first = _small(picture), InkStep("picture", shown(picture))
    for standing in _standing_out(small, first):
        for name, mask in _ways(standing):
            kept = main_spots(mask, standing.whole)
            if kept.any() and not _has_side(kept) and goes_on(small, kept) <= _GOES_ON:
                yield _hypothesis(standing, name, mask, kept, picture.shape)
    for mask in _of_two_colours(small):
        ink = _resized(mask.astype(np.float32), picture.shape)
        yield Hypothesis(ink, (first, InkStep("ink", shown(ink))))


def is_cut(picture: NDArray[np.uint8], ink: Ink) -> bool:
    """Whether ink is only a piece of something, as a shadow may leave it.

    Args:
        picture: (H, W, 3).
        ink: (H, W), not empty.
    """
    seen = _small(ink) > _SEEN
    return bool(seen.any()) and goes_on(_small(picture), seen) > _GOES_ON


def _small(picture: NDArray) -> NDArray:
    factor = -(-max(picture.shape[:2]) // _SIDE)
    return np.asarray(Image.fromarray(picture).reduce(factor)) if factor > 1 else picture


def _standing_out(small: NDArray[np.uint8], first: InkStep) -> Iterator[_Standing]:
    for region in find_regions(small):
        found = within(small, region)
        if found.max() >= FAINTEST_INK:
            step = InkStep("paper", shown(np.where(region.whole[..., None], small, np.uint8(128))))
            yield _Standing(small, found, region.whole, (first, step))
    for light in polarities(small):
        found = beyond_shadows(small, light)
        if found.max() >= _FAINT_SHARE:
            step = InkStep("light", shown(found / found.max()))
            yield _Standing(small, found, np.ones(found.shape, bool), (first, step))


def _of_two_colours(small: NDArray[np.uint8]) -> Iterator[Mask]:
    """What may be the ink of a picture with hardly any paper around it."""
    grey = small.astype(np.float32).max(axis=2)
    light = grey > _parting(grey)
    if light.all() or not light.any() or _share_between(grey, light) < _TWO_COLOURS:
        return
    for mask in (light, ~light):
        if 0 < border(mask).mean() < _AT_BORDER and not _is_broad(mask):
            yield mask


def _has_side(kept: Mask) -> bool:
    """Whether all of a side of the picture is ink, as where the light falls off towards it."""
    sides = kept[0], kept[-1], kept[:, 0], kept[:, -1]
    return any(side.mean() >= _SIDE_OF_PICTURE for side in sides)


def _share_between(grey: Ink, light: Mask) -> float:
    """Of the variance of a picture, the share that is between its light and its dark part."""
    means = np.where(light, grey[light].mean(), grey[~light].mean())
    return float(means.var() / max(float(grey.var()), 1e-6))


def _is_broad(mask: Mask) -> bool:
    """Whether something is wider than a stroke, such as half of the paper."""
    from scipy import ndimage

    side = max(1, int(_BROAD * min(mask.shape)))
    return bool(ndimage.minimum_filter(mask, side, mode="constant").any())


def _ways(standing: _Standing) -> Iterator[tuple[str, Mask]]:
    """All that stands out, then less of it: no rules, no frame, nothing fainter than the pen."""
    found = standing.found
    mask = found > _SEEN * float(np.quantile(found[found > 0], 0.9))
    yield "ink", mask
    rules, frame = find_lines(mask), find_frame(main_spots(mask, standing.whole))
    if rules.any():
        yield "lines", without_lines(mask, rules)
    if frame.any():
        yield "frame", without_lines(mask, rules | frame)
    left = without_lines(mask, rules | frame)
    level = _parting(found[left]) if left.any() else 0.0
    strong = left & (found > level)
    if _is_on_lines(strong, left & ~strong, found):
        yield "lines", strong


def _is_on_lines(strong: Mask, weak: Mask, found: Ink) -> bool:
    """Whether what is fainter than the pen is of lines that go on outside of the picture."""
    from scipy import ndimage

    if not (strong.any() and weak.any()):
        return False
    if found[strong].mean() < _STRONGER * found[weak].mean():
        return False
    apart = weak & ~ndimage.binary_dilation(strong, np.ones((3, 3)), iterations=2)
    labels, _ = ndimage.label(apart, np.ones((3, 3)))
    ends = np.unique(border(labels))
    outside = np.isin(labels, ends[ends > 0])
    return bool(apart.any() and outside.sum() >= _OUTSIDE * apart.sum())


def _parting(values: Ink) -> float:
    """What parts values into the two classes that differ most."""
    counts, edges = np.histogram(values, 64, (0, float(values.max())))
    return float(edges[parting(counts) + 1])


def _hypothesis(
    standing: _Standing, name: str, mask: Mask, kept: Mask, shape: tuple[int, ...]
) -> Hypothesis:
    """Of what was kept, its ink at the size of the picture."""
    ink = _filled(standing.found, kept)
    if is_thin(ink) and is_plain(ink):
        ink = widened(ink)
    ink = _resized(ink, shape)
    steps = standing.steps
    if name != "ink":
        cleared = np.where(mask, standing.found, 0) / standing.found.max()
        steps = (*steps, InkStep(name, shown(cleared)))
    return Hypothesis(ink, (*steps, InkStep("ink", shown(ink))))


def _filled(found: Ink, kept: Mask) -> Ink:
    """Ink where it was kept, with the soft edges of its strokes."""
    from scipy import ndimage

    ink = np.where(ndimage.binary_dilation(kept), found, np.float32(0))
    ink[kept] = np.maximum(ink[kept], np.float32(_SEEN * found[kept].max()))
    strong = np.float32(np.quantile(ink[kept], _STRONG))
    return stretched(np.minimum(ink / strong, 1).astype(np.float32) * 255)


def _resized(ink: Ink, shape: tuple[int, ...]) -> Ink:
    if ink.shape == shape[:2]:
        return ink
    size = shape[1], shape[0]
    return np.asarray(Image.fromarray(ink).resize(size, Image.Resampling.BILINEAR))
