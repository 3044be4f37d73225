"""How good predictions are: NumPy on class probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Probabilities = NDArray[np.floating]
Labels = NDArray[np.integer]
Scores = NDArray[np.floating]

RELIABILITY_BINS = 15


@dataclass(frozen=True)
class Reliability:
    """Accuracy against confidence (Guo et al. 2017, figure 4).

    Attributes:
        confidence: (bins,) mean of the largest probability, in [0, 1]; empty bins are left out.
        accuracy: (bins,) share that is classified correctly, in [0, 1].
        count: (bins,) int64 examples.
    """

    confidence: NDArray[np.float64]
    accuracy: NDArray[np.float64]
    count: NDArray[np.int64]

    @property
    def calibration_error(self) -> float:
        """Expected calibration error: the mean distance of the two, in [0, 1] (ibid., eq. 3)."""
        return float(np.average(np.abs(self.accuracy - self.confidence), weights=self.count))


def confusion_matrix(labels: Labels, guesses: Labels, classes: int = 10) -> NDArray[np.int64]:
    """Counts how often each class was taken for each other.

    Args:
        labels: (n,) true classes in [0, classes).
        guesses: (n,) predicted classes in [0, classes).
        classes: number of classes.

    Returns:
        (classes, classes) int64; row = truth, column = guess.

    Raises:
        ValueError: the two differ in length, or a class is out of range.
    """
    if labels.shape != guesses.shape:
        raise ValueError(
            "labels and guesses must have the same shape. "
            f"Received: {labels.shape}, {guesses.shape}"
        )
    _check_classes("labels", labels, classes)
    _check_classes("guesses", guesses, classes)
    cells = labels.astype(np.int64) * classes + guesses
    return np.bincount(cells, minlength=classes * classes).reshape(classes, classes)


def accuracy(labels: Labels, probabilities: Probabilities) -> float:
    """Share of the examples whose most probable class is the true one, in [0, 1].

    Args:
        labels: (n,) true classes; n > 0.
        probabilities: (n, classes).
    """
    return float(np.mean(probabilities.argmax(axis=1) == labels))


def cross_entropy(labels: Labels, probabilities: Probabilities) -> float:
    """Mean of -log p(true class), in nats (Keras' sparse categorical cross-entropy).

    A probability that has underflowed counts as the smallest float32, so the result is finite as
    long as the probabilities are.

    Args:
        labels: (n,) true classes; n > 0.
        probabilities: (n, classes), rows summing to 1.
    """
    of_truth = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(of_truth, np.finfo(np.float32).tiny)).mean(dtype=np.float64))


def reliability(
    labels: Labels, probabilities: Probabilities, bins: int = RELIABILITY_BINS
) -> Reliability:
    """Sorts predictions by confidence into bins of equal width.

    Args:
        labels: (n,) true classes; n > 0.
        probabilities: (n, classes), rows summing to 1.
        bins: how many from 0 to 1.
    """
    confidence = probabilities.max(axis=1).astype(np.float64)
    right = probabilities.argmax(axis=1) == labels
    place = np.minimum((confidence * bins).astype(np.int64), bins - 1)
    count = np.bincount(place, minlength=bins)
    held = count > 0
    sums = (np.bincount(place, weights=values, minlength=bins) for values in (confidence, right))
    means = [total[held] / count[held] for total in sums]
    return Reliability(means[0], means[1], count[held])


def area_under_roc(positive: Scores, negative: Scores) -> float:
    """Probability that a positive example scores higher than a negative one, ties counting half.

    The area under the receiver operating characteristic (Fawcett 2006, section 8), in [0, 1].

    Args:
        positive: (n,) scores; n > 0.
        negative: (m,) scores; m > 0.
    """
    lower = np.searchsorted(np.sort(negative), positive, side="left")
    not_higher = np.searchsorted(np.sort(negative), positive, side="right")
    return float((lower + not_higher).mean() / 2 / len(negative))


def share_passed(scores: Scores, thresholds: Scores) -> NDArray[np.float64]:
    """Share of the scores that reach each threshold.

    Args:
        scores: (n,); n > 0.
        thresholds: (k,).

    Returns:
        (k,) in [0, 1].
    """
    below = np.searchsorted(np.sort(scores), thresholds, side="left")
    return 1 - below / len(scores)


def worst_mistakes(
    labels: Labels, probabilities: Probabilities, limit: int = 24
) -> NDArray[np.int64]:
    """Finds the wrong predictions, the most confident first.

    Args:
        labels: (n,) true classes.
        probabilities: (n, classes).
        limit: how many at most.

    Returns:
        (m,) indices into the examples, m <= limit.
    """
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != labels)
    confidence = probabilities[wrong].max(axis=1)
    return wrong[np.argsort(-confidence, kind="stable")][:limit]


def _check_classes(name: str, values: Labels, classes: int) -> None:
    if values.size and not (values.min() >= 0 and values.max() < classes):
        raise ValueError(
            f"{name} must lie in 0-{classes - 1}. Received: {values.min()} to {values.max()}"
        )
