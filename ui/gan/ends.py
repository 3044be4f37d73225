"""The drawings that a way goes from and to: their digits, and the seed of their noise."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from ui.frame.i18n import N_
from ui.frame.setting import Whole
from ui.gan import seed


def digit(key: str, usual: int, label: str) -> Whole:
    """The setting that says which digit is drawn at one of them."""
    return Whole(key, usual, label, N_("Which digit is drawn there."), 0, 9)


def choose(digits: Iterable[Whole]) -> tuple[tuple[int, ...], int]:
    """The digits in a row, and the seed."""
    with st.container(horizontal=True, gap="small"):
        chosen = tuple(one.number_input(width=130) for one in digits)
    return chosen, seed.show()
