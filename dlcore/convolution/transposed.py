"""Transposed convolution: each pixel adds the kernel, times its value; it stamps it.

Where stamps overlap unevenly there are checkerboards (Odena, Dumoulin and Olah 2016).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dlcore.convolution import Kernel, Picture
from dlcore.convolution.window import Window
from dlcore.validation import check_choice

if TYPE_CHECKING:
    import keras

STAMPS = ("even", "hat", "random")


@dataclass(frozen=True)
class Transposed:
    """The transposed convolution of a picture.

    Attributes:
        output: (rows, columns) float32.
        overlap: (rows, columns) float32, how many stamps lie on each pixel: the transposed
            convolution of ones with ones.
        cut: rows and columns of the first stamps that the padding "same" cuts off.
        resized: (rows, columns) float32, the picture enlarged by repeating its pixels and then
            convolved with the same kernel, scaled to the same sum: the remedy of Odena et al.
    """

    output: Picture
    overlap: Picture
    cut: int
    resized: Picture


def stamp(kind: str, size: int) -> Kernel:
    """A kernel to stamp with, (size, size) float32.

    Args:
        kind: "even" for ones, "hat" for the product of two triangles, highest in the middle,
            "random" for Glorot uniform, as a layer begins its training, with a fixed seed.

    Raises:
        ConfigError: another kind.
    """
    check_choice("kind", kind, STAMPS)
    if kind == "even":
        return np.ones((size, size), np.float32)
    if kind == "hat":
        middle = (size - 1) / 2
        slope = 1 - np.abs(np.arange(size) - middle) / (middle + 1)
        return np.outer(slope, slope).astype(np.float32)
    limit = np.sqrt(6 / (2 * size**2))  # Glorot and Bengio 2010, one channel in, one out
    return np.random.default_rng(0).uniform(-limit, limit, (size, size)).astype(np.float32)


def transposed(picture: Picture, kernel: Kernel, window: Window) -> Transposed:
    """Convolves a picture with Keras' Conv2DTranspose.

    output[y', x'] is the sum of picture[y, x] * kernel[i, j] over all y, x, i, j with
    y' = y s + i - cut and x' = x s + j - cut, s being the stride (Dumoulin and Visin 2016,
    chapter 4).

    Args:
        kernel: (window.size, window.size).
        window: its dilation is 1.
    """
    from keras import layers

    layer = layers.Conv2DTranspose(
        1, window.size, strides=window.stride, padding=window.padding, use_bias=False
    )
    layer.build((None, *picture.shape, 1))
    stamped = _applied(layer, kernel, picture)
    overlap = _applied(layer, np.ones_like(kernel), np.ones_like(picture))
    cut = max(window.size - window.stride, 0) // 2 if window.padding == "same" else 0
    return Transposed(stamped, overlap, cut, _resized(picture, kernel, window.stride))


def side(pixels: int, window: Window) -> int:
    """The side of the output for n pixels: s n for "same", s n + max(k - s, 0) for "valid"."""
    overhang = max(window.size - window.stride, 0) if window.padding == "valid" else 0
    return pixels * window.stride + overhang


def overlaps(window: Window) -> tuple[int, int]:
    """The fewest and the most stamps on a pixel, off the border: floor(k/s)^2 and ceil(k/s)^2."""
    fewest, rest = divmod(window.size, window.stride)
    return fewest**2, (fewest + bool(rest)) ** 2


def _resized(picture: Picture, kernel: Kernel, stride: int) -> Picture:
    from keras import layers

    larger: Picture = layers.UpSampling2D(stride)(picture[None, ..., None]).numpy()[0, ..., 0]
    layer = layers.Conv2D(1, len(kernel), padding="same", use_bias=False)
    layer.build((None, *larger.shape, 1))
    return _applied(layer, (kernel / stride**2).astype(np.float32), larger)


def _applied(layer: keras.Layer, kernel: Kernel, picture: Picture) -> Picture:
    layer.set_weights([kernel[..., None, None]])
    return layer(picture[None, ..., None]).numpy()[0, ..., 0]
