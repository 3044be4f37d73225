"""An image in a network at the checkpoints of its training."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore.cnn.plane import features_layer, flat, principal
from dlcore.data.held_out import Digit, TestSet, first_images
from dlcore.explain.features import feature_maps
from dlcore.explain.network import ExplainError, LayerFacts, Network
from dlcore.registry.at_hand import TIMELINES_KEPT, Timeline, find_timeline

if TYPE_CHECKING:
    from sklearn.decomposition import PCA

CROWD = 400
"""Test images that are projected, at most; each goes through the network at each checkpoint."""


@dataclass(frozen=True)
class CrowdView:
    """The first `CROWD` test images at one checkpoint, on a plane.

    Attributes:
        points: (n, 2) float32, features of those test images at this checkpoint, projected on the
            first two principal components of the last one's.
        truth: (n,) uint8, the classes they are of.
        own: (2,) float32, the image, projected in the same way.
    """

    points: NDArray[np.float32]
    truth: NDArray[np.uint8]
    own: NDArray[np.float32]


@dataclass(frozen=True)
class CheckpointView:
    """An image in a network at one checkpoint, and its class probabilities at all of them.

    Attributes:
        epochs: (k,) float32: epochs done at each checkpoint; 0 is before the training.
        probabilities: (k, classes) float32, of the image.
        accuracy: (k,) float32 in [0, 1], on the first `CROWD` test images; None where no test
            images are known.
        images: how many those are.
        layers: of the network.
        layer: the one whose output follows.
        output: (height, width, channels) or (units,), of that layer at this checkpoint.
        crowd: those test images; None where none are known, or all are alike to the network.
    """

    epochs: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    accuracy: NDArray[np.float32] | None
    images: int
    layers: tuple[LayerFacts, ...]
    layer: str
    output: NDArray[np.float32]
    crowd: CrowdView | None


@dataclass(frozen=True)
class _Crowd:
    """What belongs to a training and not to an image; `pca` is None where all are alike."""

    layer: str
    pca: PCA | None
    points: tuple[NDArray[np.float32], ...]
    truth: NDArray[np.uint8]
    accuracy: NDArray[np.float32]


def moment(
    image: Digit,
    layer: str,
    at: int,
    tests: TestSet | None,
    model: str,
    data: bytes | None = None,
) -> CheckpointView:
    """One checkpoint of a training.

    Args:
        layer: whose output to return.
        at: index of the checkpoint; the nearest there is.
        tests: of the set that the network was trained on; None for MNIST's.
        model, data: as `registry.at_hand.find_timeline` takes them.

    Raises:
        ExplainError: there is no such layer.
    """
    timeline = find_timeline(model, data)
    return _view(timeline, image, layer, at, _crowd(timeline, tests))


def moment_alone(
    image: Digit, layer: str, at: int, model: str, data: bytes | None = None
) -> CheckpointView:
    """The same of a network whose test images are not known: of the image alone.

    Raises:
        ExplainError: there is no such layer.
    """
    return _view(find_timeline(model, data), image, layer, at, None)


def _view(
    timeline: Timeline, image: Digit, layer: str, at: int, crowd: _Crowd | None
) -> CheckpointView:
    at = min(max(at, 0), len(timeline.epochs) - 1)
    batch = image[None, ..., None]

    def seen(network: Network) -> tuple[tuple[LayerFacts, ...], NDArray, CrowdView | None]:
        output = feature_maps(network, batch, layer)[0]
        return network.layers, output, _crowd_view(network, batch, at, crowd)

    everywhere = range(len(timeline.epochs))
    probabilities = timeline.each(lambda network: network.predict(batch)[0], everywhere)
    ((layers, output, shown),) = timeline.each(seen, [at])
    return CheckpointView(
        timeline.epochs,
        np.stack(probabilities),
        crowd.accuracy if crowd else None,
        len(crowd.truth) if crowd else 0,
        layers,
        layer,
        output,
        shown,
    )


def _crowd_view(
    network: Network, batch: NDArray[np.float32], at: int, crowd: _Crowd | None
) -> CrowdView | None:
    if crowd is None or crowd.pca is None:
        return None
    mine = feature_maps(network, batch, crowd.layer).reshape(1, -1)
    return CrowdView(crowd.points[at], crowd.truth, flat(crowd.pca, mine)[0])


@lru_cache(maxsize=TIMELINES_KEPT)
def _crowd(timeline: Timeline, tests: TestSet | None) -> _Crowd:
    """The test images at all checkpoints, on the principal components of the last features."""
    images, truth = first_images(tests)
    images, truth = images[:CROWD], truth[:CROWD]

    def seen(network: Network) -> tuple[str, NDArray, float]:
        layer = features_layer(network)
        right = network.predict(images).argmax(axis=1) == truth
        made = feature_maps(network, images, layer).reshape(len(images), -1)
        return layer, made, float(right.mean())

    layers, features, accuracy = zip(*timeline.each(seen, range(len(timeline.epochs))), strict=True)
    pca, points = _on_a_plane(features)
    return _Crowd(layers[0], pca, points, truth, np.array(accuracy, np.float32))


def _on_a_plane(
    features: tuple[NDArray[np.float32], ...],
) -> tuple[PCA | None, tuple[NDArray[np.float32], ...]]:
    try:
        pca = principal(features[-1], 2)
    except ExplainError:  # all are alike
        return None, ()
    return pca, tuple(flat(pca, part) for part in features)
