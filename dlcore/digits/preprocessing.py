"""From a drawing to the probabilities of the ten digits, or of what else a network tells apart.

`preprocess` does to any picture what was done to MNIST (LeCun et al. 1998, section III.A): the box
around the ink is scaled to 20 pixels with its aspect kept, and placed in 28x28 with its centre of
mass in the middle. The input of a network trained on MNIST then follows MNIST's distribution.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dlcore import registry
from dlcore.digits.ink import Drawing, extract_ink

SIDE = 28
BOX = 20
CENTRE = 14.0  # MNIST's centre of mass: index of the pixel it is nearest to, counted from 0
NINES = 6  # more of them are float32's noise
INK_EDGE = 0.1  # of the strongest ink: what is fainter does not count for the box

_SEEN = 64  # of 255: what is fainter is hardly seen in an image

Batch = NDArray[np.float32]
Predict = Callable[[Batch], NDArray[np.float32]]


@dataclass(frozen=True)
class Classification:
    """Class probabilities and digit scores of a batch of images.

    Attributes:
        probabilities: (n, k) float32, rows summing to 1; k equal ones for a blank image, ten where
            there are no others.
        digit_score: (n,) float32 in [0, 1], higher = more surely a digit; 0 for a blank image. See
            `digit_score`.
    """

    probabilities: NDArray[np.float32]
    digit_score: NDArray[np.float32]


def preprocess(image: Drawing) -> Batch:
    """Turns a drawing into the image that MNIST would have made of it.

    What differs from the background is ink, whatever the colours; see `digits.ink`.

    Args:
        image: (H, W) grey, (H, W, 3) RGB or (H, W, 4) RGBA uint8 of any size from 1x1.

    Returns:
        (28, 28, 1) float32 in [0, 1], white ink on black; zeros where nothing is drawn.

    Raises:
        ValueError: not such an array.
    """
    return from_ink(extract_ink(image))


def usual_size(images: NDArray[np.uint8]) -> int:
    """How large what is shown mostly is: the median of the longer side of the box around it, in px.

    `BOX` where `preprocess` has made the images, and in MNIST.

    Args:
        images: (n, 28, 28) uint8, white ink on black, n from 1.
    """
    seen = images >= _SEEN
    sides = [_length(np.asarray(seen.any(axis=axis))) for axis in (1, 2)]
    return int(np.median(np.maximum(*sides)))


def _length(marked: NDArray[np.bool_]) -> NDArray[np.intp]:
    """From the first to the last of each row that is marked, (n, k) -> (n,); 0 without one."""
    last = marked.shape[1] - marked[:, ::-1].argmax(axis=1)
    return np.where(marked.any(axis=1), last - marked.argmax(axis=1), 0)


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


def is_blank(batch: Batch) -> NDArray[np.bool_]:
    """Whether all pixels of an image are 0, for each image of a batch.

    Args:
        batch: (n, 28, 28, 1).

    Returns:
        (n,) bool.
    """
    return np.logical_not(batch.any(axis=(1, 2, 3)))


def digit_score(probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    """How surely it is one of the two most probable digits, as a count of nines, six at most.

    -log10(1 - p1 - p2) / 6, so that 0.5 means 99.9 %. A network trained with the entropic open-set
    loss answers what is no digit with ten equal probabilities (Dhamija, Guenther, Boult 2018). Two
    digits and not one, because what could be a 4 or a 9 is surely a digit; it tells digits from
    letters and signs better than entropy or the largest probability.

    Args:
        probabilities: (n, 10), rows summing to 1.

    Returns:
        (n,) float32 in [0, 1].
    """
    others = np.sort(probabilities, axis=1)[:, :-2].sum(axis=1)
    return np.clip(-np.log10(others + 10.0**-NINES) / NINES, 0, 1).astype(np.float32)


def classify(batch: Batch, predict: Predict | None = None) -> Classification:
    """Classifies a batch of preprocessed drawings; a blank one gets equal probabilities.

    Args:
        batch: (n, 28, 28, 1) float32 in [0, 1], as `preprocess` makes them; n may be 0.
        predict: from such a batch to (n, k) probabilities; the shipped "cnn" where left out.

    Raises:
        ValueError: the batch has another shape.
        RegistryError: the shipped model is absent or damaged.
    """
    if batch.ndim != 4 or batch.shape[1:] != (SIDE, SIDE, 1):
        raise ValueError(f"batch must have the shape (n, 28, 28, 1). Received: {batch.shape}")
    predict = predict or registry.load_to_answer("cnn").predict_on_batch
    blank = is_blank(batch)
    if blank.all():
        probabilities = np.full((len(batch), 10), 0.1, np.float32)
    else:
        found = np.asarray(predict(batch[~blank]))
        classes = found.shape[1]
        probabilities = np.full((len(batch), classes), 1 / classes, np.float32)
        probabilities[~blank] = found
    return Classification(probabilities, np.where(blank, np.float32(0), digit_score(probabilities)))


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


def prepared(drawing: Drawing) -> NDArray[np.float32] | None:
    """`preprocess` for one drawing, (28, 28) float32 in [0, 1]; None where there is no ink.

    Args:
        drawing: as `preprocess` takes it.
    """
    batch = preprocess(drawing)[None]
    return None if is_blank(batch)[0] else batch[0, ..., 0]
