"""Ways to explain an answer, as records: those of `dlcore.explain`, and one that looks at nothing.

`edges` is the control of Adebayo et al. 2018: it draws what could be taken for an explanation, and
has never seen a network.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.explain import attribution
from dlcore.explain.network import Network
from dlcore.messages import N_

Maps = NDArray[np.float32]  # (n, height, width)
Method = Callable[[Network, Maps, NDArray[np.int32]], Maps]

LEVELS = 127  # on either side of 0


@dataclass(frozen=True)
class ExplanationMethod:
    """One of them.

    Attributes:
        title: its usual name; an English msgid.
        maps: from a network, images (n, height, width, 1) and the classes to explain, (n,).
        signed: whether it tells what speaks against a class from what speaks for it.
        reference: where it comes from.
    """

    title: str
    maps: Method
    signed: bool
    reference: str


def _grad_cam(network: Network, images: Maps, classes: NDArray[np.int32]) -> Maps:
    maps = attribution.grad_cam(network, images, classes)
    return attribution.enlarged(maps, *network.image_shape[:2])


def _integrated(network: Network, images: Maps, classes: NDArray[np.int32]) -> Maps:
    return attribution.integrated_gradients(network, images, classes).values.sum(axis=-1)


def _occlusion(network: Network, images: Maps, classes: NDArray[np.int32]) -> Maps:
    each = zip(images, classes, strict=True)
    return np.stack([attribution.occlusion(network, image, int(label)) for image, label in each])


def _edges(network: Network, images: Maps, classes: NDArray[np.int32]) -> Maps:
    return edges(images[..., 0])


def edges(images: NDArray[np.float32]) -> Maps:
    """How steep each place of an image is: the length of its gradient (Sobel & Feldman 1968).

    Args:
        images: (n, height, width); continued beyond the edge by its outermost pixels.
    """
    padded = np.pad(images, [(0, 0), (1, 1), (1, 1)], mode="edge").astype(np.float32)
    above, middle, below = padded[:, :-2], padded[:, 1:-1], padded[:, 2:]
    smooth, steep = above + 2 * middle + below, below - above
    across = smooth[..., 2:] - smooth[..., :-2]
    down = steep[..., :-2] + 2 * steep[..., 1:-1] + steep[..., 2:]
    return np.hypot(across, down)


def quantised(maps: Maps) -> NDArray[np.int8]:
    """Maps as whole numbers, the strongest value of each ±`LEVELS`; 0 stays 0."""
    strongest = np.abs(maps).max(axis=(-2, -1), keepdims=True)
    return np.round(maps / np.maximum(strongest, 1e-30) * LEVELS).astype(np.int8)


METHODS: dict[str, ExplanationMethod] = {
    "grad_cam": ExplanationMethod("Grad-CAM", _grad_cam, False, "Selvaraju et al. 2017"),
    "saliency": ExplanationMethod(
        N_("Saliency"), attribution.saliency, False, "Simonyan et al. 2014"
    ),
    "integrated": ExplanationMethod(
        N_("Integrated gradients"), _integrated, True, "Sundararajan et al. 2017"
    ),
    "occlusion": ExplanationMethod(N_("Occlusion"), _occlusion, True, "Zeiler & Fergus 2014"),
    "edges": ExplanationMethod(N_("Edge detector"), _edges, False, "Sobel & Feldman 1968"),
}
"""By name; the control last."""
CONTROL = "edges"
