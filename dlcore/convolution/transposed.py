"""Transposed convolution: each pixel stamps the kernel, and where stamps overlap unevenly."""

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
    """A picture grown by stamping.

    Attributes:
        output: (rows, columns) float32.
        overlap: (rows, columns) float32, how many stamps lie on each pixel.
        cut: rows and columns that are cut off from the first stamps.
        resized: (rows, columns) float32, the picture enlarged by repeating its pixels and then
            convolved with the same kernel, scaled to the same sum: the remedy of Odena et al.
    """

    output: Picture
    overlap: Picture
    cut: int
    resized: Picture


def stamp(kind: str, size: int) -> Kernel:
    """What each pixel stamps, (size, size) float32.

    Args:
        kind: "even" for ones, "hat" for a pyramid, highest in the middle, "random" as a layer
            begins its training, Glorot uniform with a fixed seed.

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
    """Grows a picture with Keras' Conv2DTranspose.

    output[y s + i - cut, x s + j - cut] is the sum of picture[y, x] * kernel[i, j] (Odena,
    Dumoulin and Olah 2016, Deconvolution and checkerboard artifacts).

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
    """Of what a side grows to: s n, and with the padding "valid" also what overhangs, k - s."""
    overhang = max(window.size - window.stride, 0) if window.padding == "valid" else 0
    return pixels * window.stride + overhang


def overlaps(window: Window) -> tuple[int, int]:
    """The fewest and the most stamps on a pixel, away from the border."""
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
