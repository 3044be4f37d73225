"""The view *Learnt by heart*: what a network gives away of the images that it has learnt."""

from __future__ import annotations

import streamlit as st

from dlcore.limits.membership import MembershipResult
from dlcore.limits.membership.script import script
from ui.frame import explore
from ui.frame.i18n import gettext as _
from ui.frame.jobs import MEMBERSHIP
from ui.frame.setting import Setting
from ui.limits import experiment
from ui.limits.membership import attack, cures, game, inputs, said

SETTINGS: tuple[Setting, ...] = (*inputs.EXPERIMENT, *attack.SETTINGS)


def show() -> None:
    """What to set, what is found, the code."""
    run = experiment.current(MEMBERSHIP)
    controls, found = st.columns([3, 8], gap="large")
    with controls:
        inputs.show()
        config = inputs.config()
        experiment.buttons(MEMBERSHIP, run, config)
    with found:
        experiment.show(MEMBERSHIP, run, _draw)
    if config:
        explore.code(script(config))


def _draw(found: MembershipResult) -> None:
    attack.show(found)
    st.subheader(_("What helps, and what it costs"), anchor=False)
    with st.container(key="membership_cures_place"):
        cures.show(found)
    st.subheader(_("Was this image in it?"), anchor=False)
    with st.container(key="membership_game_place"):
        game.show(found)
    with st.container(key="membership_said"):
        st.markdown(f"**{said.sentence(found)}**")
