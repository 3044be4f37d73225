"""Activation maximisation: an image that excites a unit, by gradient ascent on its pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlcore.explain.features import check_unit
from dlcore.explain.network import ExplainError, Images, Network

_STEP = 0.06  # root mean square of a step, in the units of a pixel
_DECAY = 0.01  # of a pixel's distance from 0, each step
_BLUR_EVERY = 4  # steps
_START = 0.1  # spread of the noise it begins with


@dataclass(frozen=True)
class Exciting:
    """The result of an activation maximisation.

    Attributes:
        image: (height, width, channels) float32 in [0, 1].
        value: mean of the unit's feature map, for that image.
        before: the same for the image it began with.
    """

    image: NDArray[np.float32]
    value: float
    before: float


def exciting_image(
    network: Network,
    layer: str,
    unit: int,
    *,
    start: ArrayLike | None = None,
    steps: int = 60,
    jitter: int = 2,
    seed: int = 0,
) -> Exciting:
    """Ascends the gradient of a unit's mean activation by the pixels (Erhan et al. 2009).

    Without regularisation that ends in noise which excites the unit and tells a person nothing, so
    the image is held back: it decays towards 0 and is blurred now and then (Yosinski et al. 2015,
    section 4), and moves by a pixel or two between the steps (Olah, Mordvintsev, Schubert 2017).

    Args:
        layer: its name.
        unit: a channel of its maps, or a unit of a layer without maps.
        start: (height, width, channels) to begin with; faint noise where it is left out. A ReLU
            that the noise leaves at 0 has no gradient: begin with an image that it answers to.
        steps: 1-500.
        jitter: how far the image moves between two steps, at most; px.
        seed: of noise and jitter.

    Raises:
        ExplainError: no such layer or unit, another image, or impossible steps.
    """
    check_unit(network, layer, unit)
    if not 1 <= steps <= 500:
        raise ExplainError(
            "The steps must be from 1 to {most}. Received: {steps}", most=500, steps=steps
        )
    rng = np.random.default_rng(seed)
    if start is None:
        start = np.abs(rng.normal(0, _START, network.image_shape))
    first = network.batch(np.asarray(start, np.float32)[None])
    image = first
    for step in range(steps):
        shift = tuple(rng.integers(-jitter, jitter + 1, 2))
        moved = np.roll(image, shift, (1, 2))
        _value, gradient = network.unit_gradient(moved, layer, unit)
        scale = np.sqrt(np.mean(gradient**2))
        if scale == 0:
            break  # nowhere to climb
        moved = (1 - _DECAY) * moved + _STEP * gradient / scale
        image = np.roll(np.clip(moved, 0, 1), (-shift[0], -shift[1]), (1, 2)).astype(np.float32)
        if step % _BLUR_EVERY == 0 and step < steps - _BLUR_EVERY:
            image = _blurred(image)
    both = np.concatenate([image, first])
    value, before = network.unit_gradient(both, layer, unit)[0]
    return Exciting(image[0], float(value), float(before))


def _blurred(images: Images) -> Images:
    """A little, by (1, 6, 1)/8 along both sides; the edge is continued."""
    for axis in (1, 2):
        pad = [(1, 1) if i == axis else (0, 0) for i in range(4)]
        wide = np.pad(images, pad, mode="edge")
        count = images.shape[axis]
        before, here, after = (np.take(wide, range(i, i + count), axis) for i in range(3))
        images = ((before + 6 * here + after) / 8).astype(np.float32)
    return images
