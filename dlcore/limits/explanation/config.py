"""What the experiment is set to, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.training.result import TaskResult
from dlcore.validation import check_fields, one_of, whole

NETWORKS = ("cnn-tutorial", "cnn", "untrained")
"""Two that ship, and the first of them with weights that have learnt nothing."""
MEASURES = ("strength", "signed", "ink")
"""How two explanations are compared: by their absolute values, as they are, and by their absolute
values where there is ink (all black pixels are alike to a method that multiplies by the image)."""


@dataclass(frozen=True)
class ExplanationConfig:
    """What the experiment is set to.

    Attributes:
        network: whose answers are explained; one of `NETWORKS`.
        images: test images that are explained, 1-50.
        draws: how often weights are drawn in place of those of its layers, 1-5.
        seed: of all chance in it.

    Raises:
        ConfigError: a value outside its range.
    """

    network: str = one_of("cnn-tutorial", NETWORKS)
    images: int = whole(12, 1, 50)
    draws: int = whole(3, 1, 5)
    seed: int = whole(0, 0, 2**31 - 1)

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class ExplanationResult(TaskResult):
    """What it has found; in part where it was stopped or still goes: NaN where nothing is known.

    There are n images, m methods (those of `METHODS`) and k layers with weights. Moment 0 is the
    network as it was, moment i with its i topmost layers random.

    Attributes, beside those of every task:
        config: with which.
        source: of the images, see `Mnist.source`.
        images: (n, 28, 28) uint8.
        truth, answers: (n,) uint8: the digits they are, and what the network takes them for. All
            explanations are of its answer.
        probabilities: (n,) float32, of its answer.
        layers: k names from the top; a normalisation belongs to the layer before it.
        accuracy: (k + 1,) float32: share of test images read right, moment by moment.
        maps: (m, moments, n, 28, 28) int8: each explanation, its strongest value 127 or -127; at
            the moments that are known, of the first draw.
        similarity: (3, m, k + 1, n) float32: rank correlation of an explanation with that of
            moment 0, for each of `MEASURES`, mean over the draws.
        alone: (3, m, k, n) float32: the same where one layer alone is random.
        draws: how many of them are done.
        deletion, insertion: (m + 1, n, steps + 1) float32: probability of the answer as ever more
            pixels are removed, or put in, in the order of each explanation; random order last.
    """

    config: ExplanationConfig
    source: str
    images: NDArray[np.uint8]
    truth: NDArray[np.uint8]
    answers: NDArray[np.uint8]
    probabilities: NDArray[np.float32]
    layers: tuple[str, ...]
    accuracy: NDArray[np.float32]
    maps: NDArray[np.int8]
    similarity: NDArray[np.float32]
    alone: NDArray[np.float32]
    draws: int
    deletion: NDArray[np.float32]
    insertion: NDArray[np.float32]

    @property
    def moments(self) -> int:
        """Those whose maps are known; 1 before a layer is random."""
        return self.maps.shape[1]

    @property
    def all_random(self) -> bool:
        """Whether it has come to where no layer is as it was."""
        return self.moments > len(self.layers)

    @property
    def removed(self) -> bool:
        """Whether pixels have been removed and put in."""
        return bool(np.isfinite(self.insertion).all())
