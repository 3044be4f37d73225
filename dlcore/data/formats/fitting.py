"""A picture of any size and kind -> 28x28 white ink on black, as a training takes it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dlcore.data.dataset import SIDE, DataError
from dlcore.digits.ink.bounds import border
from dlcore.digits.preprocessing import preprocess

_RED, _GREEN, _BLUE = (np.float32(share) for share in (0.299, 0.587, 0.114))  # ITU-R BT.601


@dataclass(frozen=True)
class BeforeAfter:
    """A picture, and what a training would get of it.

    Attributes:
        name: of its file.
        before: (height, width, 4) uint8 RGBA.
        after: (28, 28) uint8.
    """

    name: str
    before: NDArray[np.uint8]
    after: NDArray[np.uint8]


def fitted(pixels: NDArray[np.uint8], *, ink: bool) -> NDArray[np.uint8]:
    """One picture as a training takes it.

    Args:
        pixels: (height, width, 4) uint8 RGBA.
        ink: what differs from its paper is taken out and brought to the size and place that MNIST's
            digits have, as a drawing on a canvas is. Otherwise the picture is made grey, light on
            dark, and only scaled.

    Returns:
        (28, 28) uint8.

    Raises:
        DataError: `ink`, and there is none, which says why.
    """
    if not ink:
        return scaled(_light_on_dark(_grey(pixels)))
    image = preprocess(_simplest(pixels))[..., 0]
    if not image.any():
        raise _no_ink(pixels)
    return np.rint(255 * image).astype(np.uint8)


def scaled(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A grey picture in 28x28 with its aspect kept, in the middle of its own background.

    Args:
        grey: (height, width) uint8 of any size from 1x1.
    """
    if grey.shape == (SIDE, SIDE):
        return grey
    scale = SIDE / max(grey.shape)
    height, width = (max(1, round(side * scale)) for side in grey.shape)
    how = Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR
    small = np.asarray(Image.fromarray(grey).resize((width, height), how))
    if small.shape == (SIDE, SIDE):
        return small
    image = np.full((SIDE, SIDE), np.median(border(grey)), np.uint8)
    top, left = (SIDE - height) // 2, (SIDE - width) // 2
    image[top : top + height, left : left + width] = small
    return image


def all_scaled(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(n, height, width) grey pictures in 28x28 each; see `scaled`."""
    if images.shape[1:] == (SIDE, SIDE):
        return images
    return np.stack([scaled(image) for image in images])


def grey_of(colours: NDArray[np.uint8]) -> NDArray[np.float32]:
    """How light (..., 3 or more) colours are to the eye: (...) float32, as their numbers go."""
    red, green, blue = (colours[..., channel].astype(np.float32) for channel in range(3))
    return _RED * red + _GREEN * green + _BLUE * blue


def _no_ink(pixels: NDArray[np.uint8]) -> DataError:
    if not pixels[..., 3].any() or (pixels == pixels[0, 0]).all():
        return DataError("Nothing is drawn in the picture: all of it is of one colour.")
    return DataError(
        "No drawing stands out in the picture: it is too faint, or grainy all over. Without “As a "
        "drawing” it is taken as it is."
    )


def _grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """What is seen of RGBA on a sheet that its ink stands out of."""
    light = grey_of(pixels)
    opacity = pixels[..., 3].astype(np.float32) / np.float32(255)
    if opacity.min() < 1:
        of_ink = float((light * opacity).sum() / max(opacity.sum(), 1))
        sheet = np.float32(0 if of_ink >= 128 else 255)
        light = light * opacity + sheet * (np.float32(1) - opacity)
    return np.rint(light).astype(np.uint8)


def _light_on_dark(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return 255 - grey if np.median(border(grey)) > 127 else grey


def _simplest(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A grey picture as one channel, which has the same ink and is found four times as fast."""
    red, green, blue, alpha = (pixels[..., channel] for channel in range(4))
    is_grey = alpha.min() == 255 and np.array_equal(red, green) and np.array_equal(green, blue)
    return np.ascontiguousarray(red) if is_grey else pixels
