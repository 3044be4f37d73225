"""Ablation: the output of a network with some of its units set to 0."""

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
