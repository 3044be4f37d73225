"""The time machine: how a digit was read while the network was still learning."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore.cnn.plane import features_layer
from dlcore.data.held_out import Digit, test_set
from dlcore.explain.features import feature_maps
from dlcore.explain.network import LayerFacts, Network
from dlcore.registry.at_hand import TIMELINES_KEPT, Timeline, find_timeline

if TYPE_CHECKING:
    from sklearn.decomposition import PCA

CROWD = 400
"""Test images on the plane; each of them goes through the network at each moment."""


@dataclass(frozen=True)
class CheckpointView:
    """A digit in a network at one moment of its training, and how it was read at all of them.

    Attributes:
        epochs: (k,) float32: epochs done at each moment; 0 is before the training.
        probabilities: (k, 10) float32.
        accuracy: (k,) float32, share of the crowd that was read right.
        layers: of the network.
        layer: the one whose output follows.
        output: (height, width, channels) or (units,), at this moment.
        points: (CROWD, 2) float32, test images at this moment, on the plane that the end spans.
        truth: (CROWD,) uint8, what they are.
        own: (2,) float32, the digit among them.
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
    """One moment of a training.

    Args:
        layer: whose output to show.
        at: index of the moment; the nearest there is.
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
        test_set()[1][:CROWD],
        crowd.pca.transform(mine)[0].astype(np.float32),
    )


@lru_cache(maxsize=TIMELINES_KEPT)
def _crowd(timeline: Timeline) -> _Crowd:
    """The test images at all moments, on the plane in which they spread most at the end."""
    from sklearn.decomposition import PCA

    images, truth = (part[:CROWD] for part in test_set())

    def seen(network: Network) -> tuple[str, NDArray, float]:
        layer = features_layer(network)
        right = network.predict(images).argmax(axis=1) == truth
        return layer, feature_maps(network, images, layer).reshape(CROWD, -1), float(right.mean())

    layers, features, accuracy = zip(*timeline.each(seen, range(len(timeline.epochs))), strict=True)
    pca = PCA(2, svd_solver="randomized", random_state=0).fit(features[-1])
    points = tuple(pca.transform(part).astype(np.float32) for part in features)
    return _Crowd(layers[0], pca, points, np.array(accuracy, np.float32))
