"""The test images that a network misclassifies."""

from __future__ import annotations

from functools import lru_cache

from dlcore.data.held_out import TestDigit, TestSet, first_images, several
from dlcore.explain.network import Network
from dlcore.metrics import worst_mistakes
from dlcore.registry.at_hand import MODELS_KEPT, find_network

MISTAKES = 12
"""At most so many are found."""


def mistakes(tests: TestSet | None, model: str, data: bytes | None = None) -> tuple[TestDigit, ...]:
    """The misclassified test images, the most confident first; at most `MISTAKES`.

    Args:
        tests: of the set that the network was trained on; None for MNIST's.
    """
    return _mistakes(find_network(model, data), tests)


@lru_cache(maxsize=MODELS_KEPT)
def _mistakes(network: Network, tests: TestSet | None) -> tuple[TestDigit, ...]:
    images, truth = first_images(tests)
    found = worst_mistakes(truth, network.predict(images), limit=MISTAKES)
    return several(map(int, found), tests)
