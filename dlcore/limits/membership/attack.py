"""Was this image learnt? An attack that goes by the loss alone.

Who has the network and an image with its label says "inside" where the loss is at most a threshold
(Yeom et al. 2018): a network that has learnt by heart is surer of what it has seen. NumPy alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dlcore.metrics import area_under_roc

SURE = 1.96
"""Standard deviations on either side that hold 95 % of what luck does."""

Losses = NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class LossAttack:
    """What the attack can do with these losses.

    Attributes:
        inside: (n,) losses of images that were learnt, n > 0.
        outside: (m,) losses of images that were not, m > 0.
    """

    inside: Losses
    outside: Losses

    @cached_property
    def thresholds(self) -> NDArray[np.float64]:
        """(k,) every one that makes a difference: -inf, which takes nobody, then each loss once."""
        losses = np.unique(np.concatenate([self.inside, self.outside]).astype(np.float64))
        return np.concatenate([[-np.inf], losses])

    @cached_property
    def true_positives(self) -> NDArray[np.float64]:
        """(k,) share of the images inside that are caught, at each threshold."""
        return _reached(self.inside, self.thresholds)

    @cached_property
    def false_positives(self) -> NDArray[np.float64]:
        """(k,) share of the images outside that are taken for caught."""
        return _reached(self.outside, self.thresholds)

    @property
    def auc(self) -> float:
        """How probably an image inside has a smaller loss than one outside, ties counting half.

        The area under the curve of the two shares; 0.5 is what a coin does.
        """
        return area_under_roc(-self.inside, -self.outside)

    @property
    def luck(self) -> float:
        """How far an attack that knows nothing comes from 0.5, in 95 of 100 cases.

        From the variance of the Mann-Whitney statistic where both are alike (Mann & Whitney 1947).
        """
        n, m = len(self.inside), len(self.outside)
        return SURE * math.sqrt((n + m + 1) / (12 * n * m))

    @property
    def best(self) -> float:
        """The threshold at which the shares are furthest apart; the lowest such.

        It is chosen by looking at the truth, which no attacker knows: the most that can be had.
        """
        return float(self.thresholds[np.argmax(self.true_positives - self.false_positives)])

    @property
    def advantage(self) -> float:
        """How far apart they are there (Yeom et al. 2018, definition 4), 0 to 1."""
        return float(np.max(self.true_positives - self.false_positives))

    def rates(self, threshold: float) -> tuple[float, float]:
        """Share of the images inside that are caught, and of those outside that seem to be."""
        at = np.array([threshold])
        return float(_reached(self.inside, at)[0]), float(_reached(self.outside, at)[0])

    def caught_at(self, false_positives: float) -> float:
        """Share that is caught where at most this share of the others seems to be.

        What an attacker can be sure of (Carlini et al. 2022). NaN where there are too few images
        outside to say: one of them alone would be more.
        """
        if len(self.outside) * false_positives < 1:
            return float("nan")
        return float(self.true_positives[self.false_positives <= false_positives].max())


def _reached(losses: Losses, thresholds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of the losses that are at most each threshold."""
    ordered = np.sort(losses.astype(np.float64))
    return np.searchsorted(ordered, thresholds, side="right") / len(losses)


def losses_of(labels: NDArray[np.integer], probabilities: NDArray[np.floating]) -> NDArray:
    """Cross-entropy of each image, in nats; finite, see `metrics.cross_entropy`.

    Args:
        labels: (n,).
        probabilities: (n, classes).

    Returns:
        (n,) float32.
    """
    of_label = probabilities[np.arange(len(labels)), labels]
    return -np.log(np.maximum(of_label, np.finfo(np.float32).tiny)).astype(np.float32)
