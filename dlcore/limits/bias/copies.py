"""Images made of others, in place of some that nobody has: what augmentation can do here.

For the engine: SciPy is imported when one is made.
"""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from dlcore.limits.bias.groups import Images

MOST_TURN, MOST_LEAN = 15.0, 10.0  # degrees, either way
MOST_SHIFT = 2.0  # pixels, either way
MOST_ZOOM = 0.1  # a share, either way
LEANS = 10.0, 25.0  # degrees that writing is made to lean further, from and to


def moved(images: Images, random: Generator) -> Images:
    """Each image turned, sheared, resized and shifted a little, by chance."""
    count = len(images)
    turn, lean = np.radians(random.uniform(-1, 1, (2, count)) * [[MOST_TURN], [MOST_LEAN]])
    zoom = 1 + random.uniform(-MOST_ZOOM, MOST_ZOOM, count)
    cosine, sine, zero, one = np.cos(turn), np.sin(turn), np.zeros(count), np.ones(count)
    turns = np.array([[cosine, -sine], [sine, cosine]]) / zoom
    shears = np.array([[one, zero], [np.tan(lean), one]])
    maps = np.einsum("ijn,jkn->nik", turns, shears)
    return affine(images, maps, random.uniform(-MOST_SHIFT, MOST_SHIFT, (count, 2)))


def leaning(images: Images, random: Generator, direction: int) -> Images:
    """Each image sheared about its middle, so that its writing leans further.

    Args:
        direction: 1 to the right, -1 to the left.
    """
    count = len(images)
    maps = np.tile(np.eye(2), (count, 1, 1))
    maps[:, 1, 0] = direction * np.tan(np.radians(random.uniform(*LEANS, count)))
    return affine(images, maps, np.zeros((count, 2)))


def thicker(images: Images) -> Images:
    """Each pixel as bright as the brightest of a square of 2 x 2 (grey dilation)."""
    from scipy.ndimage import grey_dilation

    return grey_dilation(images, size=(1, 2, 2))


def thinner(images: Images) -> Images:
    """Each pixel as bright as the darkest of a square of 2 x 2 (grey erosion)."""
    from scipy.ndimage import grey_erosion

    return grey_erosion(images, size=(1, 2, 2))


def affine(images: Images, maps: NDArray[np.float64], shifts: NDArray[np.float64]) -> Images:
    """Images moved about their middle, with linear interpolation; from outside comes black.

    Args:
        maps: (n, 2, 2), from a place (y, x) in the answer to where in the image it comes from.
        shifts: (n, 2), how far down and to the right the middle goes, pixels.
    """
    from scipy.ndimage import affine_transform

    middle = (np.array(images.shape[1:]) - 1) / 2
    moved = np.empty_like(images)
    for image, target, matrix, shift in zip(images, moved, maps, shifts, strict=True):
        start = middle - matrix @ (middle + shift)
        affine_transform(image, matrix, start, output=target, order=1)
    return moved
