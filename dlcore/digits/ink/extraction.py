"""Telling ink from paper: on a canvas, in a picture from a drawing program, in a photo.

On even paper, what differs from the paper's colour is ink. The paper of a photo is grainy and lit
unevenly: there, a smooth surface is fitted to its brightness, and what stands out of the grain is
ink.
"""

from __future__ import annotations

from functools import reduce

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dlcore.digits.ink.bounds import border

LARGEST_SIDE = 1024  # a larger picture is shrunk first: memory, and nothing finer is seen
FAINTEST_INK = 16  # of 255: less contrast than this is paper, or noise of a camera
EVEN = 1.5  # of 255: median deviation along the border up to which paper is of one colour
GRAIN = 5.0  # standard deviations of the paper's noise that do not count as ink
SMOOTHED = 3  # px, side of the square whose mean is taken of a grainy picture
FULL_INK = 0.6  # of a photo's strongest ink: what is at least so dark is white in MNIST's way
INK_RANGE = 0.1  # of the strongest ink: what is fainter is an edge or nothing
SPECK = 0.03  # of the largest spot of ink in a photo: what is smaller is dirt
FIT_SIDE = 48  # px, of the small copy that the surface is fitted to
FIT_ROUNDS = 6

Drawing = NDArray[np.uint8]
Ink = NDArray[np.float32]


def extract_ink(image: Drawing) -> Ink:
    """The difference of each pixel from the background, scaled to its maximum.

    The background is the colour of most of the border, transparent or not; it may change smoothly
    from one side of the picture to the other.

    Args:
        image: (H, W) grey, (H, W, 3) RGB or (H, W, 4) RGBA uint8 of any size from 1x1.

    Returns:
        (H, W) float32 in [0, 1]; the strongest ink is 1, and all is 0 where nothing is drawn. Of a
        picture larger than `LARGEST_SIDE`, each pixel is the mean of `shrink_factor(image)` pixels
        either way.

    Raises:
        ValueError: not such an array.
    """
    return ink_of(shrunk(image))[0]


def ink_of(image: Drawing) -> tuple[Ink, bool]:
    """The ink of a picture as `shrunk` gives it, and whether its paper is of one colour."""
    channels = _premultiplied(image)
    if all(_is_even(channel) for channel in channels):
        differences = [np.abs(channel - _paper(channel)) for channel in channels]
        return _scaled(reduce(np.maximum, differences)), True
    return _without_specks(stretched(reduce(np.maximum, map(_above_grain, channels)))), False


def shrink_factor(image: Drawing) -> int:
    """How many pixels of a picture, each way, become one of its ink."""
    return -(-max(image.shape[:2]) // LARGEST_SIDE)


def _checked(image: Drawing) -> Drawing:
    image = np.asarray(image)
    is_grey = image.ndim == 2
    is_colour = image.ndim == 3 and image.shape[2] in (3, 4)
    if image.dtype != np.uint8 or not (is_grey or is_colour) or 0 in image.shape:
        raise ValueError(
            "image must be uint8 of shape (H, W), (H, W, 3) or (H, W, 4), at least 1x1. "
            f"Received: {image.dtype} of shape {image.shape}"
        )
    return image


def shrunk(image: Drawing) -> Drawing:
    """Averages blocks of pixels of a picture larger than `LARGEST_SIDE`.

    Raises:
        ValueError: as `extract_ink`.
    """
    image = _checked(image)
    factor = shrink_factor(image)  # one for both sides: a digit keeps its shape
    return image if factor == 1 else np.asarray(Image.fromarray(image).reduce(factor))


def _premultiplied(image: Drawing) -> list[Ink]:
    """The channels, (H, W) float32 in [0, 255] each; what is transparent has no colour.

    Apart, because NumPy is five times slower along an axis of four.
    """
    pixels = np.atleast_3d(image)
    channels = [pixels[..., i].astype(np.float32) for i in range(pixels.shape[2])]
    if len(channels) < 4:
        return channels
    *colours, alpha = channels
    opacity = alpha / np.float32(255)
    return [*(colour * opacity for colour in colours), alpha]


def _paper(channel: Ink) -> np.float32:
    """The median of the border: ink may touch it, as long as most of it is paper."""
    return np.median(border(channel))


def _is_even(channel: Ink) -> bool:
    return bool(np.median(np.abs(border(channel) - _paper(channel))) <= EVEN)


def _scaled(difference: Ink) -> Ink:
    strongest = difference.max()
    if strongest < FAINTEST_INK:
        return np.zeros_like(difference)
    return difference / strongest


def stretched(difference: Ink) -> Ink:
    """Makes a photo's ink as even as MNIST's: paint of one pen is not equally dark everywhere."""
    return np.minimum(_scaled(difference) / np.float32(FULL_INK), 1)


def _above_grain(channel: Ink) -> Ink:
    """How far pixels stand out of unevenly lit paper, 0 where it may be noise."""
    from scipy import ndimage  # here: what is drawn on a canvas needs none

    smooth = ndimage.uniform_filter(channel, SMOOTHED)
    difference = np.abs(smooth - _paper_surface(smooth))
    noise = 1.4826 * np.median(difference)  # of a normal distribution, from its median
    return np.maximum(difference - np.float32(GRAIN * noise), 0)


def _paper_surface(channel: Ink) -> Ink:
    """A quadratic surface through the paper's brightness, ink left out round by round."""
    height, width = channel.shape
    small = Image.fromarray(channel).resize(
        (min(width, FIT_SIDE), min(height, FIT_SIDE)), Image.Resampling.BOX
    )
    values = np.asarray(small)
    terms = _terms(values.shape)
    kept = np.zeros(values.shape, bool)
    kept[[0, -1]] = kept[:, [0, -1]] = True  # most of the border is paper
    for _ in range(FIT_ROUNDS):
        # Six normal equations: a tenth of the time of thousands of pixels, and as good for terms
        # that are about as large as one another.
        known = terms[kept].astype(np.float64)
        weights, *_ = np.linalg.lstsq(known.T @ known, known.T @ values[kept], rcond=None)
        distance = np.abs(values - terms @ weights)
        kept = distance <= max(3 * 1.4826 * float(np.median(distance[kept])), EVEN)
    return _terms(channel.shape) @ weights.astype(np.float32)


def _terms(shape: tuple[int, ...]) -> NDArray[np.float32]:
    """1, y, x, yx, yy, xx at each pixel's centre, the picture reaching from -1 to 1: (H, W, 6)."""
    sides = [((np.arange(side) + 0.5) / side * 2 - 1).astype(np.float32) for side in shape]
    y, x = np.meshgrid(*sides, indexing="ij")
    return np.stack([np.ones_like(y), y, x, y * x, y * y, x * x], axis=-1)


def _without_specks(ink: Ink) -> Ink:
    """Leaves spots out that are far smaller than the largest."""
    from scipy import ndimage

    spots, count = ndimage.label(ink > 0, structure=np.ones((3, 3)))
    if not count:
        return ink
    areas = np.bincount(spots.ravel(), weights=ink.ravel())
    areas[0] = 0
    return np.where(areas[spots] >= SPECK * areas.max(), ink, np.float32(0))
