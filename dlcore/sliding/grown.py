"""Transposed convolution: each pixel stamps the kernel, and where stamps overlap unevenly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlcore.sliding import Kernel, Picture
from dlcore.sliding.window import Window
from dlcore.validation import check_choice

STAMPS = ("even", "hat", "random")


@dataclass(frozen=True)
class Grown:
    """A picture grown by stamping.

    Attributes:
        output: (rows, columns) float32.
        overlap: (rows, columns) float32, how many stamps lie on each pixel.
        top, left: rows and columns that are cut off from the first stamps.
        resized: (rows, columns) float32, the picture enlarged by repeating its pixels and then
            convolved with the same kernel, scaled to the same sum: the remedy of Odena et al.
    """

    output: Picture
    overlap: Picture
    top: int
    left: int
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


def grown(picture: Picture, kernel: Kernel, window: Window) -> Grown:
    """Grows a picture with Keras' Conv2DTranspose.

    output[y s + i - top, x s + j - left] is the sum of picture[y, x] * kernel[i, j] (Odena,
    Dumoulin and Olah 2016, Deconvolution and checkerboard artifacts).

    Args:
        kernel: (window.size, window.size).
        window: its dilation is 1.
    """
    overlap = _transposed(np.ones_like(picture), np.ones_like(kernel), window)
    cut = max(window.size - window.stride, 0) // 2 if window.padding == "same" else 0
    return Grown(
        _transposed(picture, kernel, window),
        overlap,
        cut,
        cut,
        _resized(picture, kernel, window.stride),
    )


def side(pixels: int, window: Window) -> int:
    """Of what a side grows to: s n, and with the padding "valid" also what overhangs, k - s."""
    overhang = max(window.size - window.stride, 0) if window.padding == "valid" else 0
    return pixels * window.stride + overhang


def overlaps(window: Window) -> tuple[int, int]:
    """The fewest and the most stamps on a pixel, away from the border."""
    fewest, rest = divmod(window.size, window.stride)
    return fewest**2, (fewest + bool(rest)) ** 2


def _transposed(picture: Picture, kernel: Kernel, window: Window) -> Picture:
    from keras import layers

    layer = layers.Conv2DTranspose(
        1, window.size, strides=window.stride, padding=window.padding, use_bias=False
    )
    layer.build((None, *picture.shape, 1))
    layer.set_weights([kernel[..., None, None]])
    return layer(picture[None, ..., None]).numpy()[0, ..., 0]


def _resized(picture: Picture, kernel: Kernel, stride: int) -> Picture:
    from keras import layers

    larger = layers.UpSampling2D(stride)(picture[None, ..., None])
    layer = layers.Conv2D(1, len(kernel), padding="same", use_bias=False)
    layer.build(larger.shape)
    layer.set_weights([kernel[..., None, None] / stride**2])
    return layer(larger).numpy()[0, ..., 0]
