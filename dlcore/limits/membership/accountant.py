"""What noisy gradients promise: (epsilon, delta) of differential privacy.

Whoever sees the trained network can say almost nothing about one image more than without it: no
event is more than exp(epsilon) times as probable with the image as without, but for a remainder of
delta (Dwork & Roth 2014, definition 2.4).
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

DELTA = 1e-5
"""Less than one by the number of images, as the remainder must be."""
_ORDERS = range(2, 257)


@lru_cache(maxsize=64)
def epsilon(share: float, noise: float, steps: int, delta: float = DELTA) -> float:
    """The promise of so many steps, by Renyi differential privacy at whole orders.

    It holds where each step takes each image with a probability of its own, and where an image is
    added or left out (Mironov, Talwar & Zhang 2019, section 3.3); turned into epsilon and delta as
    Mironov 2017, proposition 3.

    Args:
        share: probability that a step takes an image, in (0, 1].
        noise: standard deviation by the longest gradient of one image.
        steps: of training.

    Returns:
        epsilon, at least 0; infinite without noise.
    """
    if not steps:
        return 0.0
    if not noise:
        return math.inf
    return min(
        steps * renyi_divergence(share, noise, order) + math.log(1 / delta) / (order - 1)
        for order in _ORDERS
    )


def renyi_divergence(share: float, noise: float, order: int) -> float:
    """Of a step with an image, (1 - q) N(0, s^2) + q N(1, s^2), from one without it, N(0, s^2).

    Args:
        share, noise: q and s, see `epsilon`.
        order: whole, at least 2.
    """
    k = np.arange(order + 1)
    if share == 1:
        return order / (2 * noise**2)
    choices = np.array([_log_choose(order, int(one)) for one in k])
    terms = (
        choices
        + (order - k) * math.log1p(-share)
        + k * math.log(share)
        + (k * k - k) / (2 * noise**2)
    )
    largest = terms.max()
    return float(largest + np.log(np.exp(terms - largest).sum())) / (order - 1)


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
