"""Which images a run trains on, which it validates with, and in how many steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.data import Mnist
from dlcore.training.config import TrainConfig
from dlcore.validation import ConfigError

VALIDATION_SHARE = 0.1
MAX_STEPS_PER_EXECUTION = 16
MAX_IMAGES_PER_EXECUTION = 1024


@dataclass(frozen=True)
class Plan:
    """The images of a run and how they fall into steps.

    Attributes:
        x_train: (n, 28, 28) uint8, trained on.
        y_train: (n,) uint8 labels.
        x_val: (m, 28, 28) uint8, held out for validation.
        y_val: (m,) uint8 labels.
        steps_per_epoch: the last one may have fewer images.
        steps: of the whole run.
        steps_per_execution: steps that Keras runs in one go.
    """

    x_train: NDArray[np.uint8]
    y_train: NDArray[np.uint8]
    x_val: NDArray[np.uint8]
    y_val: NDArray[np.uint8]
    steps_per_epoch: int
    steps: int
    steps_per_execution: int


def make_plan(config: TrainConfig, data: Mnist) -> Plan:
    """Takes the images that a run uses and holds the last tenth of them out for validation.

    Raises:
        ConfigError: too few images to train on and validate with.
    """
    count = int(len(data.x_train) * config.train_share)
    cut = int(count * (1 - VALIDATION_SHARE))  # as `validation_split` of `fit` cuts
    if cut < 1:
        raise ConfigError(
            "train_share must leave at least 2 images to train on and validate with. "
            "Received: {share} of {images} images",
            share=config.train_share,
            images=len(data.x_train),
        )
    steps_per_epoch = -(-cut // config.batch_size)
    return Plan(
        x_train=data.x_train[:cut],
        y_train=data.y_train[:cut],
        x_val=data.x_train[cut:count],
        y_val=data.y_train[cut:count],
        steps_per_epoch=steps_per_epoch,
        steps=steps_per_epoch * config.epochs,
        steps_per_execution=steps_per_execution(config.batch_size, steps_per_epoch),
    )


def steps_per_execution(batch_size: int, steps_per_epoch: int) -> int:
    """Steps that Keras runs in one go: a power of two, so that few models are compiled.

    Few enough that a stop is noticed soon and that an epoch has a curve of several points.
    """
    most = min(
        MAX_STEPS_PER_EXECUTION, MAX_IMAGES_PER_EXECUTION // batch_size, steps_per_epoch // 8
    )
    return 2 ** (most.bit_length() - 1) if most else 1
