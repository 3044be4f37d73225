"""How good a generator is: the metrics of its card.

Features and predictions are those of classifiers that the GAN was not trained with, and beside each
metric stands its value for real images.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dlcore.data import Mnist
from dlcore.gan.film import fixed_labels
from dlcore.gan.generator.drawing import draw, latent_dim
from dlcore.gan.generator.judge import Images, Judge, Opinion, assess, shipped_judge, some
from dlcore.gan.generator.shipped import noise
from dlcore.metrics import Gaussian, find_copies, frechet_distance, precision_recall

if TYPE_CHECKING:
    import keras

JUDGES = ("cnn", "cnn-tutorial")
SAMPLES = 10_000
NEIGHBOUR_SAMPLES = 2_000  # of each set: comparing all with all grows with the square
SEED = 12_345

Metrics = dict[str, Any]


def measure(
    generator: keras.Model,
    data: Mnist,
    judges: Sequence[str] = JUDGES,
    samples: int = SAMPLES,
    seed: int = SEED,
) -> Metrics:
    """Measures a conditional generator.

    Args:
        generator: see `build_generator`.
        data: what it was trained on, and test images that it was not.
        judges: names of shipped classifiers.
        samples: drawings; as many test and training images are compared with, or all there are.
        seed: of the drawings.

    Returns:
        JSON-ready: "samples", "seed", "copies" and one entry a judge in "judges", see `judged`.
        Images are in [0, 1] where pixels are compared.
    """
    count = min(samples, len(data.x_test), len(data.x_train))
    labels = fixed_labels(count)
    images = draw(generator, noise(count, latent_dim(generator), seed), labels)
    test, train = some(data.x_test, count), some(data.x_train, count)
    return {
        "samples": count,
        "seed": seed,
        "judges": {
            name: judged(shipped_judge(name), images, labels, test, train) for name in judges
        },
        "copies": copies(images, data),
    }


def judged(
    judge: Judge, images: Images, labels: NDArray[np.integer], test: Images, train: Images
) -> Metrics:
    """The metrics by the features and predictions of one classifier.

    Args:
        images: (n, 28, 28) drawings of `labels`.
        test, train: n real images each.

    Returns:
        "distance": Frechet distance of the drawings from the test images; "floor": that of the
        training images from the test images; "ratio" of the two; "agreement" with the labels, over
        all and "per_class"; "counts" and "evenness" of the predictions; "precision" and "recall",
        and those of training images, "real_precision" and "real_recall".
    """
    drawn, real, trained = judge.look(images), judge.look(test), judge.look(train)
    reference = Gaussian.fit(real.features)
    assessment = assess(drawn, labels, reference)
    floor = frechet_distance(Gaussian.fit(trained.features), reference)
    found, expected = _precision_recall(real, drawn), _precision_recall(real, trained)
    assert assessment.distance is not None
    return asdict(assessment) | {
        "counts": list(assessment.counts),
        "floor": floor,
        "ratio": assessment.distance / floor,
        "per_class": {
            str(digit): float((drawn.guesses[labels == digit] == digit).mean())
            for digit in range(10)
        },
        **found,
        **{f"real_{name}": value for name, value in expected.items()},
    }


def _precision_recall(real: Opinion, generated: Opinion) -> dict[str, float]:
    found = precision_recall(
        real.features[:NEIGHBOUR_SAMPLES], generated.features[:NEIGHBOUR_SAMPLES]
    )
    return asdict(found)


def copies(images: Images, data: Mnist) -> Metrics:
    """Euclidean distances to the nearest training images, see `metrics.Copies`."""
    drawn, real, trained = (
        pixels.astype(np.float32) / 255
        for pixels in (
            images[:NEIGHBOUR_SAMPLES],
            data.x_test[:NEIGHBOUR_SAMPLES],
            data.x_train,
        )
    )
    found = asdict(find_copies(drawn, real, trained))
    del found["index"]
    return found
