"""What a classifier that a GAN never saw says of its drawings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dlcore import registry
from dlcore.metrics import Gaussian, evenness, frechet_distance

if TYPE_CHECKING:
    import keras

BATCH = 100
REFERENCE_SEED = 5

Images = NDArray[np.uint8]
Features = NDArray[np.float32]


class Opinion(NamedTuple):
    """What the classifier sees in n images.

    Attributes:
        features: (n, d) float32, what its last layer looks at.
        probabilities: (n, k) float32.
    """

    features: NDArray[np.float32]
    probabilities: NDArray[np.float32]

    @property
    def guesses(self) -> NDArray[np.int64]:
        """(n,) most probable classes."""
        return self.probabilities.argmax(axis=1)


@dataclass(frozen=True)
class Assessment:
    """How good some drawings are.

    Attributes:
        counts: how many were read as each class, as many whole numbers as there are classes.
        evenness: of those counts, see `metrics.evenness`.
        agreement: share that is read as the class that was asked for; None where none was.
        distance: Frechet distance to real images; None where too few were drawn.
    """

    counts: tuple[int, ...]
    evenness: float
    agreement: float | None
    distance: float | None


class Judge:
    """A classifier that looks at drawings.

    Args:
        model: from (n, 28, 28, 1) in [0, 1] to (n, k) probabilities, its last layer with weights
            dense. Shared, not changed.
    """

    def __init__(self, model: keras.Model) -> None:
        import keras

        last = next(part for part in reversed(model.layers) if part.weights)
        self._network = keras.Model(model.inputs, [last.input, model.outputs[0]])

    def look(self, images: Images) -> Opinion:
        """Reads (n, 28, 28) images in batches of one size; n > 0."""
        count = len(images)
        padded = np.pad(images, ((0, -count % BATCH), (0, 0), (0, 0)))
        parts = [self._batch(padded[i : i + BATCH]) for i in range(0, len(padded), BATCH)]
        features, probabilities = (
            np.concatenate(part)[:count] for part in zip(*parts, strict=True)
        )
        return Opinion(features, probabilities)

    def _batch(self, images: Images) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        scaled = images[..., None].astype(np.float32) / np.float32(255)
        features, probabilities = self._network.predict_on_batch(scaled)
        return features, probabilities

    def gaussian(self, images: Images) -> Gaussian:
        """What the Frechet distance looks at."""
        return Gaussian.fit(self.look(images).features)


def assess(
    opinion: Opinion,
    asked: NDArray[np.integer] | None,
    real: Gaussian | None,
    features: Features | None = None,
) -> Assessment:
    """Puts an opinion into figures.

    Args:
        opinion: of n drawings.
        asked: (n,) the classes that were asked for; None where the generator chooses itself.
        real: features of real images; None leaves the distance out.
        features: (m, d), of these drawings or some of them, to be compared with `real`; None for
            those of the opinion.
    """
    counts = np.bincount(opinion.guesses, minlength=opinion.probabilities.shape[1])
    seen = opinion.features if features is None else features
    return Assessment(
        counts=tuple(counts.tolist()),
        evenness=evenness(counts) + 0.0,  # never -0
        agreement=None if asked is None else float((opinion.guesses == asked).mean()),
        distance=frechet_distance(Gaussian.fit(seen), real) if real else None,
    )


@lru_cache(maxsize=2)
def shipped_judge(name: str) -> Judge:
    """The judge of that name in the registry, made once in a process.

    Raises:
        RegistryError: there is no such model.
    """
    return Judge(registry.load(name))


def some(images: Images, count: int, seed: int = REFERENCE_SEED) -> Images:
    """At most `count` of these images, the same ones for the same seed, in any order."""
    chosen = np.random.default_rng(seed).permutation(len(images))[:count]
    return images[chosen]
