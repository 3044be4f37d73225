"""The data set that a training learns from: MNIST, or another one that a visitor has chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from dlcore.data.dataset import DIGITS
from dlcore.data.known import KNOWN
from dlcore.training import TrainConfig
from dlcore.training.plan import count_trained
from ui.frame import shell
from ui.frame.catalogue import DATA
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.shared.pixels import tiny
from ui.shared.sets import chosen, kept
from ui.shared.sets.chosen import ChosenSet, SetChoice
from ui.train.inputs import recipe

DATA_SET = SetChoice(
    "train_data_set",
    chosen.DIGITS,
    N_("Learn from"),
    N_(
        "MNIST's digits, another set that is there for everybody, or one of your own: those you "
        "have drawn or uploaded."
    ),
)
_NAMED = 12  # classes, in a sentence
_FEW_STEPS = 300  # in all: with so few, how they are cut decides
_FEW_IMAGES = 50  # of each class


@dataclass(frozen=True)
class LearntFrom:
    """What a training learns from.

    Attributes:
        chosen: another set than MNIST; None for that.
    """

    chosen: ChosenSet | None = None

    @property
    def classes(self) -> tuple[str, ...]:
        """What they are called."""
        return self.chosen.data.classes if self.chosen else DIGITS

    def applied(self, config: TrainConfig) -> TrainConfig:
        """The same training on these images, of a network with as many classes."""
        learnt = self.chosen.data.fingerprint if self.chosen else ""
        return replace(
            config,
            network=replace(config.network, classes=len(self.classes)),
            data=replace(config.data, set=learnt),
        )

    def npz(self) -> bytes:
        """The file that goes along with a training; empty for MNIST."""
        if self.chosen is None:
            return b""
        with st.spinner(_("The images are being packed …"), show_time=True):
            return self.chosen.npz()


def pick(choice: SetChoice, on_change: Callable[[], None] | None = None) -> LearntFrom | None:
    """The choice, and what is chosen; None after a sentence where it cannot be had.

    Args:
        choice: of a page.
        on_change: called when another one is chosen.
    """
    learnt = of(choice.pick(on_change=on_change))
    if learnt and learnt.chosen:
        _say(learnt.chosen)
    return learnt


def of(set_id: str) -> LearntFrom | None:
    """What to learn from by the id of a set; None where it is gone, and after a sentence where it
    cannot be had."""
    if set_id == chosen.DIGITS:
        return LearntFrom()
    if set_id not in {*chosen.SHIPPED, *KNOWN, *(record.id for record in kept.own())}:
        return None  # another tab has deleted it; the choice says so
    found = chosen.load(set_id)
    return LearntFrom(found) if found else None


def widgets() -> LearntFrom | None:
    """The same for one training."""
    found = pick(DATA_SET, on_change=recipe.forget_rare)
    if found:
        recipe.settle(len(found.classes))
    return found


def _say(found: ChosenSet) -> None:
    """What there is to learn from and to test with."""
    data = found.data
    names = ", ".join(map(tiny, data.classes[:_NAMED]))
    st.caption(
        _(
            "{train:,} images of {classes} classes to learn from, {test:,} to test with: {names}"
        ).format(
            train=len(data.x_train),
            test=len(data.x_test),
            classes=len(data.classes),
            names=names + (" …" if len(data.classes) > _NAMED else ""),
        )
    )


def is_enough(config: TrainConfig, learnt: LearntFrom) -> bool:
    """Whether there are images to train on; says what becomes of few.

    Args:
        config: with this set.
    """
    if learnt.chosen is None:
        return True
    data = learnt.chosen.data
    count = count_trained(config, data)
    if not count:
        st.error(
            _("These settings leave no image to train on. Take a larger share of the data."),
            icon=":material/error:",
        )
        return False
    _say_steps(config, count)
    if count < _FEW_IMAGES * len(data.classes):
        st.caption(
            _(
                "These are {each} images of each class to train on, on average. With so few, let a "
                "network learn them that has learnt digits before:"
            ).format(each=f"{count / len(data.classes):.3g}")
        )
        few = {"data_set": learnt.chosen.id, "data_view": "few"}
        shell.link(DATA, _("Learn it from few"), few)
    return True


def _say_steps(config: TrainConfig, count: int) -> None:
    """That there are few, and why."""
    per_epoch = -(-count // config.batch_size)
    steps = per_epoch * config.epochs
    if config.batch_size >= count:
        st.caption(
            _(
                "A batch of {batch} takes all {count} images to train on at once, so each epoch is "
                "a single step. Smaller batches make more of them."
            ).format(batch=config.batch_size, count=count)
        )
    elif steps < _FEW_STEPS:
        st.caption(
            _(
                "That makes {steps} steps in all, which is few. Smaller batches or more epochs "
                "make more of them."
            ).format(steps=steps)
        )
