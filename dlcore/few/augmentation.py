"""Drawings turned, leant, stretched, shifted and bent a little: many of few.

Each image is sampled through an affine map and an elastic displacement of its own (Simard et al.
2003), both at once, so that it is blurred once.
"""

from __future__ import annotations

from math import radians

import numpy as np
from numpy.typing import NDArray

ROTATION = 12.0  # degrees, at most this either way
SCALE = 0.12  # of width and of height, a share at most this either way
SHEAR = 0.15  # x for each y, at most this either way
SHIFT = 1.5  # pixels, at most this either way
ELASTIC = 0.7  # pixels, standard deviation of the displacement
SMOOTH = 5.0  # pixels over which the displacement is alike
_BLOCK = 500  # images that are changed at a time: each takes 47 kB meanwhile, 15 times its own


def augmented(images: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    """Each image changed once, bilinearly; what comes from outside is black.

    Args:
        images: (n, 28, 28, 1) in [0, 1]; n may be 0.
        random: source of the changes.

    Returns:
        The same shape.
    """
    found = np.empty_like(images)
    for start in range(0, len(images), _BLOCK):
        found[start : start + _BLOCK] = _changed(images[start : start + _BLOCK], random)
    return found


def _changed(images: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    from scipy.ndimage import map_coordinates

    count, height, width = images.shape[:3]
    middle = np.array([(height - 1) / 2, (width - 1) / 2])
    grid = np.indices((height, width)).reshape(2, -1) - middle[:, None]
    sources = _maps(count, random) @ grid + _displacements(count, height, width, random)
    sources += random.uniform(-SHIFT, SHIFT, (count, 2, 1)) + middle[:, None]
    rows, columns = sources.transpose(1, 0, 2)
    which = np.broadcast_to(np.arange(count)[:, None], rows.shape)
    # Each image lies in a layer of its own; between two layers nothing is mixed.
    sampled = map_coordinates(images[..., 0], [which, rows, columns], order=1, mode="constant")
    return sampled.reshape(images.shape)


def _maps(count: int, random: np.random.Generator) -> NDArray[np.float64]:
    """(n, 2, 2): from a place in the new image to one in the old, both from the middle."""
    angle = random.uniform(-radians(ROTATION), radians(ROTATION), count)
    cosine, sine = np.cos(angle), np.sin(angle)
    turn = np.stack([cosine, -sine, sine, cosine], axis=1).reshape(-1, 2, 2)
    change = np.zeros((count, 2, 2))
    change[:, 0, 0], change[:, 1, 1] = 1 + random.uniform(-SCALE, SCALE, (2, count))
    change[:, 1, 0] = random.uniform(-SHEAR, SHEAR, count)
    return turn @ change


def _displacements(
    count: int, height: int, width: int, random: np.random.Generator
) -> NDArray[np.float64]:
    """(n, 2, pixels) smooth noise of unit variance, times `ELASTIC`."""
    from scipy.ndimage import gaussian_filter

    noise = random.standard_normal((count, 2, height, width))
    smooth = gaussian_filter(noise, SMOOTH, axes=(2, 3), mode="wrap")
    # Of white noise that a Gaussian has smoothed, 1 / (2 sqrt(pi) sigma) is left in each dimension.
    return (smooth * (ELASTIC * 2 * np.sqrt(np.pi) * SMOOTH)).reshape(count, 2, height * width)
