"""Adversarial examples of one image, and accuracy under attack on the test images."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dlcore.data.held_out import Digit, TestSet, first_images
from dlcore.explain import attack
from dlcore.explain.network import Network
from dlcore.registry.at_hand import MODELS_KEPT, find_network

CURVE_IMAGES = 500
EPSILONS = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3)
STEPS = 20  # of a targeted attack


@dataclass(frozen=True)
class AdversarialExample:
    """An image changed against a network, and how it is classified then.

    Attributes:
        image: (28, 28) float32 in [0, 1].
        probabilities: (k,) float32, of its classes.
        largest: the maximum norm of the change, in [0, 1].
        length: the Euclidean norm of the change.
    """

    image: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    largest: float
    length: float


@dataclass(frozen=True)
class AttackCurve:
    """Accuracy on test images over the size of the change.

    Attributes:
        epsilons: bounds of the maximum norm.
        attacked: accuracy after `explain.attack.fgsm`, for each epsilon, in [0, 1].
        random: accuracy after adding epsilon times a random sign to each pixel.
        images: how many images the accuracy rests on.
    """

    epsilons: tuple[float, ...]
    attacked: tuple[float, ...]
    random: tuple[float, ...]
    images: int


def adversarial_example(
    image: Digit,
    truth: int,
    target: int | None,
    epsilon: float,
    model: str,
    data: bytes | None = None,
) -> AdversarialExample:
    """The fast gradient sign method away from the truth, or its iteration towards a target.

    Args:
        truth: the class it is of.
        target: the class it is to be given; None for any other than the truth.
        epsilon: bound of the maximum norm of the change, in [0, 1].

    Raises:
        ExplainError: no such class or epsilon.
    """
    network = find_network(model, data)
    batch = image[None, ..., None]
    if target is None:
        moved = attack.fgsm(network, batch, truth, epsilon)
    else:
        moved = attack.targeted(network, batch, target, epsilon, STEPS)
    change = moved - batch
    return AdversarialExample(
        moved[0, ..., 0],
        network.predict(moved)[0],
        float(np.abs(change).max()),
        float(np.sqrt((change**2).sum())),
    )


def curve(tests: TestSet | None, model: str, data: bytes | None = None) -> AttackCurve:
    """Accuracy over epsilon, on test images; computed once for each network.

    Args:
        tests: of the set that the network was trained on; None for MNIST's.
    """
    return _curve(find_network(model, data), tests)


@lru_cache(maxsize=MODELS_KEPT)
def _curve(network: Network, tests: TestSet | None) -> AttackCurve:
    images, truth = (part[:CURVE_IMAGES] for part in first_images(tests))
    signs = np.random.default_rng(0).choice(np.array([-1, 1], np.float32), images.shape)
    moved = (np.clip(images + np.float32(e) * signs, 0, 1) for e in EPSILONS)
    random = [float(np.mean(network.predict(m).argmax(axis=1) == truth)) for m in moved]
    found = attack.accuracy_under_attack(network, images, truth, EPSILONS)
    return AttackCurve(EPSILONS, tuple(map(float, found)), tuple(random), len(images))
