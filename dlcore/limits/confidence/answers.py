"""What a network says of images: a digit and how surely, or that it is none; and how good that is.

A network that may refuse is measured on what it answers, and beside that stands how much that is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore import digits, metrics
from dlcore.limits.confidence.config import REFUSED

Batch28 = NDArray[np.float32]  # (n, 28, 28) in [0, 1]


@dataclass(frozen=True, eq=False)
class Answers:
    """What a network says of n images.

    Attributes:
        probabilities: (n, 10) float32, of the digits.
        refused: (n,) bool, it says that it is none.
    """

    probabilities: NDArray[np.float32]
    refused: NDArray[np.bool_]

    @property
    def said(self) -> NDArray[np.uint8]:
        """(n,) a digit or `REFUSED`."""
        return np.where(self.refused, REFUSED, self.probabilities.argmax(axis=1)).astype(np.uint8)

    @property
    def confidence(self) -> NDArray[np.float32]:
        """(n,) how probable the digit is that it names; 0 where it names none."""
        return np.where(self.refused, np.float32(0), self.probabilities.max(axis=1))


Answering = Callable[[Batch28], Answers]


@dataclass(frozen=True)
class Quality:
    """How good the answers to some images are; NaN where nothing was answered.

    Attributes:
        answered: share of the images that were taken for a digit.
        accuracy, confidence: of those, the share that is right and the mean of the probability.
        calibration_error: of those, the expected one.
    """

    answered: float
    accuracy: float
    confidence: float
    calibration_error: float


def quality(answers: Answers, labels: NDArray[np.integer]) -> Quality:
    """Measures answers against the truth.

    Args:
        labels: (n,) the digits that the images show; n > 0.
    """
    kept = ~answers.refused
    if not kept.any():
        return Quality(0.0, *[float("nan")] * 3)
    probabilities, labels = answers.probabilities[kept], labels[kept]
    reliability = metrics.reliability(labels, probabilities)
    return Quality(
        float(kept.mean()),
        metrics.accuracy(labels, probabilities),
        float(probabilities.max(axis=1).mean(dtype=np.float64)),
        reliability.calibration_error,
    )


def never_refused(probabilities: NDArray[np.float32]) -> Answers:
    """Of a network that has ten classes and nothing else."""
    return Answers(probabilities, np.zeros(len(probabilities), bool))


def by_class(probabilities: NDArray[np.float32]) -> Answers:
    """Of a network with an eleventh class: refused where that is the most probable.

    Args:
        probabilities: (n, 11).
    """
    return Answers(probabilities[:, :REFUSED], probabilities.argmax(axis=1) == REFUSED)


def by_score(probabilities: NDArray[np.float32], threshold: float | None) -> Answers:
    """Of a network that spreads its answer over all digits where it is none.

    Args:
        threshold: of the digit score, as its card names it; None where it names none.
    """
    if threshold is None:
        return never_refused(probabilities)
    return Answers(probabilities, digits.digit_score(probabilities) < threshold)


def trade_off(
    digit_confidence: NDArray[np.floating],
    nonsense_confidence: NDArray[np.floating],
    bounds: NDArray[np.floating],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What it costs to answer only above a bound (Hendrycks & Gimpel 2017).

    Args:
        digit_confidence, nonsense_confidence: (n,) and (m,), 0 where it was refused; n, m > 0.
        bounds: (k,).

    Returns:
        For each bound the share of digits that is lost, and of nonsense that is answered: what is
        as sure as the bound or less is not answered.
    """
    kept, answered = (
        np.array([(confidence > bound).mean() for bound in bounds])
        for confidence in (digit_confidence, nonsense_confidence)
    )
    return 1 - kept, answered
