"""Which data set the experiments are about: MNIST, or another that the visitor has chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dlcore.data import DataSet
from dlcore.data.dataset import DIGITS
from ui.frame.i18n import gettext as _
from ui.frame.setting import Whole
from ui.frame.settings import say_refused
from ui.shared.sets import chosen
from ui.shared.sets.chosen import SetChoice

DATA_SET = SetChoice("limits_data_set", chosen.DIGITS)


@dataclass(frozen=True)
class ExperimentSet:
    """The set that an experiment asks about.

    Attributes:
        data: the set; None for MNIST, which the engine has.
        npz: makes the file of it, for the engine.
    """

    data: DataSet | None = None
    npz: Callable[[], bytes] = bytes

    @property
    def fingerprint(self) -> str:
        """As a configuration names it; "" for MNIST."""
        return self.data.fingerprint if self.data else ""

    @property
    def classes(self) -> tuple[str, ...]:
        """What they are called."""
        return self.data.classes if self.data else DIGITS


MNIST = ExperimentSet()


def choose() -> ExperimentSet | None:
    """The choice; what is chosen, or None after a word where it cannot be had."""
    picked = DATA_SET.pick()
    if DATA_SET.is_mnist:
        return MNIST
    found = chosen.load(picked)
    return ExperimentSet(found.data, found.npz) if found else None


def say_mnist(reason: str) -> None:
    """Where another set is chosen, one sentence on why an experiment is about MNIST all the same.

    Args:
        reason: the sentence, in English; shown through gettext.
    """
    if not DATA_SET.is_mnist:
        st.caption(_(reason))


def hold_within(setting: Whole, most: int, instead: int) -> None:
    """Before its widget is made: a value that this set does not allow is refused in a sentence."""
    if setting.value > most:
        say_refused(setting.key, str(setting.value), f"{setting.low} – {most}")
        setting.set(instead)
