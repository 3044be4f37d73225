"""One filter on one picture: a convolution with one channel in and one out, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.convolution import Kernel, Picture
from dlcore.convolution.window import Window


@dataclass(frozen=True)
class Filtered:
    """A padded picture and its convolution with a filter.

    Attributes:
        padded: (height, width) float32, the picture with its margin of zeros.
        top, left: rows and columns of that margin before the picture.
        bottom, right: behind it.
        output: (rows, columns) float32.
    """

    padded: Picture
    top: int
    left: int
    bottom: int
    right: int
    output: Picture


def filtered(picture: Picture, kernel: Kernel, window: Window) -> Filtered:
    """Slides a kernel over a picture with Keras' Conv2D.

    Like every deep-learning library this computes a cross-correlation: the kernel is not turned
    around, output[y, x] = sum over i, j of kernel[i, j] * padded[y s + i d, x s + j d].

    Args:
        kernel: (window.size, window.size).

    Raises:
        ConfigError: there is no place for the window.
    """
    from keras import layers

    height, width = picture.shape
    window.places(height), window.places(width)
    layer = layers.Conv2D(
        1,
        window.size,
        strides=window.stride,
        padding=window.padding,
        dilation_rate=window.dilation,
        use_bias=False,
    )
    layer.build((None, height, width, 1))
    layer.set_weights([kernel[..., None, None]])
    output = layer(picture[None, ..., None]).numpy()[0, ..., 0]
    (top, bottom), (left, right) = window.margin(height), window.margin(width)
    padded = np.pad(picture, ((top, bottom), (left, right)))
    return Filtered(padded, top, left, bottom, right, output)


def products(
    found: Filtered, kernel: Kernel, window: Window, row: int, column: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The values under the window of an output cell, and their products with the weights.

    The products add up to the cell's value, to rounding.

    Args:
        found: from `filtered`, with the same kernel and window.
        row, column: of the output cell.

    Returns:
        Two (size, size) float32.
    """
    top, left = row * window.stride, column * window.stride
    under = found.padded[
        top : top + window.reach : window.dilation, left : left + window.reach : window.dilation
    ]
    return under, under * kernel
