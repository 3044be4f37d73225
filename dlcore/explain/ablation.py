"""Ablation: the output of a network with some of its units set to 0, and units that matter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlcore.explain.features import check_unit
from dlcore.explain.network import Network


def predict_without(
    network: Network, images: ArrayLike, layer: str, units: Sequence[int]
) -> NDArray[np.float32]:
    """The outputs, (n, classes), with some channels of a layer set to 0 (Morcos et al. 2018, 2.1).

    Args:
        images: (n, height, width, channels).
        layer: all that comes after must come through it.
        units: channels of its maps, or units of a layer without maps; none changes nothing.

    Raises:
        ExplainError: no such layer or unit, other images, or a connection that goes around it.
    """
    for unit in units:
        check_unit(network, layer, unit)
    output = network.run(layer, images)
    output[..., list(units)] = 0.0
    return network.run_from(layer, output)


def greedy_units(
    network: Network, image: ArrayLike, layer: str, most: int
) -> tuple[int, ...] | None:
    """Few channels of a layer without which the answer is another one, found one by one.

    Each time that one is set to 0 without which the class that was answered has the least
    probability. The fewest there are it need not find.

    Args:
        image: (1, height, width, channels).
        layer: all that comes after must come through it.
        most: so many at most.

    Returns:
        In the order in which they were found; None where `most` do not suffice.

    Raises:
        ExplainError: no such layer, another image, or a connection that goes around the layer.
    """
    output = network.run(layer, image)
    answer = int(network.run_from(layer, output)[0].argmax())
    left = list(range(output.shape[-1]))
    off: list[int] = []
    while left and len(off) < most:
        tried = np.repeat(output, len(left), axis=0)
        tried[np.arange(len(left)), ..., left] = 0.0
        answers = network.run_from(layer, tried)
        best = int(answers[:, answer].argmin())
        output = tried[best : best + 1]
        off.append(left.pop(best))
        if answers[best].argmax() != answer:
            return tuple(off)
    return None
