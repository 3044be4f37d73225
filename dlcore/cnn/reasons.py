"""Attributions of one answer to the pixels: four methods."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dlcore.data.held_out import Digit
from dlcore.explain import attribution
from dlcore.explain.network import Network
from dlcore.registry.at_hand import find_network


@dataclass(frozen=True)
class Attributions:
    """Attributions of a class's score; all maps are (28, 28) float32.

    Attributes:
        grad_cam: >= 0; None for a network without convolution.
        grad_cam_size: side of the map before it was enlarged, in pixels.
        saliency: >= 0.
        integrated: signed, adds up to `difference`.
        difference: the class's score, less that of an image of zeros.
    """

    grad_cam: NDArray[np.float32] | None
    grad_cam_size: int
    saliency: NDArray[np.float32]
    integrated: NDArray[np.float32]
    difference: float


def attributions(
    image: Digit, label: int, layer: str | None, model: str, data: bytes | None = None
) -> Attributions:
    """Grad-CAM, saliency and integrated gradients.

    Args:
        label: the class whose score is asked about.
        layer: of Grad-CAM; None leaves it out.

    Raises:
        ExplainError: no such layer, one without maps, or no such class.
    """
    network = find_network(model, data)
    batch = image[None, ..., None]
    cam = None if layer is None else attribution.grad_cam(network, batch, label, layer)
    integrated = attribution.integrated_gradients(network, batch, label)
    return Attributions(
        None if cam is None else attribution.enlarged(cam, 28, 28)[0],
        0 if cam is None else cam.shape[1],
        attribution.saliency(network, batch, label)[0],
        integrated.values[0, ..., 0],
        float(integrated.difference[0]),
    )


def occluded(
    image: Digit, label: int, size: int, model: str, data: bytes | None = None
) -> NDArray[np.float32]:
    """By how much a class's probability falls where a square hides a part, (28, 28) float32.

    Args:
        size: side of the square in pixels, odd.

    Raises:
        ExplainError: an impossible square, or no such class.
    """
    network = find_network(model, data)
    maps = _occlusions(network, image.tobytes(), size)
    return maps[..., int(network.class_indices(label, 1)[0])]


@lru_cache(maxsize=64)
def _occlusions(network: Network, pixels: bytes, size: int) -> NDArray[np.float32]:
    """(28, 28, k): who asks about one class soon asks about the next."""
    image = np.frombuffer(pixels, np.float32).reshape(network.image_shape)
    return attribution.occlusions(network, image, size)
