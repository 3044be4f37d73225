"""Adversarial examples: the fast gradient sign method and its targeted iteration."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlcore.explain.network import ExplainError, Images, Network


def fgsm(network: Network, images: ArrayLike, labels: ArrayLike, epsilon: float) -> Images:
    """x + epsilon sign(dL/dx), kept in [0, 1] (Goodfellow, Shlens, Szegedy 2015, section 4).

    Args:
        images: in [0, 1].
        labels: their true classes, whose cross-entropy L is increased.
        epsilon: bound of the maximum norm of the change, in [0, 1].

    Returns:
        The attacked images, shaped as they came.
    """
    _check_epsilon(epsilon)
    batch = _unit_range(network.batch(images))
    _loss, gradient = network.loss_gradient(batch, labels)
    return np.clip(batch + np.float32(epsilon) * np.sign(gradient), 0.0, 1.0)


def targeted(
    network: Network, images: ArrayLike, target: ArrayLike, epsilon: float, steps: int = 20
) -> Images:
    """Small steps towards a class of one's choice (Kurakin, Goodfellow, Bengio 2017, section 2.3).

    x <- clip(x - a sign(dL(target)/dx)) to the ball of epsilon in the maximum norm and to [0, 1],
    with a = 2.5 epsilon / `steps`, so that its edge can be reached and moved along (Madry et al.
    2018).

    Args:
        images: in [0, 1].
        target: the class they are to be given.
        epsilon: radius of the ball, in [0, 1].
        steps: 1-200.
    """
    _check_epsilon(epsilon)
    if not 1 <= steps <= 200:
        raise ExplainError(
            "The steps must be from 1 to {most}. Received: {steps}", most=200, steps=steps
        )
    batch = _unit_range(network.batch(images))
    low, high = np.maximum(batch - epsilon, 0.0), np.minimum(batch + epsilon, 1.0)
    moved, length = batch, np.float32(2.5 * epsilon / steps)
    for _step in range(steps):
        _loss, gradient = network.loss_gradient(moved, target)
        moved = np.clip(moved - length * np.sign(gradient), low, high).astype(np.float32)
    return moved


def accuracy_under_attack(
    network: Network, images: ArrayLike, labels: ArrayLike, epsilons: Sequence[float]
) -> NDArray[np.float64]:
    """Accuracy after `fgsm` for each epsilon: (len(epsilons),) float64 in [0, 1]."""
    batch = _unit_range(network.batch(images))
    truth = network.class_indices(labels, len(batch))
    for epsilon in epsilons:
        _check_epsilon(epsilon)
    # The direction does not depend on epsilon: one gradient serves them all.
    sign = np.sign(network.loss_gradient(batch, truth)[1])
    attacked = (np.clip(batch + np.float32(e) * sign, 0.0, 1.0) for e in epsilons)
    return np.array([np.mean(network.predict(a).argmax(axis=1) == truth) for a in attacked])


def _check_epsilon(epsilon: float) -> None:
    if not 0.0 <= epsilon <= 1.0:
        raise ExplainError("Epsilon must be from 0 to 1. Received: {epsilon}", epsilon=epsilon)


def _unit_range(batch: Images) -> Images:
    if batch.min() < 0.0 or batch.max() > 1.0:
        raise ExplainError("Images to be attacked must have values from 0 to 1.")
    return batch
