"""Samples of a trained generator, and how an independent classifier labels them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore import digits
from dlcore.gan.generator.latent import truncated
from dlcore.gan.generator.opened import find_generator
from dlcore.gan.generator.shipped import checked_labels, noise
from dlcore.gan.generator.variety import variety
from dlcore.metrics import evenness

MOST = 100
"""Samples at once."""

Images = NDArray[np.uint8]


@dataclass(frozen=True)
class DigitPredictions:
    """What the shipped classifier predicts for n images.

    Attributes:
        guesses: (n,) int64, the most probable digit of each.
        shares: (n,) float32 in [0, 1], the probability of each guess.
        counts: (10,) int64, how many are predicted to be each digit.
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
        predictions: what the classifier says.
        variety: see `variety.variety`.
    """

    images: Images
    asked: NDArray[np.int32] | None
    predictions: DigitPredictions
    variety: float | None


def samples(
    labels: tuple[int, ...],
    seed: int,
    truncation: float,
    model: str,
    data: bytes | None = None,
) -> GeneratedSamples:
    """Draws samples and classifies them.

    Args:
        labels: the digits to draw, at least one and at most `MOST`; of an unconditional generator
            only their number counts.
        seed: of the noise, as `generate` takes it.
        truncation: threshold of the noise, see `latent.truncated`.
        model, data: as `registry.at_hand.find_model` takes them.

    Raises:
        DrawingError: the labels are none, too many or no digits.
        ModelNotLoaded, RegistryError: as `find_model` does.
    """
    asked = checked_labels(labels, MOST)
    generator = find_generator(model, data)
    images = generator.draw(
        truncated(noise(len(asked), generator.latent_dim, seed), truncation),
        generator.embedded(asked),
    )
    predictions = predict_digits(images)
    return GeneratedSamples(
        images,
        asked if generator.conditional else None,
        predictions,
        variety(images, asked if generator.conditional else predictions.guesses),
    )


def predict_digits(images: Images) -> DigitPredictions:
    """Classifies (n, 28, 28) uint8 images with the shipped classifier, n > 0."""
    found = digits.classify(images[..., None].astype(np.float32) / np.float32(255))
    guesses = found.probabilities.argmax(axis=1)
    counts = np.bincount(guesses, minlength=10)
    return DigitPredictions(guesses, found.probabilities.max(axis=1), counts, evenness(counts))
