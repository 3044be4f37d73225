"""The drawings that a way goes from and to: their classes, and the seed of their noise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from ui.frame.i18n import N_
from ui.frame.setting import Name
from ui.frame.settings import say_refused
from ui.gan import seed
from ui.shared.verdicts import some_of

_WIDTH = 150  # px


def digit(key: str, usual: int, label: str) -> Name:
    """The setting that says which class is drawn at one of them; usually a digit."""
    return Name(key, str(usual), label, N_("Which digit or class is drawn there."))


def choose(ends: Iterable[Name], classes: Sequence[str]) -> tuple[tuple[int, ...], int]:
    """The classes in a row, by their index, and the seed.

    Args:
        ends: the settings.
        classes: that the generator can draw.
    """
    for end in ends:
        settle(end, classes, classes[int(end.usual) % len(classes)])
    with st.container(horizontal=True, gap="small"):
        chosen = tuple(one.selectbox(classes, width=_WIDTH) for one in ends)
    return tuple(map(list(classes).index, chosen)), seed.show()


def settle(setting: Name, options: Sequence[str], otherwise: str) -> None:
    """Takes another class where the one that is set is none of this generator's.

    What an address asks for in vain is said; what was usual for another generator is not.
    """
    if setting.value in options:
        return
    if setting.value != setting.usual:
        say_refused(setting.key, setting.value, some_of(options))
    setting.set(otherwise)
