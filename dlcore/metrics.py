"""How good predictions are: NumPy on class probabilities, no Keras."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Probabilities = NDArray[np.floating]
Labels = NDArray[np.integer]


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
