"""Which data set the experiments are about: MNIST, or another that the visitor has chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dlcore.data import DataSet
from dlcore.data.dataset import DIGITS
from ui.frame.i18n import gettext as _
from ui.frame.setting import Whole
from ui.frame.settings import Settings, say_refused, take
from ui.shared.sets import chosen
from ui.shared.sets.chosen import SetChoice

DATA_SET = SetChoice("limits_data_set", chosen.DIGITS)
_LAST = "limits_last_set"  # the one that the settings were made for


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


def is_mnist() -> bool:
    """Whether it is the set that everybody begins with."""
    return DATA_SET.setting.value == chosen.DIGITS


def settle(settings: Settings, own: Mapping[str, Any]) -> None:
    """Once another set is chosen, makes the settings that depend on it what is usual for that one.

    Args:
        settings: of the page.
        own: usual values for a set that is not MNIST, by key.
    """
    now = DATA_SET.setting.value
    if st.session_state.get(_LAST, now) != now:
        usual = settings.usual(st.session_state)
        take({key: usual[key] for key in own})
    st.session_state[_LAST] = now


def choose() -> ExperimentSet | None:
    """The choice; what is chosen, or None after a word where it cannot be had."""
    picked = DATA_SET.pick()
    if picked == chosen.DIGITS:
        return MNIST
    found = chosen.load(picked)
    return ExperimentSet(found.data, found.npz) if found else None


def say_mnist(reason: str) -> None:
    """Where another set is chosen, one sentence on why an experiment is about MNIST all the same.

    Args:
        reason: the sentence, in English; shown through gettext.
    """
    if not is_mnist():
        st.caption(_(reason))


def hold_within(setting: Whole, most: int, instead: int) -> None:
    """Before its widget is made: a value that this set does not allow is refused in a sentence."""
    if setting.value > most:
        say_refused(setting.key, str(setting.value), f"{setting.low} – {most}")
        setting.set(instead)
