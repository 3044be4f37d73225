"""Deletion and insertion: what a network still answers as pixels go, the most important first.

Petsiuk et al.: RISE, randomized input sampling for explanation of black-box models (2018), section
4.2. A good explanation names first the pixels whose loss makes the probability fall fast (a small
area below the curve), and whose coming makes it rise fast (a large one). Removed is black, which is
what MNIST has around its digits.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlcore.explain.network import Network

STEPS = 28
"""From the whole image to none of it; of 28 pixels each."""


def order(values: ArrayLike) -> NDArray[np.intp]:
    """Pixels from the one that speaks most for the class to the one that speaks most against it.

    Args:
        values: (height, width), a map.

    Returns:
        (pixels,) indices; those that tie come in an order that means nothing, always the same.
    """
    flat = np.ravel(values).astype(float)
    return np.lexsort((random_order(flat.size), -flat))


def random_order(pixels: int, seed: int = 0) -> NDArray[np.intp]:
    """What any explanation must be better than."""
    return np.random.default_rng(seed).permutation(pixels)


def deleted(
    image: ArrayLike, pixels: NDArray[np.intp], shares: ArrayLike, *, inserted: bool = False
) -> NDArray[np.float32]:
    """An image without the first pixels of an order, or of those alone.

    Args:
        image: (height, width).
        pixels: all of its pixels, in the order.
        shares: (k,) in [0, 1]: how many of them.
        inserted: they are all there is, on black.

    Returns:
        (k, height, width) float32.
    """
    image = np.asarray(image, np.float32)
    rank = np.empty(image.size, int)
    rank[pixels] = np.arange(image.size)
    first = rank < np.round(np.asarray(shares)[:, None] * image.size)
    keeps = first if inserted else ~first
    return np.where(keeps.reshape(-1, *image.shape), image, np.float32(0))


def shares() -> NDArray[np.float64]:
    """(STEPS + 1,) from 0 to 1: where the curves are measured."""
    return np.linspace(0, 1, STEPS + 1)


def curves(
    network: Network,
    image: ArrayLike,
    label: int,
    pixels: NDArray[np.intp],
    *,
    inserted: bool = False,
) -> NDArray[np.float32]:
    """Probability of a class at each of `shares`.

    Args:
        image: (height, width).

    Returns:
        (STEPS + 1,) float32.
    """
    changed = deleted(image, pixels, shares(), inserted=inserted)
    return network.predict(changed[..., None])[:, label]


def area(probabilities: ArrayLike) -> NDArray[np.float64]:
    """The area below curves (..., STEPS + 1), by trapezoids; in [0, 1]."""
    return np.trapezoid(np.asarray(probabilities, float), shares(), axis=-1)
