"""The features of the test images in two dimensions, by PCA or t-SNE."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore.data.held_out import Digit, first_images
from dlcore.explain.features import feature_maps
from dlcore.explain.network import ExplainError, Network
from dlcore.registry.at_hand import MODELS_KEPT, find_network
from dlcore.validation import check_choice

if TYPE_CHECKING:
    from sklearn.decomposition import PCA

METHODS = ("pca", "tsne")
NEIGHBOURS = 5
_COMPONENTS = 50  # before t-SNE, as its authors do it


@dataclass(frozen=True)
class Projection:
    """The features of the test images, and those of one digit, in two dimensions.

    Attributes:
        points: (n, 2) float32, the test images in their order.
        truth: (n,) uint8, the digits they are.
        own: (2,) float32, the digit.
        nearest: (NEIGHBOURS,) int64, the test images nearest to it by the Euclidean distance of all
            features; itself, where it is a test image, is left out.
        explained: share of the features' variance along the two principal components, in [0, 1];
            None for t-SNE.
        layer: whose output the features are.
        features: their number.
    """

    points: NDArray[np.float32]
    truth: NDArray[np.uint8]
    own: NDArray[np.float32]
    nearest: NDArray[np.int64]
    explained: float | None
    layer: str
    features: int


def plane(image: Digit, method: str, model: str, data: bytes | None = None) -> Projection:
    """The projection of a network's features, computed once, and that of a digit.

    PCA projects the digit as it projects the rest. t-SNE (van der Maaten & Hinton 2008) is defined
    only for what it was fitted to: the digit is put at the mean of its nearest neighbours.

    Raises:
        ConfigError: no such method.
        ExplainError: a network of a single layer.
    """
    check_choice("method", method, METHODS)
    network = find_network(model, data)
    layer, known = _features(network)
    mine = feature_maps(network, image[None, ..., None], layer).reshape(1, -1)
    nearest = _nearest(known, mine)
    pca = _pca(network)
    points = pca.transform(known)[:, :2] if method == "pca" else _tsne(network)
    own = pca.transform(mine)[0, :2] if method == "pca" else points[nearest].mean(axis=0)
    return Projection(
        points.astype(np.float32),
        first_images()[1],
        own.astype(np.float32),
        nearest,
        float(pca.explained_variance_ratio_[:2].sum()) if method == "pca" else None,
        layer,
        known.shape[1],
    )


def _nearest(known: NDArray[np.float32], mine: NDArray[np.float32]) -> NDArray[np.int64]:
    distances = np.sqrt(((known - mine) ** 2).sum(axis=1))
    others = np.flatnonzero(distances > 1e-4 * distances.max())
    return others[np.argsort(distances[others], kind="stable")[:NEIGHBOURS]]


def features_layer(network: Network) -> str:
    """Name of the layer before the last one with weights.

    Raises:
        ExplainError: a network of a single layer.
    """
    weighted = [i for i, layer in enumerate(network.layers) if layer.parameters]
    if not weighted or weighted[-1] == 0:
        raise ExplainError("A network of a single layer has no features before its answer.")
    return network.layers[weighted[-1] - 1].name


@lru_cache(maxsize=MODELS_KEPT)
def _features(network: Network) -> tuple[str, NDArray[np.float32]]:
    """That layer, and its outputs for the test images, (n, features)."""
    name = features_layer(network)
    images = first_images()[0]
    return name, feature_maps(network, images, name).reshape(len(images), -1)


@lru_cache(maxsize=MODELS_KEPT)
def _pca(network: Network) -> PCA:
    from sklearn.decomposition import PCA

    _layer, known = _features(network)
    count = min(_COMPONENTS, *known.shape)
    return PCA(count, svd_solver="randomized", random_state=0).fit(known)


@lru_cache(maxsize=MODELS_KEPT)
def _tsne(network: Network) -> NDArray[np.float32]:
    from sklearn.manifold import TSNE

    _layer, known = _features(network)
    return TSNE(random_state=0).fit_transform(_pca(network).transform(known))
