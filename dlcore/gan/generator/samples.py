"""Samples of a trained generator, and how an independent classifier reads them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from dlcore import digits
from dlcore.gan.generator.latent import truncated
from dlcore.gan.generator.opened import find_generator
from dlcore.gan.generator.set_judge import SetJudge, reads_classes
from dlcore.gan.generator.shipped import checked_labels, noise
from dlcore.gan.generator.variety import REAL, variety
from dlcore.metrics import evenness
from dlcore.registry.at_hand import find_model, padded

MOST = 100
"""Samples at once."""

THE_DIGITS: Final = "digits"
"""Stands for the shipped classifier, where a judge is asked for."""

Judging = SetJudge | Literal["digits"] | None
"""Who reads drawings: who has learnt their set, or `THE_DIGITS`; None where nobody does."""

Images = NDArray[np.uint8]


@dataclass(frozen=True)
class Readings:
    """What a classifier reads in n images.

    Attributes:
        guesses: (n,) int64, the most probable class of each.
        shares: (n,) float32 in [0, 1], the probability of each guess.
        counts: (k,) int64, how many are read as each class.
        evenness: of those counts, see `metrics.evenness`.
    """

    guesses: NDArray[np.int64]
    shares: NDArray[np.float32]
    counts: NDArray[np.int64]
    evenness: float


@dataclass(frozen=True)
class GeneratedSamples:
    """Samples of a generator, and what is measured of them.

    Attributes:
        images: (n, 28, 28) uint8, white ink on black.
        asked: (n,) int32, the labels they were drawn for; None for an unconditional generator.
        readings: what the classifier says; None where nobody reads these classes.
        variety: see `variety.variety`; None where there is nothing to compare with, too.
    """

    images: Images
    asked: NDArray[np.int32] | None
    readings: Readings | None
    variety: float | None


def samples(
    labels: tuple[int, ...],
    seed: int,
    truncation: float,
    judge: Judging,
    model: str,
    data: bytes | None = None,
) -> GeneratedSamples:
    """Draws samples and reads them.

    Args:
        labels: the digits to draw, or the classes by their index, at least one and at most `MOST`;
            of an unconditional generator only their number counts.
        seed: of the noise, as `generate` takes it.
        truncation: threshold of the noise, see `latent.truncated`.
        judge: who reads, see `read_drawings`.
        model, data: as `registry.at_hand.find_model` takes them.

    Raises:
        DrawingError: the labels are none, too many or no digits.
        ModelNotLoaded, RegistryError: as `find_model` does.
    """
    generator = find_generator(model, data)
    asked = checked_labels(labels, MOST, generator.classes)
    images = generator.draw(
        truncated(noise(len(asked), generator.latent_dim, seed), truncation),
        generator.embedded(asked),
    )
    readings = read_drawings(images, judge)
    return GeneratedSamples(
        images,
        asked if generator.conditional else None,
        readings,
        _variety(images, asked if generator.conditional else None, readings, judge),
    )


def _variety(
    images: Images, asked: NDArray[np.int32] | None, readings: Readings | None, judge: Judging
) -> float | None:
    if readings is None:
        return None
    real = judge.spread if isinstance(judge, SetJudge) else REAL
    return variety(images, readings.guesses if asked is None else asked, real)


def read_drawings(images: Images, judge: Judging) -> Readings | None:
    """Reads (n, 28, 28) uint8 images, n > 0; None where nobody does."""
    if judge is None:
        return None
    scaled = images[..., None].astype(np.float32) / np.float32(255)
    if not isinstance(judge, SetJudge):
        probabilities = digits.classify(scaled).probabilities
    else:
        digest = hashlib.sha256(judge.model).hexdigest()
        network = find_model(digest, judge.model, reads_classes)
        probabilities = padded(network.predict_on_batch)(scaled)
    guesses = probabilities.argmax(axis=1)
    counts = np.bincount(guesses, minlength=probabilities.shape[1])
    return Readings(guesses, probabilities.max(axis=1), counts, evenness(counts))
