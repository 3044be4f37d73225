"""The test images that a network misclassifies."""

from __future__ import annotations

from functools import lru_cache

from dlcore.data.held_out import TestDigit, several, test_set
from dlcore.explain.network import Network
from dlcore.metrics import worst_mistakes
from dlcore.registry.at_hand import MODELS_KEPT, find_network

MISTAKES = 12
"""At most so many are found."""


def mistakes(model: str, data: bytes | None = None) -> tuple[TestDigit, ...]:
    """The misclassified test images, the most confident first; at most `MISTAKES`."""
    return _mistakes(find_network(model, data))


@lru_cache(maxsize=MODELS_KEPT)
def _mistakes(network: Network) -> tuple[TestDigit, ...]:
    images, truth = test_set()
    found = worst_mistakes(truth, network.predict(images), limit=MISTAKES)
    return several(tuple(map(int, found)))
