"""Attribution of a class to pixels: saliency, integrated gradients, occlusion, Grad-CAM."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlcore.explain.network import ExplainError, Network

Image = NDArray[np.float32]  # (height, width, channels)

MAX_IMAGES = 4096
"""In one pass over occluded images; 13 MB of 28x28."""

FIRST_STEPS, MAX_STEPS = 64, 2048
"""Of integrated gradients, from the image without anything to the image."""

CANCELLED = 1e-3
"""Of all parts taken absolutely: where they cancel, no closer to the difference is asked for."""


@dataclass(frozen=True)
class Integrated:
    """Integrated gradients.

    Attributes:
        values: (n, height, width, channels) float32, the attribution of each pixel.
        difference: (n,) float32, score of the image minus score of the baseline; the attributions
            add up to it (completeness), but for the steps of the sum.
    """

    values: NDArray[np.float32]
    difference: NDArray[np.float32]

    @property
    def gap(self) -> NDArray[np.float32]:
        """(n,) |sum of the attributions - difference| / |difference|."""
        missing = np.abs(self.values.sum(axis=(1, 2, 3)) - self.difference)
        return missing / np.maximum(np.abs(self.difference), 1e-12)


def saliency(network: Network, images: ArrayLike, classes: ArrayLike) -> NDArray[np.float32]:
    """|d score / d pixel|, the greatest over the channels (Simonyan et al. 2014, section 3).

    The sensitivity of the score to each pixel, not the pixel's part in it.

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

    The integral is a trapezoidal sum. A network of ReLU and max pooling has kinks on the way, so
    the steps are halved, and what was summed is kept, until the parts add up.

    Args:
        baseline: the image without anything: all its pixels have this value.
        tolerance: the gap to stay below, as a share of the difference, or `CANCELLED` of all parts
            taken absolutely, whichever is greater; after MAX_STEPS it is left as it is.
    """
    batch = network.batch(images)
    given = network.class_indices(classes, len(batch))
    empty = np.full_like(batch[0], baseline)
    rows = np.arange(len(batch))
    difference = network.scores(batch)[rows, given] - network.scores(empty[None])[0, given]
    values = np.empty_like(batch)
    for i, (image, label) in enumerate(zip(batch, given, strict=True)):
        for mean in _mean_gradients(network, empty, image, label):
            values[i] = (image - empty) * mean
            allowed = max(tolerance * abs(difference[i]), CANCELLED * np.abs(values[i]).sum())
            if abs(values[i].sum() - difference[i]) <= allowed:
                break
    return Integrated(values, difference)


def _mean_gradients(
    network: Network, empty: Image, image: Image, label: np.int32
) -> Iterator[Image]:
    """The mean gradient on the way from one image to the other, ever more exactly."""

    def total(shares: NDArray) -> Image:
        way = empty + shares.astype(np.float32)[:, None, None, None] * (image - empty)
        return network.gradient(way, label)[1].sum(axis=0)

    steps = FIRST_STEPS
    inner = total(np.arange(1, steps) / steps)
    ends = total(np.array([0.0, 1.0])) / 2
    yield ((inner + ends) / steps).astype(np.float32)
    while steps < MAX_STEPS:
        inner += total((np.arange(steps) + 0.5) / steps)  # between those there are
        steps *= 2
        yield ((inner + ends) / steps).astype(np.float32)


def occlusion(
    network: Network, image: ArrayLike, label: int, size: int = 5, fill: float = 0.0
) -> NDArray[np.float32]:
    """How much the class's output falls when a square hides a part (Zeiler & Fergus 2014, 4.2).

    Args:
        image: (height, width, channels).
        label: the class.
        size, fill: as `occlusions` takes them.

    Returns:
        (height, width) float32: the class's output for the whole image minus that without the
        square around this pixel; above 0 where what is hidden speaks for the class.

    Raises:
        ExplainError: an even or impossible size, another image, no such class, too many pixels.
    """
    return occlusions(network, image, size, fill)[..., int(network.class_indices(label, 1)[0])]


def occlusions(
    network: Network, image: ArrayLike, size: int = 5, fill: float = 0.0
) -> NDArray[np.float32]:
    """`occlusion` for all classes at once, for the price of one: (height, width, classes).

    A square around each pixel, all of them in one batch; at the edge, what of it is inside. Where
    it would hide nothing the network is not asked.

    Args:
        image: (height, width, channels).
        size: side of the square in pixels, odd.
        fill: what it is painted with.

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
    hidden = _near(height, size)[:, None, :, None] & _near(width, size)[None, :, None, :]
    hidden = hidden.reshape(height * width, height, width)
    changed = (hidden & (batch[0] != fill).any(axis=-1)).any(axis=(1, 2))
    occluded = np.where(hidden[changed, ..., None], np.float32(fill), batch)
    answers = network.predict(np.concatenate([batch, occluded]))
    drop = np.zeros((height * width, network.classes), np.float32)
    drop[changed] = answers[0] - answers[1:]
    return drop.reshape(height, width, -1)


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
        (n, height, width) float32 >= 0, of the layer's size, not scaled to [0, 1], so that two
        classes can be compared. `enlarged` brings it to the image's size.

    Raises:
        ExplainError: no convolution, no such layer, a layer without maps, other images.
    """
    name = network.layer(layer or network.last_convolution(), maps=True).name
    maps, gradient = network.layer_gradient(images, classes, name)
    weights = gradient.mean(axis=(1, 2), keepdims=True)
    return np.maximum((weights * maps).sum(axis=-1), 0.0)


def enlarged(maps: ArrayLike, height: int, width: int) -> NDArray[np.float32]:
    """Maps (n, h, w) resized to (n, height, width), bilinear, as is usual with Grad-CAM."""
    import keras

    sized = keras.ops.image.resize(np.asarray(maps, np.float32)[..., None], (height, width))
    return np.asarray(sized)[..., 0]
