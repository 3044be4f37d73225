"""What keeps a network from learning by heart: a record each, and how each network is trained."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from dlcore.limits.membership.config import PLAIN, MembershipConfig
from dlcore.messages import N_
from dlcore.training import DataRecipe, Regularisation, TrainConfig


@dataclass(frozen=True)
class Cure:
    """One way to train.

    Attributes:
        title: an English msgid.
        how: what it does; an English msgid.
        reference: where it comes from.
        training: from an untreated training to the one with it; None where training is another,
            see `private`.
    """

    title: str
    how: str
    reference: str
    training: Callable[[MembershipConfig, TrainConfig], TrainConfig] | None


def _dropout(config: MembershipConfig, plain: TrainConfig) -> TrainConfig:
    return replace(plain, network=replace(config.network, dropout=config.dropout))


def _l2(config: MembershipConfig, plain: TrainConfig) -> TrainConfig:
    return replace(plain, regularisation=Regularisation(l2=config.l2))


def _early(config: MembershipConfig, plain: TrainConfig) -> TrainConfig:
    return replace(plain, patience=config.patience)


WAYS: Mapping[str, Cure] = {
    PLAIN: Cure(
        N_("no cure"),
        N_("Trained to the end, with nothing against learning by heart."),
        "",
        lambda config, plain: plain,
    ),
    "dropout": Cure(
        N_("dropout"),
        N_("Units are switched off at random, so that none can hold one image alone."),
        "Srivastava et al.: Dropout, a simple way to prevent neural networks from overfitting "
        "(2014)",
        _dropout,
    ),
    "l2": Cure(
        N_("L2 penalty"),
        N_("Large weights cost, and to learn single images takes large weights."),
        "Krogh, Hertz: A simple weight decay can improve generalization (1992)",
        _l2,
    ),
    "early": Cure(
        N_("early stopping"),
        N_("Training ends once the loss on other images no longer falls."),
        "Prechelt: Early stopping, but when? (1998)",
        _early,
    ),
    "private": Cure(
        N_("clipping and noise"),
        N_("No image can pull far, and noise hides how far it has pulled."),
        "Abadi et al.: Deep learning with differential privacy (2016)",
        None,
    ),
}
"""By name in `PLAIN` and `CURES`."""


def plain_training(config: MembershipConfig, validation_share: float) -> TrainConfig:
    """The training without a cure; of at least one epoch."""
    return TrainConfig(
        config.network,
        epochs=max(1, config.epochs),
        seed=config.seed,
        data=DataRecipe(validation_share=validation_share),
    )
