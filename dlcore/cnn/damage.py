"""Robustness: a corrupted image, or a network without some of its units (ablation)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.data.held_out import Digit
from dlcore.explain.ablation import predict_without
from dlcore.registry.at_hand import find_network
from dlcore.validation import check_fields, real, whole


@dataclass(frozen=True)
class Damage:
    """A corruption of an image, applied in this order.

    Attributes:
        rotation: degrees, counter-clockwise, -180 to 180.
        right: pixels to the right, -14 to 14.
        down: pixels downwards, -14 to 14.
        stripes: columns that are blanked, evenly spread, 0-14.
        noise: standard deviation of the Gaussian noise that is added to each pixel, 0-1.
        seed: of the noise.

    Raises:
        ConfigError: a value outside its range.
    """

    rotation: float = real(0.0, -180, 180)
    right: int = whole(0, -14, 14)
    down: int = whole(0, -14, 14)
    stripes: int = whole(0, 0, 14)
    noise: float = real(0.0, 0, 1)
    seed: int = whole(0, 0, 2**31 - 1)

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True)
class Broken:
    """A corrupted image and how it is classified.

    Attributes:
        image: (28, 28) float32 in [0, 1].
        probabilities: (k,) float32, of the corrupted image by the ablated network.
        whole: (k,) float32, of the image as it was, by the network as it was.
    """

    image: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    whole: NDArray[np.float32]


def spoilt(image: Digit, damage: Damage) -> Digit:
    """The corrupted image, clipped to [0, 1]."""
    from scipy import ndimage  # the web process does without

    turned = ndimage.rotate(image, damage.rotation, reshape=False, order=1)
    moved = ndimage.shift(turned, (damage.down, damage.right), order=0)
    if damage.stripes:
        moved[:, np.linspace(0, 27, damage.stripes + 2).round().astype(int)[1:-1]] = 0
    noise = np.random.default_rng(damage.seed).standard_normal(image.shape)
    return np.clip(moved + damage.noise * noise, 0, 1).astype(np.float32)


def broken(
    image: Digit,
    damage: Damage,
    layer: str | None,
    units: tuple[int, ...],
    model: str,
    data: bytes | None = None,
) -> Broken:
    """Classifies a corrupted image with a network some of whose units are set to 0.

    Args:
        layer: whose units; None for none.
        units: their indices; see `explain.ablation.predict_without`.

    Raises:
        ExplainError: no such layer or unit, or a connection that goes around the layer.
    """
    network = find_network(model, data)
    changed = spoilt(image, damage)
    whole, answer = network.predict(np.stack([image, changed])[..., None])
    if layer is not None and units:
        answer = predict_without(network, changed[None, ..., None], layer, units)[0]
    return Broken(changed, answer, whole)
