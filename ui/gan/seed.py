"""The seed of all noise, and the button for another one."""

from __future__ import annotations

import random

import streamlit as st

from ui.frame import settings as url
from ui.frame.i18n import gettext as _

KEY = "gan_seed"
_MOST = 2**31 - 1
PARAMETERS = {KEY: url.number(0, _MOST)}
DEFAULTS = {KEY: 1}


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
        st.number_input(
            _("Seed"),
            0,
            _MOST,
            key=KEY,
            width=160,
            help=_("The same seed gives the same drawings; “New ones” takes another."),
        )
    return st.session_state[KEY]


def _roll() -> None:
    st.session_state[KEY] = random.randrange(1_000_000)  # few enough figures to be read out
