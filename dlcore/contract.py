"""The shapes and the size that every classifier here keeps to, whatever it is made of."""

from __future__ import annotations

from collections.abc import Iterable

from dlcore.data.dataset import MOST_CLASSES as MOST_CLASSES
from dlcore.layers import LayerSpec, parameter_count, table
from dlcore.validation import ConfigError

INPUT_SHAPE = (28, 28, 1)
"""One image: height, width, and one channel in [0, 1], white ink on black."""
CLASSES = 10
"""Class probabilities of the output where they are digits; other sets have 2 to `MOST_CLASSES`."""
MAX_PARAMETERS = 5_000_000  # 20 MB of weights; with gradients and Adam's moments 80 MB


def check_size(specs: Iterable[LayerSpec]) -> None:
    """Raises ConfigError for a network of more than `MAX_PARAMETERS` parameters."""
    parameters = parameter_count(table(specs, INPUT_SHAPE))
    if parameters > MAX_PARAMETERS:
        raise ConfigError(
            "The network must have at most {most} parameters. Received: {parameters}",
            most=f"{MAX_PARAMETERS:,}",
            parameters=f"{parameters:,}",
        )
