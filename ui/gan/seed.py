"""The seed of all noise, and the button for another one."""

from __future__ import annotations

import random

import streamlit as st

from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Whole

SEED = Whole(
    "gan_seed",
    1,
    N_("Seed"),
    N_("The same seed gives the same drawings; “New ones” takes another."),
    0,
    2**31 - 1,
)


def show() -> int:
    """The button and the number."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.button(
            _("New ones"),
            key="gan_generate",
            type="primary",
            icon=":material/casino:",
            on_click=_roll,
        )
        return SEED.number_input(width=160)


def _roll() -> None:
    SEED.set(random.randrange(1_000_000))  # few enough figures to be read out
