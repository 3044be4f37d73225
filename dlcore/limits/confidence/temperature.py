"""One number that makes a network more or less sure, and never another answer.

softmax(z / T) instead of softmax(z) (Guo et al. 2017, section 4.2): T above 1 flattens.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

LEAST, MOST = 0.05, 20.0
_STEPS = 60  # of the section: the interval is then smaller than float64 can tell


def softmax(logits: ArrayLike, temperature: float = 1.0) -> NDArray[np.float32]:
    """Probabilities at a temperature.

    Args:
        logits: (..., classes).
        temperature: above 0.
    """
    scaled = np.asarray(logits, np.float64) / temperature
    raised = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return (raised / raised.sum(axis=-1, keepdims=True)).astype(np.float32)


def fitted(logits: NDArray[np.floating], labels: NDArray[np.integer]) -> float:
    """The temperature with the least cross-entropy, from `LEAST` to `MOST`.

    The cross-entropy is convex in 1 / T, and its slope there the mean logit expected less that of
    the truth: its zero is found by halving.

    Args:
        logits: (n, classes) of examples that the network was not trained on; n > 0.
        labels: (n,) true classes.
    """
    logits = logits.astype(np.float64)
    of_truth = logits[np.arange(len(labels)), labels]
    low, high = 1 / MOST, 1 / LEAST
    for _ in range(_STEPS):
        middle = (low + high) / 2
        expected = (softmax(logits, 1 / middle) * logits).sum(axis=1)
        if (expected - of_truth).mean() > 0:
            high = middle
        else:
            low = middle
    return float(2 / (low + high))
