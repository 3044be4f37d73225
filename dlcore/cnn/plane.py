"""The features of the test images in two dimensions, by PCA or t-SNE."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore.data.held_out import Digit, TestSet, first_images
from dlcore.explain.features import feature_maps
from dlcore.explain.network import ExplainError, Network
from dlcore.registry.at_hand import MODELS_KEPT, find_network
from dlcore.validation import check_choice

if TYPE_CHECKING:
    from sklearn.decomposition import PCA

METHODS = ("pca", "tsne")
NEIGHBOURS = 5
FEWEST = 5
"""t-SNE has something to part from so many images on that are not alike."""
_COMPONENTS = 50  # before t-SNE, as its authors do it
_PERPLEXITY = 30.0  # of t-SNE, where there are more than three times as many images
_ALIKE = 1e-5  # of the largest feature: less is rounding


@dataclass(frozen=True)
class Projection:
    """The features of the test images, and those of one image, in two dimensions.

    Attributes:
        points: (n, 2) float32, the test images in their order.
        truth: (n,) uint8, the classes they are of.
        own: (2,) float32, the image.
        nearest: (m,) int64, the up to `NEIGHBOURS` test images nearest to it by the Euclidean
            distance of all features; itself, where it is a test image, is left out.
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


def plane(
    image: Digit, method: str, tests: TestSet | None, model: str, data: bytes | None = None
) -> Projection:
    """The projection of a network's features, computed once, and that of an image.

    PCA projects the image as it projects the rest. t-SNE (van der Maaten & Hinton 2008) is defined
    only for what it was fitted to: the image is put at the mean of its nearest neighbours.

    Args:
        tests: of the set that the network was trained on; None for MNIST's.

    Raises:
        ConfigError: no such method.
        ExplainError: a network of a single layer, one to which all test images are alike, or for
            t-SNE, fewer than `FEWEST` that are not.
    """
    check_choice("method", method, METHODS)
    network = find_network(model, data)
    layer, known = _features(network, tests)
    mine = feature_maps(network, image[None, ..., None], layer).reshape(1, -1)
    pca = _pca(network, tests)
    nearest = _nearest(known, mine)
    points = flat(pca, known) if method == "pca" else _tsne(network, tests)
    own = flat(pca, mine)[0] if method == "pca" else points[nearest].mean(axis=0)
    return Projection(
        points,
        first_images(tests)[1],
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


def principal(features: NDArray[np.float32], most: int) -> PCA:
    """The directions in which features spread most.

    Args:
        features: (n, features).
        most: so many directions, where there are as many images and features.

    Raises:
        ExplainError: they do not spread, or are no numbers.
    """
    from sklearn.decomposition import PCA

    if not np.isfinite(features).all():
        raise ExplainError("What this network makes of the test images are no finite numbers.")
    if np.ptp(features, axis=0).max() <= _ALIKE * np.abs(features).max():
        raise ExplainError(
            "To this network all {count} test images are alike, so there is no plane in which they "
            "would spread.",
            count=len(features),
        )
    count = min(most, *features.shape)
    return PCA(count, svd_solver="randomized", random_state=0).fit(features)


def flat(pca: PCA, features: NDArray[np.float32]) -> NDArray[np.float32]:
    """Features on the first two directions, (n, 2) float32; where there is one, the other is 0."""
    points = pca.transform(features)[:, :2]
    return np.pad(points, ((0, 0), (0, 2 - points.shape[1]))).astype(np.float32)


@lru_cache(maxsize=MODELS_KEPT)
def _features(network: Network, tests: TestSet | None) -> tuple[str, NDArray[np.float32]]:
    """That layer, and its outputs for the test images, (n, features)."""
    name = features_layer(network)
    images = first_images(tests)[0]
    return name, feature_maps(network, images, name).reshape(len(images), -1)


@lru_cache(maxsize=MODELS_KEPT)
def _pca(network: Network, tests: TestSet | None) -> PCA:
    return principal(_features(network, tests)[1], _COMPONENTS)


@lru_cache(maxsize=MODELS_KEPT)
def _tsne(network: Network, tests: TestSet | None) -> NDArray[np.float32]:
    from sklearn.manifold import TSNE

    places = _pca(network, tests).transform(_features(network, tests)[1])
    kinds = _not_alike(places)
    if kinds < FEWEST:
        raise ExplainError(
            "t-SNE needs at least {fewest} test images that are not alike to this network. "
            "Found: {found}",
            fewest=FEWEST,
            found=kinds,
        )
    perplexity = min(_PERPLEXITY, (len(places) - 1) / 3)
    return TSNE(perplexity=perplexity, random_state=0).fit_transform(places)


def _not_alike(places: NDArray[np.float32]) -> int:
    """How many different rows there are, but for rounding."""
    step = _ALIKE * np.abs(places).max()
    return len(np.unique(np.round(places / step), axis=0))
