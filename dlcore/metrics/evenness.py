"""How evenly something is spread over classes."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def evenness(counts: ArrayLike) -> float:
    """Entropy of the shares, divided by that of equal shares (Pielou 1966).

    Args:
        counts: (classes,) not negative, at least two classes and one example.

    Returns:
        1 where all classes are as frequent, 0 where there is only one.

    Raises:
        ValueError: fewer than two classes, no example, or a negative count.
    """
    counts = np.asarray(counts, np.float64)
    if counts.ndim != 1 or len(counts) < 2 or counts.min() < 0 or not counts.sum():
        raise ValueError(
            "counts must be at least two numbers, none negative and not all 0. "
            f"Received: {counts.tolist()}"
        )
    shares = counts[counts > 0] / counts.sum()
    entropy = -(shares * np.log(shares)).sum()
    return float(np.clip(entropy / np.log(len(counts)), 0.0, 1.0))
