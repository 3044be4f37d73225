"""Drawings by a trained generator, and what is said of them: one question to the engine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore import digits
from dlcore.gan.generator.latent import truncated
from dlcore.gan.generator.neighbours import Neighbours, neighbours
from dlcore.gan.generator.opened import opened
from dlcore.gan.generator.shipped import checked_labels, noise
from dlcore.gan.generator.variety import variety
from dlcore.metrics import evenness

MOST = 100
"""Drawings on one sheet."""

Images = NDArray[np.uint8]


@dataclass(frozen=True)
class Reading:
    """What the shipped classifier reads in n drawings.

    Attributes:
        guesses: (n,) int64.
        shares: (n,) float32, the probability of each guess.
        counts: (10,) int64, how many were read as each digit.
        evenness: of those counts, see `metrics.evenness`.
    """

    guesses: NDArray[np.int64]
    shares: NDArray[np.float32]
    counts: NDArray[np.int64]
    evenness: float


@dataclass(frozen=True)
class Sheet:
    """Some drawings.

    Attributes:
        images: (n, 28, 28) white ink on black.
        asked: (n,) the digits that were asked for; None where the generator is told none.
        reading: what the classifier says.
        variety: see `variety.variety`.
        neighbours: the nearest training images; None where they were not asked for.
    """

    images: Images
    asked: NDArray[np.int32] | None
    reading: Reading
    variety: float | None
    neighbours: Neighbours | None


def samples(
    labels: tuple[int, ...],
    seed: int,
    most: float,
    compare: bool,
    model: str,
    data: bytes | None = None,
) -> Sheet:
    """Draws, reads what was drawn, and looks for it among the training images.

    Args:
        labels: the digits to draw, at least one and at most `MOST`; how many are drawn is all that
            matters to a generator that is not told.
        seed: of the noise, as `generate` takes it.
        most: where the noise is cut off, see `latent.truncated`.
        compare: whether to look for the nearest training images.
        model, data: as `registry.at_hand.find_model` takes them.

    Raises:
        DrawingError: the labels are none, too many or no digits.
        ModelNotLoaded, RegistryError: as `find_model` does.
    """
    asked = checked_labels(labels, MOST)
    generator = opened(model, data)
    images = generator.draw(
        truncated(noise(len(asked), generator.latent_dim, seed), most), generator.embedded(asked)
    )
    reading = read(images)
    return Sheet(
        images,
        asked if generator.conditional else None,
        reading,
        variety(images, asked if generator.conditional else reading.guesses),
        neighbours(images) if compare else None,
    )


def read(images: Images) -> Reading:
    """Asks the shipped classifier about (n, 28, 28) images, n > 0."""
    found = digits.classify(images[..., None].astype(np.float32) / np.float32(255))
    guesses = found.probabilities.argmax(axis=1)
    counts = np.bincount(guesses, minlength=10)
    return Reading(guesses, found.probabilities.max(axis=1), counts, evenness(counts))
