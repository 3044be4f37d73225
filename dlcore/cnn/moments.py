"""A digit in a network at the checkpoints of its training."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore.cnn.plane import features_layer
from dlcore.data.held_out import Digit, first_images
from dlcore.explain.features import feature_maps
from dlcore.explain.network import LayerFacts, Network
from dlcore.registry.at_hand import TIMELINES_KEPT, Timeline, find_timeline

if TYPE_CHECKING:
    from sklearn.decomposition import PCA

CROWD = 400
"""Test images that are projected; each goes through the network at each checkpoint."""


@dataclass(frozen=True)
class CheckpointView:
    """A digit in a network at one checkpoint, and its class probabilities at all of them.

    Attributes:
        epochs: (k,) float32: epochs done at each checkpoint; 0 is before the training.
        probabilities: (k, 10) float32, of the digit.
        accuracy: (k,) float32 in [0, 1], on the first `CROWD` test images.
        layers: of the network.
        layer: the one whose output follows.
        output: (height, width, channels) or (units,), of that layer at this checkpoint.
        points: (CROWD, 2) float32, features of those test images at this checkpoint, projected on
            the first two principal components of the last one's.
        truth: (CROWD,) uint8, the digits they are.
        own: (2,) float32, the digit, projected in the same way.
    """

    epochs: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    accuracy: NDArray[np.float32]
    layers: tuple[LayerFacts, ...]
    layer: str
    output: NDArray[np.float32]
    points: NDArray[np.float32]
    truth: NDArray[np.uint8]
    own: NDArray[np.float32]


@dataclass(frozen=True)
class _Crowd:
    """What belongs to a training and not to a digit."""

    layer: str
    pca: PCA
    points: tuple[NDArray[np.float32], ...]
    accuracy: NDArray[np.float32]


def moment(
    image: Digit, layer: str, at: int, model: str, data: bytes | None = None
) -> CheckpointView:
    """One checkpoint of a training.

    Args:
        layer: whose output to return.
        at: index of the checkpoint; the nearest there is.
        model, data: as `registry.at_hand.find_timeline` takes them.

    Raises:
        ExplainError: there is no such layer.
    """
    timeline = find_timeline(model, data)
    crowd = _crowd(timeline)
    at = min(max(at, 0), len(timeline.epochs) - 1)
    batch = image[None, ..., None]

    def seen(network: Network) -> tuple[tuple[LayerFacts, ...], NDArray, NDArray]:
        mine = feature_maps(network, batch, crowd.layer).reshape(1, -1)
        return network.layers, feature_maps(network, batch, layer)[0], mine

    everywhere = range(len(timeline.epochs))
    probabilities = timeline.each(lambda network: network.predict(batch)[0], everywhere)
    ((layers, output, mine),) = timeline.each(seen, [at])
    return CheckpointView(
        timeline.epochs,
        np.stack(probabilities),
        crowd.accuracy,
        layers,
        layer,
        output,
        crowd.points[at],
        first_images()[1][:CROWD],
        crowd.pca.transform(mine)[0].astype(np.float32),
    )


@lru_cache(maxsize=TIMELINES_KEPT)
def _crowd(timeline: Timeline) -> _Crowd:
    """The test images at all checkpoints, on the principal components of the last features."""
    from sklearn.decomposition import PCA

    images, truth = (part[:CROWD] for part in first_images())

    def seen(network: Network) -> tuple[str, NDArray, float]:
        layer = features_layer(network)
        right = network.predict(images).argmax(axis=1) == truth
        return layer, feature_maps(network, images, layer).reshape(CROWD, -1), float(right.mean())

    layers, features, accuracy = zip(*timeline.each(seen, range(len(timeline.epochs))), strict=True)
    pca = PCA(2, svd_solver="randomized", random_state=0).fit(features[-1])
    points = tuple(pca.transform(part).astype(np.float32) for part in features)
    return _Crowd(layers[0], pca, points, np.array(accuracy, np.float32))
