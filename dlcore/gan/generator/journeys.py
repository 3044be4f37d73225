"""Between drawings: interpolation in latent space, and edits along its principal directions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.gan.generator.latent import flat_grid, slerp, sphere_grid
from dlcore.gan.generator.opened import Generator, find_generator, open_generator
from dlcore.gan.generator.samples import Judging, Readings, read_drawings
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
        readings: what the classifier says of them; None where nobody reads these classes.
    """

    images: Images
    readings: Readings | None


@dataclass(frozen=True)
class LatentEdit:
    """G(z) and G(z + a_1 d_1 + ... + a_k d_k), along principal directions d (GANSpace).

    Attributes:
        before, after: (28, 28) uint8, as it was, and moved along all directions.
        along: (k, s, 28, 28) uint8, moved along one direction alone, from -FAR to FAR.
        steps: (s,) float64, those distances, in standard deviations of the noise.
        readings: of before and after, in this order; None where nobody reads these classes.
        shares: (k,) float64 in [0, 1], of the variance of the first layer's outputs along each
            direction; see `latent.principal_directions`.
    """

    before: Images
    after: Images
    along: Images
    steps: NDArray[np.float64]
    readings: Readings | None
    shares: NDArray[np.float64]


def walk(
    labels: tuple[int, int], seed: int, judge: Judging, model: str, data: bytes | None = None
) -> Interpolation:
    """Interpolates from one drawing to another.

    Noise goes along the sphere (see `latent.slerp`), the embedded class along the straight line.

    Args:
        labels: the digits, or classes by their index, to begin and to end with.
        seed: of the two points.
        judge: who reads, see `samples.read_drawings`.
        model, data: as `registry.at_hand.find_model` takes them.

    Returns:
        `FRAMES` drawings.

    Raises:
        DrawingError: the labels are no digits, or no such classes.
        ModelNotLoaded, RegistryError: as `find_model` does.
    """
    generator = find_generator(model, data)
    (start, end), embedded = _points(generator, labels, seed)
    shares = np.linspace(0.0, 1.0, FRAMES)
    between = (1 - shares[:, None]) * embedded[0] + shares[:, None] * embedded[1]
    return _path(generator, slerp(start, end, shares), between.astype(np.float32), judge)


def grid(
    labels: tuple[int, int, int, int],
    seed: int,
    judge: Judging,
    model: str,
    data: bytes | None = None,
) -> Interpolation:
    """Interpolates between four drawings, the corners of a square.

    Args:
        labels: top left, top right, bottom left, bottom right, as `walk` takes them.
        seed: of the four points.
        judge: who reads, see `samples.read_drawings`.
        model, data: as `registry.at_hand.find_model` takes them.

    Returns:
        `SIDE` x `SIDE` drawings, row by row.

    Raises:
        DrawingError: the labels are no digits, or no such classes.
        ModelNotLoaded, RegistryError: as `find_model` does.
    """
    generator = find_generator(model, data)
    corners, embedded = _points(generator, labels, seed)
    return _path(generator, sphere_grid(corners, SIDE), flat_grid(embedded, SIDE), judge)


def edited(
    label: int,
    seed: int,
    amounts: tuple[float, ...],
    judge: Judging,
    model: str,
    data: bytes | None = None,
) -> LatentEdit:
    """Moves a drawing along the principal directions of latent space (Haerkoenen et al. 2020).

    Args:
        label: the digit that is drawn, or the class by its index.
        seed: of its noise.
        amounts: of each of the `DIRECTIONS` strongest, in standard deviations of the noise.
        judge: who reads, see `samples.read_drawings`.
        model, data: as `registry.at_hand.find_model` takes them.

    Raises:
        DrawingError: the label is no digit, or no such class.
        ModelNotLoaded, RegistryError: as `find_model` does.
    """
    generator = open_generator(model, data)
    point, embedded = _points(generator, (label,), seed)
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
        read_drawings(images[:2], judge),
        generator.shares[: len(directions)],
    )


def _points(
    generator: Generator, asked: tuple[int, ...], seed: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The first points of a seed, (k, latent_dim), and the embeddings of their classes, (k, e)."""
    labels = checked_labels(asked, classes=generator.classes)
    return noise(len(labels), generator.latent_dim, seed), generator.embedded(labels)


def _path(
    generator: Generator, points: NDArray, embedded: NDArray, judge: Judging
) -> Interpolation:
    images = generator.draw(points, embedded)
    return Interpolation(images, read_drawings(images, judge))
