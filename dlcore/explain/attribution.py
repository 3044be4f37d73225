"""Which pixels an answer rests on: saliency, integrated gradients, occlusion, Grad-CAM."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlcore.explain.network import ExplainError, Network

Image = NDArray[np.float32]  # (height, width, channels)

MAX_IMAGES = 4096
"""In one pass over occluded images; 13 MB of 28x28."""

FIRST_STEPS, MAX_STEPS = 64, 2048
"""Of integrated gradients, from the image without anything to the image."""


@dataclass(frozen=True)
class Integrated:
    """Integrated gradients.

    Attributes:
        values: (n, height, width, channels) float32, each pixel's part in the score.
        difference: (n,) score of the image minus score of the baseline; the parts add up to it
            (completeness), but for the steps of the sum.
    """

    values: NDArray[np.float32]
    difference: NDArray[np.float32]

    @property
    def gap(self) -> NDArray[np.float32]:
        """(n,) how far the parts are from adding up, as a share of `difference`."""
        return _gap(self.values.sum(axis=(1, 2, 3)), self.difference)


def saliency(network: Network, images: ArrayLike, classes: ArrayLike) -> NDArray[np.float32]:
    """|d score / d pixel|, the greatest over the channels (Simonyan et al. 2014, section 3).

    Tells where a small change would move the score; not what the score is made of.

    Returns:
        (n, height, width) float32, >= 0.
    """
    _scores, gradient = network.gradient(images, classes)
    return np.abs(gradient).max(axis=-1)


def integrated_gradients(
    network: Network,
    images: ArrayLike,
    classes: ArrayLike,
    baseline: float = 0.0,
    tolerance: float = 0.01,
) -> Integrated:
    """(x - x') times the mean gradient between x' and x (Sundararajan et al. 2017, eq. 1).

    The integral is a sum at the middle of each step. A network of ReLU and max pooling has kinks
    on the way, so the steps are doubled until the parts add up.

    Args:
        baseline: the image without anything: all its pixels have this value.
        tolerance: the gap to stay below, as a share of the difference; after MAX_STEPS it is left
            as it is.
    """
    batch = network.batch(images)
    given = network.class_indices(classes, len(batch))
    empty = np.full_like(batch[0], baseline)
    rows = np.arange(len(batch))
    difference = network.scores(batch)[rows, given] - network.scores(empty[None])[0, given]
    values = np.empty_like(batch)
    for i, (image, label) in enumerate(zip(batch, given, strict=True)):
        steps = FIRST_STEPS
        values[i] = _path_sum(network, empty, image, label, steps)
        while _gap(values[i].sum(), difference[i]) > tolerance and steps < MAX_STEPS:
            steps *= 2
            values[i] = _path_sum(network, empty, image, label, steps)
    return Integrated(values, difference)


def _path_sum(network: Network, empty: Image, image: Image, label: np.int32, steps: int) -> Image:
    shares = ((np.arange(steps) + 0.5) / steps).astype(np.float32)[:, None, None, None]
    _scores, gradient = network.gradient(empty + shares * (image - empty), label)
    return (image - empty) * gradient.mean(axis=0)


def _gap(total: NDArray, difference: NDArray) -> NDArray:
    return np.abs(total - difference) / np.maximum(np.abs(difference), 1e-12)


def occlusion(
    network: Network, image: ArrayLike, label: int, size: int = 5, fill: float = 0.0
) -> NDArray[np.float32]:
    """How much the class's answer falls when a square hides a part (Zeiler & Fergus 2014, 4.2).

    A square around each pixel, all of them in one batch; at the edge, what of it is inside.

    Args:
        image: (height, width, channels).
        label: the class.
        size: side of the square in pixels, odd.
        fill: what it is painted with.

    Returns:
        (height, width) float32: answer of the whole image minus answer without the square around
        this pixel; above 0 where what is hidden speaks for the class.

    Raises:
        ExplainError: an even or impossible size, another image, too many pixels.
    """
    batch = network.batch(np.asarray(image, np.float32)[None])
    height, width, _channels = network.image_shape
    if size % 2 == 0 or not 1 <= size <= min(height, width) or height * width > MAX_IMAGES:
        raise ExplainError(
            "The square must have an odd side from 1 to {most} pixels, and the image at most "
            "{pixels} of them. Received: {size}",
            most=min(height, width),
            pixels=MAX_IMAGES,
            size=size,
        )
    label = int(network.class_indices(label, 1)[0])
    hidden = _near(height, size)[:, None, :, None] & _near(width, size)[None, :, None, :]
    hidden = hidden.reshape(height * width, height, width, 1)
    answers = network.predict(np.concatenate([batch, np.where(hidden, np.float32(fill), batch)]))
    drop = answers[0, label] - answers[1:, label]
    return drop.reshape(height, width)


def _near(side: int, size: int) -> NDArray[np.bool_]:
    """(side, side): whether the second position lies in the window around the first."""
    at = np.arange(side)
    return np.abs(at[:, None] - at) <= size // 2


def grad_cam(
    network: Network, images: ArrayLike, classes: ArrayLike, layer: str | None = None
) -> NDArray[np.float32]:
    """Where a convolution's maps speak for a class (Selvaraju et al. 2017, eq. 1 and 2).

    Each map is weighed with the mean of the score's gradient by it; what is left above 0 counts.

    Args:
        layer: one with maps; the last convolution where it is left out.

    Returns:
        (n, height, width) float32 >= 0, of the layer's size, in the score's units: not scaled to
        [0, 1], so that two classes can be compared. `enlarged` brings it to the image's size.

    Raises:
        ExplainError: no convolution, no such layer, a layer without maps, other images.
    """
    name = network.layer(layer or network.last_convolution(), maps=True).name
    maps, gradient = network.layer_gradient(images, classes, name)
    weights = gradient.mean(axis=(1, 2), keepdims=True)
    return np.maximum((weights * maps).sum(axis=-1), 0.0)


def enlarged(maps: ArrayLike, height: int, width: int) -> NDArray[np.float32]:
    """Maps (n, h, w) brought to (n, height, width), bilinear, as Grad-CAM is shown."""
    import keras

    sized = keras.ops.image.resize(np.asarray(maps, np.float32)[..., None], (height, width))
    return np.asarray(sized)[..., 0]
