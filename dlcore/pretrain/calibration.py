"""One number that makes a network's probabilities honest (Guo et al. 2017, section 4.2)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

LOG_RANGE = (np.log(0.05), np.log(20.0))  # of the temperature


def fit_temperature(logits: NDArray[np.floating], labels: NDArray[np.integer]) -> float:
    """Finds the temperature T for which softmax(logits / T) explains held-out labels best.

    Args:
        logits: (n, classes) of examples that the network was not trained on; n > 0.
        labels: (n,) true classes.

    Returns:
        T > 0: above 1 the network was too sure, below 1 not sure enough.
    """

    def negative_log_likelihood(log_temperature: float) -> float:
        scaled = log_softmax(logits.astype(np.float64) / np.exp(log_temperature), axis=1)
        return float(-scaled[np.arange(len(labels)), labels].mean())

    found = minimize_scalar(negative_log_likelihood, bounds=LOG_RANGE, method="bounded")
    return float(np.exp(found.x))
