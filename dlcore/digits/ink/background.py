"""How far a picture stands out from its paper, where the paper is lit unevenly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dlcore.digits.ink.bounds import bounds
from dlcore.digits.ink.extraction import FAINTEST_INK, GRAIN, Ink
from dlcore.digits.ink.regions import Region

_WINDOW = 0.25  # of a region's shorter side: over which its colour is averaged
_STROKE = 0.16  # of the picture's shorter side: a wider stroke is taken for a shadow
_ENDS = (0.004, 0.5, 0.996)  # of all brightness: the darkest, the middle, the lightest
_FAR = 0.2  # of the way from the middle to the other end: nearer is no ink
_CONTRAST = 0.35  # of the usual difference between ink and what is near it
_REACH = 2  # px at a region's edge that may still be of what is around it


def polarities(picture: NDArray[np.uint8]) -> tuple[bool, ...]:
    """Whether ink may be darker than its paper (False), lighter (True), or either.

    Most of a picture is paper: ink is far from its middle brightness, on one side.
    """
    pixels = picture.reshape(-1, 3).astype(np.float32)
    low, middle, high = np.quantile(pixels, _ENDS, axis=0)
    if max((middle - low).max(), (high - middle).max()) < FAINTEST_INK:  # there is little ink
        low, high = pixels.min(axis=0), pixels.max(axis=0)
    darker, lighter = float((middle - low).max()), float((high - middle).max())
    return tuple(
        light
        for light, mine, other in ((False, darker, lighter), (True, lighter, darker))
        if mine >= _FAR * other
    )


def beyond_shadows(picture: NDArray[np.uint8], light: bool) -> Ink:
    """What is narrow and darker than all around it, or lighter; the edge of a shadow is not.

    A closing (Serra 1982) of a picture is its paper without dark strokes, and leaves steps and
    ramps of brightness as they are; an opening does the same to light strokes.

    Args:
        picture: (H, W, 3).
        light: the ink is lighter than the paper.

    Returns:
        (H, W) in [0, 1], the share of the paper's light that is missing, or there too much.
    """
    from scipy import ndimage

    seen = 255 - picture if light else picture
    side = 2 * int(_STROKE * min(picture.shape[:2]) / 2) + 1
    smooth = ndimage.uniform_filter(seen, (3, 3, 1))
    paper = ndimage.grey_closing(smooth, (max(3, side), max(3, side), 1))
    missing = (paper.astype(np.float32) - smooth) / np.maximum(paper, 48)
    return _above_noise(missing.max(axis=2))


def within(picture: NDArray[np.uint8], region: Region) -> Ink:
    """What differs from the colour of a region's face, whichever is the lighter; 0 outside.

    Args:
        picture: (H, W, 3).
        region: of the same size.

    Returns:
        (H, W) of [0, 255].
    """
    from scipy import ndimage

    place = bounds(region.whole)
    face, whole = region.face[place], region.whole[place]
    size = max(5, int(_WINDOW * min(whole.shape)))
    near = ndimage.uniform_filter(face.astype(np.float32), size)
    difference = np.zeros(whole.shape, np.float32)
    for channel in np.moveaxis(picture[place].astype(np.float32), 2, 0):
        mean = float(channel[face].mean())
        # The mean of the face's pixels near by, of all of them where there are none.
        paper = (ndimage.uniform_filter(channel * face, size) + 0.01 * mean) / (near + 0.01)
        np.maximum(difference, np.abs(channel - paper), out=difference)
    kept = ndimage.binary_erosion(whole, iterations=_REACH, border_value=1)
    noise = 1.4826 * float(np.median(difference[face]))
    found = np.zeros(region.whole.shape, np.float32)
    found[place] = np.where(kept, np.maximum(difference - GRAIN * noise, 0), 0)
    return found


def goes_on(picture: NDArray[np.uint8], kept: NDArray[np.bool_]) -> float:
    """How much of the surroundings of ink looks as the ink does, [0, 1].

    It is next to nothing around strokes, much around a piece of one and around what is no stroke,
    such as paper between two.
    """
    from scipy import ndimage

    place = tuple(slice(max(0, p.start - 6), p.stop + 6) for p in bounds(kept))
    grey, mask = picture[place].mean(axis=2, dtype=np.float32), kept[place]
    ring = ndimage.binary_dilation(mask, np.ones((3, 3)), iterations=4)
    ring &= ~ndimage.binary_dilation(mask, np.ones((3, 3)), iterations=2)
    if not ring.any():
        return 0.0
    near = ndimage.uniform_filter(mask.astype(np.float32), 13)
    ink = ndimage.uniform_filter(grey * mask, 13) / np.maximum(near, 1e-3)
    contrast = np.abs(grey - ink)[ring & (near > 1e-3)]
    return float((contrast < _CONTRAST * np.median(contrast)).mean()) if contrast.size else 0.0


def _above_noise(missing: Ink) -> Ink:
    level = float(np.median(missing))
    noise = 1.4826 * float(np.median(np.abs(missing - level)))
    return np.maximum(missing - np.float32(level + GRAIN * noise), 0)
