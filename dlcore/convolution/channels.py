"""Several channels in, several out: what "32 filters" means, on three and two."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.convolution import Colours, Kernel
from dlcore.convolution.kernels import made
from dlcore.messages import N_
from dlcore.validation import check_choice


@dataclass(frozen=True)
class Mix:
    """A filter over three channels of rank one: a spatial pattern times a weight for each of them.

    Attributes:
        title: an English msgid.
        pattern: key of `kernels.CLASSICS`.
        weights: of red, green and blue.
    """

    title: str
    pattern: str
    weights: tuple[float, float, float]


MIXES = {
    "edges": Mix(N_("upright edges of any colour"), "sobel_x", (1 / 3, 1 / 3, 1 / 3)),
    "lying": Mix(N_("level edges of any colour"), "sobel_y", (1 / 3, 1 / 3, 1 / 3)),
    "red_green": Mix(N_("red, not green"), "gaussian", (1.0, -1.0, 0.0)),
    "blue": Mix(N_("blue, not yellow"), "gaussian", (-0.5, -0.5, 1.0)),
    "red_edges": Mix(N_("upright edges in red alone"), "sobel_x", (1.0, 0.0, 0.0)),
    "brightness": Mix(N_("brightness, blurred"), "blur", (0.3, 0.59, 0.11)),
}


@dataclass(frozen=True)
class Mixed:
    """The output of a layer with three channels in and several out, and what it is the sum of.

    Attributes:
        parts: (height, width, 3, filters) float32, each channel through its own kernel.
        output: (height, width, filters) float32, the sum of a filter's parts over the channels,
            plus its bias.
    """

    parts: NDArray[np.float32]
    output: NDArray[np.float32]


def kernel(mix: str, size: int) -> NDArray[np.float32]:
    """The weights of one filter, (size, size, 3) float32.

    Raises:
        ConfigError: an unknown mix, or a size that there is none of.
    """
    check_choice("filter", mix, MIXES)
    pattern: Kernel = made(MIXES[mix].pattern, size)
    return pattern[..., None] * np.asarray(MIXES[mix].weights, np.float32)


def mixed(picture: Colours, kernels: NDArray[np.float32], biases: tuple[float, ...]) -> Mixed:
    """Runs Keras' Conv2D, and DepthwiseConv2D for what each channel contributes to it.

    Args:
        picture: (height, width, 3) in [0, 1].
        kernels: (size, size, 3, filters).
        biases: one for each filter. Padding is "same".
    """
    from keras import layers

    size, _size, channels, filters = kernels.shape
    apart = layers.DepthwiseConv2D(size, depth_multiplier=filters, padding="same", use_bias=False)
    together = layers.Conv2D(filters, size, padding="same")
    for layer, weights in ((apart, [kernels]), (together, [kernels, np.asarray(biases)])):
        layer.build((None, None, None, channels))
        layer.set_weights(weights)
    batch = picture[None]
    parts = apart(batch).numpy()[0].reshape(*picture.shape[:2], channels, filters)
    return Mixed(parts, together(batch).numpy()[0])


def parameters(size: int, channels: int, filters: int) -> int:
    """Weights and biases of such a layer: (k^2 c + 1) f."""
    return (size * size * channels + 1) * filters
