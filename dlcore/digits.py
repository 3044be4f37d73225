"""From a drawing to the digit it shows.

`preprocess` does to any picture what was done to MNIST (LeCun et al. 1998, section III.A): the box
around the ink is scaled to 20 pixels with its aspect kept, and placed in 28x28 with its centre of
mass in the middle. A network that knows MNIST then sees what it knows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dlcore import registry

SIDE = 28
BOX = 20
CENTRE = 14.0  # MNIST's centre of mass: index of the pixel it is nearest to, counted from 0
LARGEST_SIDE = 1024  # a larger picture is shrunk first: memory, and nothing finer is seen
FAINTEST_INK = 16  # of 255: less contrast than this is paper, or noise of a camera
INK_EDGE = 0.1  # of the strongest ink: what is fainter does not count for the box

Drawing = NDArray[np.uint8]
Batch = NDArray[np.float32]
Predict = Callable[[Batch], NDArray[np.float32]]


@dataclass(frozen=True)
class Classification:
    """What the network says about a batch of images.

    Attributes:
        probabilities: (n, 10) float32, rows summing to 1; all 0.1 for a blank image.
        digit_score: (n,) float32 in [0, 1], higher = more surely a digit; 0 for a blank image. The
            largest probability (Hendrycks & Gimpel 2017).
    """

    probabilities: NDArray[np.float32]
    digit_score: NDArray[np.float32]


def preprocess(image: Drawing) -> Batch:
    """Turns a drawing into the image that MNIST would have made of it.

    What differs from the background is ink, whatever the colours; the background is what most of
    the border shows, transparent or not.

    Args:
        image: (H, W) grey, (H, W, 3) RGB or (H, W, 4) RGBA uint8 of any size from 1x1.

    Returns:
        (28, 28, 1) float32 in [0, 1], white ink on black; zeros where nothing is drawn.

    Raises:
        ValueError: not such an array.
    """
    return from_ink(extract_ink(image))


def extract_ink(image: Drawing) -> NDArray[np.float32]:
    """Tells ink from paper: the first half of `preprocess`, with the same image and errors.

    Returns:
        (H, W) float32 in [0, 1], how much each pixel differs from the background; the strongest
        ink is 1, and all is 0 where nothing is drawn. Of a picture larger than `LARGEST_SIDE`,
        each pixel is the mean of `shrink_factor(image)` by as many.
    """
    return _ink(_shrunk(_checked(image)))


def from_ink(ink: NDArray[Any]) -> Batch:
    """Makes MNIST's image of ink that is already told from paper: `preprocess`'s second half.

    Args:
        ink: (H, W) uint8 or float, 0 where there is none; its largest value becomes 1.

    Returns:
        (28, 28, 1) float32 in [0, 1]; zeros where there is no ink.
    """
    if not ink.any():
        return np.zeros((SIDE, SIDE, 1), np.float32)
    ink = ink.astype(np.float32) / np.float32(ink.max())
    return _centred(_fitted(_cropped(ink)))[..., None]


def shrink_factor(image: Drawing) -> int:
    """How many pixels of a picture, each way, become one of its ink."""
    return -(-max(image.shape[:2]) // LARGEST_SIDE)


def is_blank(batch: Batch) -> NDArray[np.bool_]:
    """Tells for each image of a batch whether it holds no ink at all.

    Args:
        batch: (n, 28, 28, 1).

    Returns:
        (n,) bool.
    """
    return np.logical_not(batch.any(axis=(1, 2, 3)))


def classify(batch: Batch, predict: Predict | None = None) -> Classification:
    """Says which digits a batch of preprocessed drawings shows.

    Args:
        batch: (n, 28, 28, 1) float32 in [0, 1], as `preprocess` makes them; n may be 0.
        predict: from such a batch to (n, 10) probabilities; the shipped "cnn" where left out.

    Raises:
        ValueError: the batch has another shape.
        RegistryError: the shipped model is absent or damaged.
    """
    if batch.ndim != 4 or batch.shape[1:] != (SIDE, SIDE, 1):
        raise ValueError(f"batch must have the shape (n, 28, 28, 1). Received: {batch.shape}")
    predict = predict or registry.load("cnn").predict_on_batch
    blank = is_blank(batch)
    probabilities = np.full((len(batch), 10), 0.1, np.float32)
    if not blank.all():
        probabilities[~blank] = predict(batch[~blank])
    score = np.where(blank, np.float32(0), probabilities.max(axis=1))
    return Classification(probabilities, score)


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


def _shrunk(image: Drawing) -> Drawing:
    """Averages blocks of pixels of a picture larger than `LARGEST_SIDE`."""
    factor = shrink_factor(image)  # one for both sides: a digit keeps its shape
    return image if factor == 1 else np.asarray(Image.fromarray(image).reduce(factor))


def _ink(image: Drawing) -> NDArray[np.float32]:
    """How much each pixel differs from the background, (H, W) in [0, 1]; 0 where too faint."""
    channels = _premultiplied(image)
    differences = [np.abs(channel - _background(channel)) for channel in channels]
    difference = reduce(np.maximum, differences)
    strongest = difference.max()
    if strongest < FAINTEST_INK:
        return np.zeros_like(difference)
    return difference / strongest


def _premultiplied(image: Drawing) -> list[NDArray[np.float32]]:
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


def _background(channel: NDArray[np.float32]) -> np.float32:
    """The median of the border: ink may touch it, as long as most of it is paper."""
    border = [channel[0], channel[-1], channel[:, 0], channel[:, -1]]
    return np.median(np.concatenate(border))


def _cropped(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    rows, columns = np.nonzero(ink > INK_EDGE)
    return ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def _fitted(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scales to `BOX` pixels on the longer side, anti-aliased."""
    scale = BOX / max(ink.shape)
    height, width = (max(1, round(side * scale)) for side in ink.shape)
    # The mean over each pixel's area when shrinking; smooth, not blocks, when enlarging.
    how = Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(ink).resize((width, height), how))


def _centred(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """Places ink in 28x28 by whole pixels, its centre of mass at most half a pixel off."""
    top, left = (_start(ink.sum(axis=axis)) for axis in (1, 0))
    padded = np.pad(ink, SIDE)  # what falls outside the image is cut off, as in MNIST
    return padded[SIDE - top : 2 * SIDE - top, SIDE - left : 2 * SIDE - left]


def _start(mass: NDArray[np.float32]) -> int:
    """Where ink has to begin along one axis, given how much of it is at each pixel."""
    centre = np.average(np.arange(len(mass)), weights=mass)
    return round(CENTRE - centre)
