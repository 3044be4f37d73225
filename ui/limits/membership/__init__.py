"""A view of the page: the experiment's settings, what it finds, and what that means."""

from __future__ import annotations

import streamlit as st

from dlcore.limits.membership.config import MembershipConfig, MembershipResult
from dlcore.limits.membership.script import script
from ui.frame import explore
from ui.frame.i18n import N_
from ui.frame.jobs import MEMBERSHIP
from ui.frame.setting import Setting, Whole
from ui.frame.settings import configured
from ui.limits import experiment

_USUAL = MembershipConfig()
SEED = Whole.of(
    _USUAL,
    "seed",
    "membership_seed",
    N_("Seed"),
    N_("The same seed finds the same."),
)
SETTINGS: tuple[Setting, ...] = (SEED,)


def show() -> None:
    """What to set, what is found, the code."""
    run = experiment.current(MEMBERSHIP)
    controls, pictures = st.columns([3, 8], gap="large")
    with controls:
        SEED.number_input()
        config = configured(_USUAL, SETTINGS, st.session_state)
        experiment.buttons(MEMBERSHIP, run, config)
    with pictures:
        experiment.show(MEMBERSHIP, run, _draw)
    explore.code(script(config))


def _draw(found: MembershipResult) -> None:
    st.markdown(f"{found.seconds:.1f}")
