"""Which images are inside, learnt by every network, and which outside, seen by none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.data import DataSet
from dlcore.limits.membership.config import MembershipConfig
from dlcore.training.recipe import noisy
from dlcore.validation import ConfigError

MOST_VALIDATED = 500
MOST_TESTED = 2000
FEWEST = 11
"""On either side, where a set is one's own: with fewer, luck alone moves an AUC by over 0.25."""


@dataclass(frozen=True)
class Sides:
    """The images of the experiment; all (n, 28, 28) uint8 with (n,) uint8 labels.

    Attributes:
        x_in, y_in: learnt.
        x_out, y_out: as many, never learnt; their labels are as noisy, or the noise by itself
            would give the others away.
        x_val, y_val: to validate with, true labels.
        x_test, y_test: to measure accuracy with, true labels.
        source, classes, name: see `DataSet`.
    """

    x_in: NDArray[np.uint8]
    y_in: NDArray[np.uint8]
    x_out: NDArray[np.uint8]
    y_out: NDArray[np.uint8]
    x_val: NDArray[np.uint8]
    y_val: NDArray[np.uint8]
    x_test: NDArray[np.uint8]
    y_test: NDArray[np.uint8]
    source: str
    classes: tuple[str, ...]
    name: str

    @property
    def learnt(self) -> DataSet:
        """As `dlcore.training.train` takes them, with `validation_share`."""
        return DataSet(
            np.concatenate([self.x_in, self.x_val]),
            np.concatenate([self.y_in, self.y_val]),
            self.x_test,
            self.y_test,
            self.source,
            self.classes,
            self.name,
        )

    @property
    def validation_share(self) -> float:
        """Of `learnt`: it cuts between what is learnt and what is validated with, and half an image
        keeps rounding from taking one away."""
        return (len(self.x_val) - 0.5) / (len(self.x_in) + len(self.x_val))


def sides(config: MembershipConfig, data: DataSet) -> Sides:
    """Draws them: those inside, outside and to validate with from the training images, by the seed.

    Raises:
        ConfigError: there are not enough.
    """
    count, validated = config.images, min(config.images, MOST_VALIDATED)
    _check_enough(config, data)
    random = np.random.default_rng(config.seed)
    inside, outside, validation, _rest = np.split(
        random.permutation(len(data.x_train)), np.cumsum([count, count, validated])
    )
    both = np.concatenate([inside, outside])
    labels = noisy(data.y_train[both], config.label_noise, config.seed, len(data.classes))
    tested = random.permutation(len(data.x_test))[:MOST_TESTED]
    return Sides(
        data.x_train[inside],
        labels[:count],
        data.x_train[outside],
        labels[count:],
        data.x_train[validation],
        data.y_train[validation],
        data.x_test[tested],
        data.y_test[tested],
        data.source,
        data.classes,
        data.name,
    )


def most_images(there: int) -> int:
    """How many of so many training images can be learnt."""
    return max((there - MOST_VALIDATED) // 2, there // 3)


def check_set(there: int) -> None:
    """Raises ConfigError where a set of one's own has too few training images for any attack."""
    if most_images(there) < FEWEST:
        raise ConfigError(
            "Whether an image was learnt takes {fewest} images to learn from at least: a third is "
            "learnt, a third never seen, a third to validate with. This set has {there}.",
            fewest=3 * FEWEST,
            there=there,
        )


def _check_enough(config: MembershipConfig, data: DataSet) -> None:
    there = len(data.x_train)
    if config.set:
        check_set(there)
    most = most_images(there)
    if config.images > most:
        raise ConfigError(
            "images must leave as many again that no network learns, and some to validate with: of "
            "the {there:,} that there are, at most {most:,}. Received: {images:,}",
            there=there,
            most=most,
            images=config.images,
        )
