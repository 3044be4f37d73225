"""The network layer by layer: feature maps of one image, and what excites each unit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dlcore.cnn.receptive import ReceptiveField, receptive_fields
from dlcore.data.held_out import Digit, TestSet, first_images
from dlcore.explain import features
from dlcore.explain.maximisation import Exciting, exciting_image
from dlcore.explain.network import ExplainError, LayerFacts, Network
from dlcore.registry.at_hand import MODELS_KEPT, find_network

STRONGEST = 8


@dataclass(frozen=True)
class NetworkSummary:
    """The layers of a network.

    Attributes:
        layers: in their order.
        convolution: name of the last convolution with feature maps; None without any.
        parameters: of the whole network.
        fields: what a cell of each layer sees of the image; see `receptive_fields`.
    """

    layers: tuple[LayerFacts, ...]
    convolution: str | None
    parameters: int
    fields: tuple[ReceptiveField | None, ...] = ()


@dataclass(frozen=True)
class Unit:
    """A unit: its kernel, and the test images of its greatest activation.

    Attributes:
        kernel: (height, width, channels in) float32, the weights of its convolution; None where
            it is no channel of one.
        images: (n, 28, 28) float32 in [0, 1], those of the greatest activation, the strongest
            first.
        values: (n,) float32, the maximum of its feature map in each.
        silent: share of the test images in which it is nowhere above 0, in [0, 1].
    """

    kernel: NDArray[np.float32] | None
    images: NDArray[np.float32]
    values: NDArray[np.float32]
    silent: float


def summary(model: str, data: bytes | None = None) -> NetworkSummary:
    """The layers of a network."""
    network = find_network(model, data)
    try:
        convolution = network.last_convolution()
    except ExplainError:
        convolution = None
    fields = receptive_fields(network)
    return NetworkSummary(network.layers, convolution, network.model.count_params(), fields)


def passed_on(
    image: Digit, layer: str, model: str, data: bytes | None = None
) -> NDArray[np.float32]:
    """The output of a layer for an image: (height, width, channels) or (units,).

    Raises:
        ExplainError: there is no such layer.
    """
    network = find_network(model, data)
    return features.feature_maps(network, image[None, ..., None], layer)[0]


def unit(
    layer: str, number: int, tests: TestSet | None, model: str, data: bytes | None = None
) -> Unit:
    """One unit of a layer.

    Args:
        tests: of the set that the network was trained on; None for MNIST's.

    Raises:
        ExplainError: there is no such layer or unit.
    """
    network = find_network(model, data)
    features.check_unit(network, layer, number)
    answers = _peaks(network, layer, tests)[:, number]
    strongest = np.argsort(-answers, kind="stable")[:STRONGEST]
    return Unit(
        _kernel(network, layer, number),
        first_images(tests)[0][strongest, :, :, 0],
        answers[strongest],
        float(np.mean(answers <= 0)),
    )


def kernel(
    layer: str, number: int, model: str, data: bytes | None = None
) -> NDArray[np.float32] | None:
    """What `Unit.kernel` is, of a network whose test images are not known.

    Raises:
        ExplainError: there is no such layer or unit.
    """
    network = find_network(model, data)
    features.check_unit(network, layer, number)
    return _kernel(network, layer, number)


def exciting(
    layer: str, number: int, tests: TestSet | None, model: str, data: bytes | None = None
) -> Exciting:
    """Activation maximisation of a unit, from the test image of its greatest activation.

    Noise would not do to begin with: a network that has learnt what is no digit gives zeros for
    noise, and behind a ReLU zeros have no gradient.

    Args:
        tests: of the set that the network was trained on; None for MNIST's.

    Raises:
        ExplainError: there is no such layer or unit.
    """
    return _exciting(find_network(model, data), layer, number, tests)


def exciting_from(
    image: Digit, layer: str, number: int, model: str, data: bytes | None = None
) -> Exciting:
    """The same from an image of one's own: of a network whose test images are not known.

    Raises:
        ExplainError: there is no such layer or unit.
    """
    return exciting_image(find_network(model, data), layer, number, start=image[..., None])


@lru_cache(maxsize=256)
def _exciting(network: Network, layer: str, number: int, tests: TestSet | None) -> Exciting:
    features.check_unit(network, layer, number)
    strongest = int(_peaks(network, layer, tests)[:, number].argmax())
    return exciting_image(network, layer, number, start=first_images(tests)[0][strongest])


@lru_cache(maxsize=4 * MODELS_KEPT)
def _peaks(network: Network, layer: str, tests: TestSet | None) -> NDArray[np.float32]:
    """(n, units) float32: once for all units of a layer, and kept."""
    return features.peaks(network, first_images(tests)[0], layer)


# What keeps channel i of its input channel i of its output.
_CHANNELWISE = ("BatchNormalization", "Activation", "ReLU", "LeakyReLU", "ELU", "PReLU")
_ALSO_CHANNELWISE = ("Dropout", "SpatialDropout2D", "MaxPooling2D", "AveragePooling2D")


def _kernel(network: Network, layer: str, number: int) -> NDArray[np.float32] | None:
    """Of the convolution whose channel this is, be it normalised, bent or pooled since."""
    before = list(network.layers)
    at = [facts.name for facts in before].index(layer)
    while at > 0 and before[at].kind in _CHANNELWISE + _ALSO_CHANNELWISE:
        at -= 1
    try:
        return features.filters(network, before[at].name)[..., number]
    except ExplainError:
        return None
