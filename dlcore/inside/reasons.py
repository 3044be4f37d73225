"""Why this answer: four ways to ask, on one digit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.explain import attribution
from dlcore.inside import Digit
from dlcore.networks import find_network


@dataclass(frozen=True)
class Reasons:
    """What speaks for a digit; all maps are (28, 28) float32.

    Attributes:
        grad_cam: >= 0; None for a network without convolution.
        grad_cam_size: side of the map before it was enlarged, in pixels.
        saliency: >= 0.
        integrated: signed, adds up to `difference` but for `gap`.
        difference: the digit's score, less that of an empty image.
        gap: share of `difference` by which `integrated` misses it.
    """

    grad_cam: NDArray[np.float32] | None
    grad_cam_size: int
    saliency: NDArray[np.float32]
    integrated: NDArray[np.float32]
    difference: float
    gap: float


def reasons(
    image: Digit, digit: int, layer: str | None, model: str, data: bytes | None = None
) -> Reasons:
    """Grad-CAM, saliency and integrated gradients.

    Args:
        digit: whose score is asked about.
        layer: of Grad-CAM; None leaves it out.

    Raises:
        ExplainError: no such layer, one without maps, or no such digit.
    """
    network = find_network(model, data)
    batch = image[None, ..., None]
    cam = None if layer is None else attribution.grad_cam(network, batch, digit, layer)
    integrated = attribution.integrated_gradients(network, batch, digit)
    return Reasons(
        None if cam is None else attribution.enlarged(cam, 28, 28)[0],
        0 if cam is None else cam.shape[1],
        attribution.saliency(network, batch, digit)[0],
        integrated.values[0, ..., 0],
        float(integrated.difference[0]),
        float(integrated.gap[0]),
    )


def occluded(
    image: Digit, digit: int, size: int, model: str, data: bytes | None = None
) -> NDArray[np.float32]:
    """By how much the digit's probability falls where a square hides a part, (28, 28).

    Args:
        size: side of the square in pixels, odd.

    Raises:
        ExplainError: an impossible square or digit.
    """
    return attribution.occlusion(find_network(model, data), image[..., None], digit, size)
