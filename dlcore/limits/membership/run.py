"""The experiment as a whole: a network without a cure, one with each, and an attack on all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore import metrics, registry
from dlcore.data import DataSet
from dlcore.limits.experiment import Curves, Experiment
from dlcore.limits.membership.attack import losses_of
from dlcore.limits.membership.config import (
    PLAIN,
    MembershipCards,
    MembershipConfig,
    MembershipNetwork,
    MembershipResult,
)
from dlcore.limits.membership.cures import WAYS, plain_training
from dlcore.limits.membership.images import Sides, sides
from dlcore.limits.membership.private_training import train_privately
from dlcore.limits.scaled import scaled
from dlcore.training import TrainingDiverged
from dlcore.training.architectures import build_network
from dlcore.training.chance import seeded

if TYPE_CHECKING:
    import keras

CARDS = 60  # of each side
_AT_ONCE = 500  # images

Follow = Callable[[Curves], None]


@dataclass(frozen=True)
class _Left:
    """A training that is over; see `MembershipNetwork`."""

    model: keras.Model
    curves: Curves
    epochs: float
    seconds: float
    epsilon: float = float("nan")


def run(config: MembershipConfig, data: DataSet, experiment: Experiment) -> MembershipResult:
    """Does it. With 0 epochs there is only the plain network, as it begins.

    Raises:
        ConfigError: too few images to draw from.
    """
    found = _Found(config, sides(config, data), experiment)
    names = (PLAIN, *config.cures) if config.epochs else (PLAIN,)
    experiment.begin(len(names))
    for name in names:
        if experiment.stopped:
            break
        experiment.next_part()
        found.add(name)
    return found.result


def headline(result: MembershipResult) -> dict[str, float]:
    """How well the attack does without a cure, and with the one under which it does worst."""
    plain = result.network(PLAIN)
    return {
        "auc": plain.attack.auc if plain else float("nan"),
        "auc_cured": min((one.attack.auc for one in result.cured), default=float("nan")),
    }


@dataclass
class _Found:
    """What is known so far, and where more of it comes from."""

    config: MembershipConfig
    sides: Sides
    experiment: Experiment
    networks: list[MembershipNetwork] = field(default_factory=list)
    cards: MembershipCards | None = None
    trouble: TrainingDiverged | None = None

    @property
    def result(self) -> MembershipResult:
        return self._with(())

    def _with(self, going: tuple[MembershipNetwork, ...]) -> MembershipResult:
        return MembershipResult(
            config=self.config,
            source=self.sides.source,
            classes=self.sides.classes,
            name=self.sides.name,
            seconds=self.experiment.seconds,
            stopped=self.experiment.stopped,
            trouble=self.trouble,
            networks=(*self.networks, *going),
            cards=self.cards,
        )

    def add(self, name: str) -> None:
        """Trains the network with one of `WAYS` and attacks it; nothing where it diverges."""

        def follow(curves: Curves) -> None:
            self.experiment.show(self._with((_going(name, curves),)))

        try:
            left = self._train(name, follow)
        except TrainingDiverged as trouble:
            self.trouble = trouble
            return
        if left:
            self._measure(name, left)
            self.experiment.show(self.result)

    def _train(self, name: str, follow: Follow) -> _Left | None:
        training = WAYS[name].training
        if not self.config.epochs:
            fresh = seeded(self.config.seed, lambda: build_network(self.config.network))
            return _Left(fresh, {}, 0.0, 0.0)
        if training is None:
            return self._train_privately(follow)
        plain = plain_training(self.config, self.sides.validation_share)
        trained = self.experiment.train(training(self.config, plain), self.sides.learnt, follow)
        if trained is None:
            return None
        result = trained.result
        return _Left(
            registry.load_bytes(result.model),
            trained.curves,
            result.best_epoch or result.epochs_done,
            result.seconds,
        )

    def _train_privately(self, follow: Follow) -> _Left | None:
        left = train_privately(self.config, self.sides, self.experiment, follow)
        if left is None:
            return None
        model = seeded(self.config.seed, lambda: build_network(self.config.network))
        model.set_weights(left.weights)
        return _Left(model, left.curves, left.epochs, left.seconds, left.epsilon)

    def _measure(self, name: str, left: _Left) -> None:
        own = self.sides
        inside, outside, test = (
            _probabilities(left.model, images) for images in (own.x_in, own.x_out, own.x_test)
        )
        self.networks.append(
            MembershipNetwork(
                name=name,
                training=_trained(left.curves),
                validation=_validated(left.curves),
                inside=losses_of(own.y_in, inside),
                outside=losses_of(own.y_out, outside),
                right_inside=metrics.accuracy(own.y_in, inside),
                right_outside=metrics.accuracy(own.y_out, outside),
                accuracy=metrics.accuracy(own.y_test, test),
                epochs=left.epochs,
                seconds=left.seconds,
                epsilon=left.epsilon,
            )
        )
        if name == PLAIN:
            self.cards = _cards(own, inside, outside)


def _probabilities(model: keras.Model, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(n, classes); called and not compiled, which would leak with each network."""
    return np.concatenate(
        [
            np.asarray(model(scaled(images[at : at + _AT_ONCE])))
            for at in range(0, len(images), _AT_ONCE)
        ]
    )


def _cards(
    own: Sides, inside: NDArray[np.float32], outside: NDArray[np.float32]
) -> MembershipCards:
    """The first of either side: they are in no order."""
    labels = np.concatenate([own.y_in[:CARDS], own.y_out[:CARDS]])
    probabilities = np.concatenate([inside[:CARDS], outside[:CARDS]])
    return MembershipCards(
        images=np.concatenate([own.x_in[:CARDS], own.x_out[:CARDS]]),
        labels=labels,
        probabilities=probabilities,
        losses=losses_of(labels, probabilities),
        inside=np.arange(len(labels)) < len(own.x_in[:CARDS]),
    )


def _going(name: str, curves: Curves) -> MembershipNetwork:
    return MembershipNetwork(name=name, training=_trained(curves), validation=_validated(curves))


def _trained(curves: Curves) -> NDArray[np.float32]:
    """(k, 2): the loss of training as a mean over each epoch, at its end."""
    points = _in_epochs(curves, "loss")
    ends = np.ceil(points[:, 0] - 1e-6)
    means = [(end, points[ends == end, 1].mean()) for end in np.unique(ends)]
    return np.array(means, np.float32).reshape(-1, 2)


def _validated(curves: Curves) -> NDArray[np.float32]:
    """(k, 2): the loss of validation after each epoch."""
    return _in_epochs(curves, "val_loss").astype(np.float32)


def _in_epochs(curves: Curves, name: str) -> NDArray[np.float64]:
    """A series over epochs done; those of `dlcore.training.train` come over steps."""
    points = curves.get(name, np.zeros((0, 2)))
    if "epoch" not in curves:
        return points
    known = np.concatenate([np.zeros((1, 2)), curves["epoch"]])
    return np.column_stack([np.interp(points[:, 0], *known.T), points[:, 1]])
