"""A whole training of a `PrivateNetwork`, as a part of the experiment."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore import metrics
from dlcore.limits.experiment import Curves, Experiment, curves_of
from dlcore.limits.membership.accountant import epsilon
from dlcore.limits.membership.config import MembershipConfig
from dlcore.limits.membership.images import Sides
from dlcore.limits.membership.private import (
    BATCH_SIZE,
    LEARNING_RATE,
    NETWORKS,
    OPTIMIZER,
    Clipping,
    PrivateNetwork,
)
from dlcore.limits.scaled import scaled
from dlcore.training import TrainingDiverged
from dlcore.training.architectures import build_network
from dlcore.training.chance import seeded
from dlcore.training.pool import NothingLearnt


@dataclass(frozen=True)
class PrivateTraining:
    """What one leaves.

    Attributes:
        weights: as `get_weights` of the network gives them.
        curves: series "loss" and "val_loss" over epochs, as `TrainedNetwork.curves`.
        epochs: done; a fraction after a stop.
        seconds: that it took.
        epsilon: what the steps that were taken promise.
    """

    weights: list[NDArray]
    curves: Curves
    epochs: float
    seconds: float
    epsilon: float


def batch_size(config: MembershipConfig) -> int:
    """How many images a step takes on average."""
    return min(BATCH_SIZE, config.images)


def steps_per_epoch(config: MembershipConfig) -> int:
    """As many as other trainings take."""
    return -(-config.images // batch_size(config))


def promise(config: MembershipConfig, steps: int | None = None) -> float:
    """epsilon of a training with these settings, or of its first steps."""
    steps = config.epochs * steps_per_epoch(config) if steps is None else steps
    return epsilon(batch_size(config) / config.images, config.noise, steps)


def train_privately(
    config: MembershipConfig,
    sides: Sides,
    experiment: Experiment,
    follow: Callable[[Curves], None],
) -> PrivateTraining | None:
    """Trains one, from the weights that all networks of the experiment begin with.

    Each step takes each image with the same probability, by a coin of its own: that is what the
    accountant counts with. In lots of 128 on average, a step without any image does not happen.

    Args:
        follow: called with the curves so far after each epoch.

    Returns:
        None where it was stopped before its first step.

    Raises:
        TrainingDiverged: the loss became infinite or not a number.
    """
    began = time.monotonic()
    fresh = seeded(config.seed, lambda: build_network(config.network))
    try:
        with NETWORKS.borrow(config.network, lambda: experiment.stopped) as network:
            network.reset(fresh.get_weights())
            steps, curves = _steps(config, sides, network, experiment, follow)
            weights = network.weights()
    except NothingLearnt:  # while the network was made
        return None
    if not steps:
        return None
    return PrivateTraining(
        weights,
        curves,
        steps / steps_per_epoch(config),
        time.monotonic() - began,
        promise(config, steps),
    )


def _steps(
    config: MembershipConfig,
    sides: Sides,
    network: PrivateNetwork,
    experiment: Experiment,
    follow: Callable[[Curves], None],
) -> tuple[int, Curves]:
    """How many were taken, and the curves."""
    x, y = scaled(sides.x_in), sides.y_in.astype(np.int32)
    x_val = scaled(sides.x_val)
    clipping = Clipping(config.clip_norm, config.noise, config.seed)
    # Not the stream that has drawn the random labels: its first lot would be those images alone.
    random = np.random.default_rng([config.seed, 1])
    an_epoch, lot = steps_per_epoch(config), batch_size(config)
    steps = config.epochs * an_epoch
    losses: list[NDArray] = []
    found: dict[str, list[tuple[float, float]]] = {"loss": [], "val_loss": []}
    for number in range(steps):
        if experiment.stopped:
            return number, curves_of(found)
        taken = random.random(len(x)) < lot / len(x)
        losses.append(network.step(x[taken], y[taken], clipping, lot, number))
        if not np.isfinite(losses[-1]).all():
            raise _diverged(number + 1, steps)
        experiment.at(number + 1, steps)
        if (number + 1) % an_epoch == 0:
            epoch = (number + 1) / an_epoch
            said = network.probabilities(x_val)
            seen = np.concatenate(losses)
            found["loss"].append((epoch, float(seen.mean())))
            found["val_loss"].append((epoch, metrics.cross_entropy(sides.y_val, said)))
            losses = []
            follow(curves_of(found))
    return steps, curves_of(found)


def _diverged(step: int, steps: int) -> TrainingDiverged:
    return TrainingDiverged(
        "The loss is no longer a finite number after step {step} of {steps}, with "
        "{optimizer} at learning rate {learning_rate}: a smaller one may help.",
        step=step,
        steps=steps,
        optimizer=OPTIMIZER,
        learning_rate=LEARNING_RATE,
    )
