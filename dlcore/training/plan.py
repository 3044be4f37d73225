"""Which images a run trains on, which it validates with, and in how many steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.contract import INPUT_SHAPE
from dlcore.data import DataSet
from dlcore.layers import table, work
from dlcore.training.architectures import NetworkConfig, layer_specs
from dlcore.training.config import TrainConfig
from dlcore.training.recipe import class_weights, noisy, thinned
from dlcore.validation import ConfigError

MAX_STEPS_PER_EXECUTION = 16
MAX_IMAGES_PER_EXECUTION = 1024
MAX_WORK_PER_EXECUTION = 4e9
"""Multiplications of a forward pass; some tenths of a second on two cores, there and back."""


@dataclass(frozen=True)
class Plan:
    """The images of a run and how they fall into steps.

    Attributes:
        x_train: (n, 28, 28) uint8, trained on.
        y_train: (n,) uint8 labels, the random ones among them.
        x_val: (m, 28, 28) uint8, held out for validation.
        y_val: (m,) uint8 labels, all of them true.
        steps_per_epoch: the last one may have fewer images.
        steps: of the whole run.
        steps_per_execution: steps that Keras runs in one go.
        class_weight: how much an error counts by the label, as `fit` takes it; None for equally.
    """

    x_train: NDArray[np.uint8]
    y_train: NDArray[np.uint8]
    x_val: NDArray[np.uint8]
    y_val: NDArray[np.uint8]
    steps_per_epoch: int
    steps: int
    steps_per_execution: int
    class_weight: dict[int, float] | None = None


def make_plan(config: TrainConfig, data: DataSet) -> Plan:
    """Takes the images that a run uses, holds the last of them out and does to the others what the
    run's recipe says.

    Raises:
        ConfigError: too few images to train on and validate with, or of other classes than the
            network or the recipe knows.
    """
    _check_classes(config, data)
    recipe = config.data
    cut, count = _ends(config, data)
    kept = thinned(data.y_train[:cut], recipe)
    if not len(kept):
        raise ConfigError(
            "train_share must leave at least 2 images to train on and validate with. "
            "Received: {share} of {images} images",
            share=config.train_share,
            images=len(data.x_train),
        )
    whole = len(kept) == cut  # then a view will do: the images are 47 MB
    labels = noisy(data.y_train[:cut][kept], recipe.label_noise, config.seed, len(data.classes))
    steps_per_epoch = -(-len(kept) // config.batch_size)
    return Plan(
        x_train=data.x_train[:cut] if whole else data.x_train[kept],
        y_train=labels,
        x_val=data.x_train[cut:count],
        y_val=data.y_train[cut:count],
        steps_per_epoch=steps_per_epoch,
        steps=steps_per_epoch * config.epochs,
        steps_per_execution=steps_per_execution(
            config.batch_size, steps_per_epoch, network_work(config.network)
        ),
        class_weight=class_weights(labels) if recipe.class_weights else None,
    )


def count_trained(config: TrainConfig, data: DataSet) -> int:
    """How many images of a set a run trains on; with none, there is no plan for it."""
    cut, _count = _ends(config, data)
    return len(thinned(data.y_train[:cut], config.data))


def _ends(config: TrainConfig, data: DataSet) -> tuple[int, int]:
    """Where the images that are trained on end, and those that are validated with."""
    count = int(len(data.x_train) * config.train_share)
    return int(count * (1 - config.data.validation_share)), count  # as `validation_split` cuts


def _check_classes(config: TrainConfig, data: DataSet) -> None:
    found, thinned_class = len(data.classes), config.data.thinned_digit
    if config.network.classes != found:
        raise ConfigError(
            "The network tells {network} classes apart, but the data set has {found}.",
            network=config.network.classes,
            found=found,
        )
    if thinned_class is not None and thinned_class >= found:
        raise ConfigError(
            "The class to be thinned must be below {classes}. Received: {value}",
            classes=found,
            value=thinned_class,
        )


def network_work(network: NetworkConfig) -> int:
    """Multiplications of one image on its way through a network."""
    return work(table(layer_specs(network), INPUT_SHAPE), INPUT_SHAPE)


def steps_per_execution(batch_size: int, steps_per_epoch: int, work_per_image: float = 0) -> int:
    """Steps that Keras runs in one go: a power of two, so that few models are compiled.

    Few enough that a stop is noticed soon and that an epoch has a curve of several points.

    Args:
        batch_size: images a step.
        steps_per_epoch: at least 1.
        work_per_image: multiplications of one image on its way through the network; 0 for few.
    """
    most = min(
        MAX_STEPS_PER_EXECUTION,
        MAX_IMAGES_PER_EXECUTION // batch_size,
        steps_per_epoch // 8,
        steps_within_reach(batch_size * work_per_image),
    )
    return 2 ** (most.bit_length() - 1) if most else 1


def steps_within_reach(work_per_step: float) -> int:
    """How many steps take no longer than somebody who presses Stop would wait."""
    return int(MAX_WORK_PER_EXECUTION // work_per_step) if work_per_step else 2**31
