"""What the experiment is set to, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dlcore import cnn
from dlcore.cnn import CnnConfig
from dlcore.data.dataset import DIGITS
from dlcore.limits.membership.attack import LossAttack
from dlcore.training import DataRecipe
from dlcore.training.result import TaskResult
from dlcore.validation import ConfigError, check_choice, check_fields, check_kind, real, whole

PLAIN = "plain"
"""The network that nothing keeps from learning by heart."""
CURES = ("dropout", "l2", "early", "private")
"""What may keep one from it, see `cures`; each has a network of its own."""


@dataclass(frozen=True)
class MembershipConfig:
    """What the experiment is set to.

    Attributes:
        images: that each network learns, 1-5000; as many others, which none of them ever sees, are
            what the attack has to tell them from.
        epochs: passes over them, 0-200; 0 leaves the first weights.
        label_noise: share of the labels, of both kinds of images, that is replaced by a random
            one, 0-1, as `DataRecipe.label_noise`.
        cures: names in `CURES`, none of them twice; perhaps none.
        dropout: share of the inputs of the last layer that is switched off, 0-0.9.
        l2: weight of the penalty, see `Regularisation`, 0-1.
        patience: epochs without a better validation loss, after which training ends, 1-50.
        clip_norm: longest gradient that one image can have, 0.01-100 (Abadi et al. 2016, C).
        noise: standard deviation of what is added to the sum of gradients, by `clip_norm`, 0-10
            (ibid., sigma).
        seed: of which images are taken, and of all chance in training.
        network: of all; without batch norm, which knows no gradient of a single image, and without
            dropout, which is a cure. It tells as many classes apart as the set has.
        set: which data set it is, by its fingerprint, see `DataSet.fingerprint`; "" for MNIST.

    Raises:
        ConfigError: a value outside its range.
    """

    images: int = whole(600, 1, 5000)
    epochs: int = whole(40, 0, 200)
    label_noise: float = real(0.2, 0.0, 1.0)
    cures: tuple[str, ...] = CURES
    dropout: float = real(0.5, 0.0, 0.9)
    l2: float = real(0.03, 0.0, 1.0)
    patience: int = whole(3, 1, 50)
    clip_norm: float = real(1.0, 0.01, 100.0)
    noise: float = real(1.0, 0.0, 10.0)
    seed: int = whole(0, 0, 2**31 - 1)
    network: CnnConfig = field(default=cnn.PRESETS["tutorial"])
    set: str = ""

    def __post_init__(self) -> None:
        check_fields(self)
        DataRecipe(set=self.set)  # which knows what a fingerprint is
        for name in self.cures:
            check_choice("cures", name, CURES)
        if len(set(self.cures)) < len(self.cures):
            raise ConfigError("cures must not have the same name twice.")
        check_kind("network", self.network, CnnConfig)
        if self.network.batch_norm or self.network.dropout:
            raise ConfigError("network must have neither batch norm nor dropout.")


@dataclass(frozen=True, kw_only=True)
class MembershipNetwork:
    """One network, and what it makes of the images that it has learnt and of others.

    Attributes:
        name: `PLAIN`, or one of `CURES`.
        training: (k, 2) float32, epochs done and mean loss of the epoch's images, in nats; what
            penalty there is counted in.
        validation: the same of images that it does not learn, with true labels, without penalty.
        inside: (n,) float32, the loss of each image that it has learnt; none while it is trained.
        outside: the same of images that it has never seen.
        right_inside, right_outside: share of them whose label it says, in [0, 1]; NaN while it is
            trained.
        accuracy: share of test images that it reads right.
        epochs: done; those of the weights that are left, after early stopping.
        seconds: of training.
        epsilon: what it promises, see `accountant`; NaN where it promises nothing.
    """

    name: str
    training: NDArray[np.float32]
    validation: NDArray[np.float32]
    inside: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    outside: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    right_inside: float = float("nan")
    right_outside: float = float("nan")
    accuracy: float = float("nan")
    epochs: float = 0.0
    seconds: float = 0.0
    epsilon: float = float("nan")

    @property
    def measured(self) -> bool:
        """Whether it is trained, so that there is something to attack."""
        return len(self.inside) > 0

    @property
    def attack(self) -> LossAttack:
        """On a network that is measured."""
        return LossAttack(self.inside, self.outside)


@dataclass(frozen=True, kw_only=True)
class MembershipCards:
    """Some of the images, to guess whether they are inside: what the plain network says of them.

    Attributes:
        images: (k, 28, 28) uint8.
        labels: (k,) uint8, as they were learnt or would have been.
        probabilities: (k, classes) float32.
        losses: (k,) float32.
        inside: (k,) bool.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    probabilities: NDArray[np.float32]
    losses: NDArray[np.float32]
    inside: NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class MembershipResult(TaskResult):
    """What it has found; in part where it was stopped or still goes.

    Attributes, beside those of every task:
        config: with which.
        source: of the images, see `Mnist.source`.
        networks: the plain one first; the last one perhaps not measured.
        cards: None before there is a plain network.
        classes: what the classes are called.
        name: of the data set.
    """

    config: MembershipConfig
    source: str
    networks: tuple[MembershipNetwork, ...] = ()
    cards: MembershipCards | None = None
    classes: tuple[str, ...] = DIGITS
    name: str = "MNIST"

    def network(self, name: str) -> MembershipNetwork | None:
        """One of them that is measured; None where it is not."""
        return next((one for one in self.networks if one.name == name and one.measured), None)

    @property
    def cured(self) -> tuple[MembershipNetwork, ...]:
        """Those with a cure that are measured."""
        return tuple(one for one in self.networks if one.name != PLAIN and one.measured)
