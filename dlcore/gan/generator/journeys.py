"""Between drawings: interpolation in latent space, and edits along its principal directions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.gan.generator.latent import flat_grid, slerp, sphere_grid
from dlcore.gan.generator.opened import Generator, find_generator, open_generator
from dlcore.gan.generator.samples import DigitPredictions, predict_digits
from dlcore.gan.generator.shipped import checked_labels, noise

FRAMES = 33
SIDE = 8
DIRECTIONS = 5
FAR = 4.0
"""How far a direction can be gone, in standard deviations of the noise."""
_STEPS = 7

Images = NDArray[np.uint8]


@dataclass(frozen=True)
class Interpolation:
    """What the generator makes of points on a path or a grid through its latent space.

    Attributes:
        images: (n, 28, 28) uint8, white ink on black, in the order of the points.
        predictions: what the classifier says of them.
    """

    images: Images
    predictions: DigitPredictions


@dataclass(frozen=True)
class LatentEdit:
    """G(z) and G(z + a_1 d_1 + ... + a_k d_k), along principal directions d (GANSpace).

    Attributes:
        before, after: (28, 28) uint8, as it was, and moved along all directions.
        along: (k, s, 28, 28) uint8, moved along one direction alone, from -FAR to FAR.
        steps: (s,) float64, those distances, in standard deviations of the noise.
        predictions: of before and after, in this order.
        shares: (k,) float64 in [0, 1], of the variance of the first layer's outputs along each
            direction; see `latent.principal_directions`.
    """

    before: Images
    after: Images
    along: Images
    steps: NDArray[np.float64]
    predictions: DigitPredictions
    shares: NDArray[np.float64]


def walk(
    digits: tuple[int, int], seed: int, model: str, data: bytes | None = None
) -> Interpolation:
    """Interpolates from one drawing to another.

    Noise goes along the sphere (see `latent.slerp`), the embedded digit along the straight line.

    Args:
        digits: to begin and to end with.
        seed: of the two points.
        model, data: as `registry.at_hand.find_model` takes them.

    Returns:
        `FRAMES` drawings.

    Raises:
        DrawingError: the labels are no digits.
        ModelNotLoaded, RegistryError: as `find_model` does.
    """
    generator = find_generator(model, data)
    (start, end), embedded = _points(generator, digits, seed)
    shares = np.linspace(0.0, 1.0, FRAMES)
    between = (1 - shares[:, None]) * embedded[0] + shares[:, None] * embedded[1]
    return _path(generator, slerp(start, end, shares), between.astype(np.float32))


def grid(
    digits: tuple[int, int, int, int], seed: int, model: str, data: bytes | None = None
) -> Interpolation:
    """Interpolates between four drawings, the corners of a square.

    Args:
        digits: top left, top right, bottom left, bottom right.
        seed: of the four points.
        model, data: as `registry.at_hand.find_model` takes them.

    Returns:
        `SIDE` x `SIDE` drawings, row by row.

    Raises:
        DrawingError: the labels are no digits.
        ModelNotLoaded, RegistryError: as `find_model` does.
    """
    generator = find_generator(model, data)
    corners, embedded = _points(generator, digits, seed)
    return _path(generator, sphere_grid(corners, SIDE), flat_grid(embedded, SIDE))


def edited(
    digit: int, seed: int, amounts: tuple[float, ...], model: str, data: bytes | None = None
) -> LatentEdit:
    """Moves a drawing along the principal directions of latent space (Haerkoenen et al. 2020).

    Args:
        digit: that is drawn.
        seed: of its noise.
        amounts: of each of the `DIRECTIONS` strongest, in standard deviations of the noise.
        model, data: as `registry.at_hand.find_model` takes them.

    Raises:
        DrawingError: the label is no digit.
        ModelNotLoaded, RegistryError: as `find_model` does.
    """
    generator = open_generator(model, data)
    point, embedded = _points(generator, (digit,), seed)
    directions = generator.directions[: len(amounts)]
    steps = np.linspace(-FAR, FAR, _STEPS)
    alone = point + (steps[None, :, None] * directions[:, None, :]).reshape(-1, point.shape[1])
    moved = point + np.asarray(amounts[: len(directions)]) @ directions
    places = np.concatenate([point, moved, alone]).astype(np.float32)
    images = generator.draw(places, np.repeat(embedded, len(places), axis=0))
    return LatentEdit(
        images[0],
        images[1],
        images[2:].reshape(len(directions), _STEPS, 28, 28),
        steps,
        predict_digits(images[:2]),
        generator.shares[: len(directions)],
    )


def _points(
    generator: Generator, digits: tuple[int, ...], seed: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The first points of a seed, (k, latent_dim), and the embeddings of their digits, (k, e)."""
    labels = checked_labels(digits)
    return noise(len(labels), generator.latent_dim, seed), generator.embedded(labels)


def _path(generator: Generator, points: NDArray, embedded: NDArray) -> Interpolation:
    images = generator.draw(points, embedded)
    return Interpolation(images, predict_digits(images))
