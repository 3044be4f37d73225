"""Between drawings: a walk from one to another, a grid between four, and the main directions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.gan.generator.latent import flat_grid, slerp, sphere_grid
from dlcore.gan.generator.opened import Opened, opened
from dlcore.gan.generator.samples import Reading, read
from dlcore.gan.generator.shipped import checked_labels, noise

FRAMES = 33
SIDE = 8
DIRECTIONS = 5
FAR = 4.0
"""How far a direction can be gone, in standard deviations of the noise."""
_STEPS = 7

Images = NDArray[np.uint8]


@dataclass(frozen=True)
class Path:
    """Drawings in their order.

    Attributes:
        images: (n, 28, 28).
        reading: what the classifier says of them.
    """

    images: Images
    reading: Reading


@dataclass(frozen=True)
class Turned:
    """A drawing, and what the main directions make of it.

    Attributes:
        before, after: (28, 28), as it was, and moved along all directions.
        along: (k, s, 28, 28), moved along one direction alone, from -FAR to FAR.
        steps: (s,) those distances.
        reading: of before and after, in this order.
        shares: (k,) of the variance after the first layer that each direction brings.
    """

    before: Images
    after: Images
    along: Images
    steps: NDArray[np.float64]
    reading: Reading
    shares: NDArray[np.float64]


def walk(digits: tuple[int, int], seed: int, model: str, data: bytes | None = None) -> Path:
    """Goes from one drawing to another along the sphere, and from the one digit to the other.

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
    generator = opened(model, data)
    (start, end), told = _points(generator, digits, seed)
    shares = np.linspace(0.0, 1.0, FRAMES)
    between = (1 - shares[:, None]) * told[0] + shares[:, None] * told[1]
    return _path(generator, slerp(start, end, shares), between.astype(np.float32))


def grid(
    digits: tuple[int, int, int, int], seed: int, model: str, data: bytes | None = None
) -> Path:
    """Fills a square between four drawings, which are its corners.

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
    generator = opened(model, data)
    corners, told = _points(generator, digits, seed)
    return _path(generator, sphere_grid(corners, SIDE), flat_grid(told, SIDE))


def turned(
    digit: int, seed: int, amounts: tuple[float, ...], model: str, data: bytes | None = None
) -> Turned:
    """Moves a drawing along the directions in which the first layer answers most.

    Args:
        digit: that is drawn.
        seed: of its noise.
        amounts: of each of the `DIRECTIONS` strongest, in standard deviations of the noise.
        model, data: as `registry.at_hand.find_model` takes them.

    Raises:
        DrawingError: the label is no digit.
        ModelNotLoaded, RegistryError: as `find_model` does.
    """
    generator = opened(model, data)
    point, told = _points(generator, (digit,), seed)
    directions = generator.directions[: len(amounts)]
    steps = np.linspace(-FAR, FAR, _STEPS)
    alone = point + (steps[None, :, None] * directions[:, None, :]).reshape(-1, point.shape[1])
    moved = point + np.asarray(amounts[: len(directions)]) @ directions
    places = np.concatenate([point, moved, alone]).astype(np.float32)
    images = generator.draw(places, np.repeat(told, len(places), axis=0))
    return Turned(
        images[0],
        images[1],
        images[2:].reshape(len(directions), _STEPS, 28, 28),
        steps,
        read(images[:2]),
        generator.shares[: len(directions)],
    )


def _points(
    generator: Opened, digits: tuple[int, ...], seed: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The first points of a seed, and what the generator is told at them."""
    labels = checked_labels(digits)
    return noise(len(labels), generator.latent_dim, seed), generator.embedded(labels)


def _path(generator: Opened, points: NDArray, told: NDArray) -> Path:
    images = generator.draw(points, told)
    return Path(images, read(images))
