"""The sheet on which a visitor draws for a gathering: a part of the page of its own.

A class draws forty times a second: with each drawing no more is drawn again than has to be.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from dlcore.runs.gatherings import GatheringRecord
from ui.data import asked, pad
from ui.data.gathering import hand
from ui.data.gathering.hand import OwnHand
from ui.frame import later
from ui.frame.i18n import explain
from ui.frame.i18n import gettext as _
from ui.frame.setting import Switch

_PAD = "data_gathering_pad"


def show(found: GatheringRecord, by_itself: Switch) -> None:
    """What is to be drawn, the sheet, and the way to other classes and back."""
    hand.of(found)
    with st.container(key="data_gathering_sheet"):
        st.fragment(_sheet)(found, by_itself=by_itself.value)
    by_itself.toggle()


def _sheet(found: GatheringRecord, *, by_itself: bool) -> None:
    later.do()
    here = hand.now(found)
    if here.ended or hand.GATHERING.value != found.id:
        st.rerun()
    with st.container(key="data_gathering_asked"):
        _say(here)
        asked.show(found.classes[here.label], here.own[here.label], found.each)
    pad.show(
        found.classes[here.label],
        here.label,
        here.taken,
        partial(later.ask, hand.take, found.id),
        by_itself=by_itself,
        key=_PAD,
    )
    with st.container(horizontal=True):
        _step(_("Previous class"), "back", ":material/arrow_back:", here.label - 1, found)
        _step(_("Next class"), "skip", ":material/arrow_forward:", here.label + 1, found)
        st.button(
            _("Take the last one back"),
            key="data_gathering_undo",
            icon=":material/undo:",
            disabled=not sum(here.own),
            on_click=hand.take_back,
            args=(found.id,),
            help=_("The last of your drawings; those of others stay."),
        )


def _say(here: OwnHand) -> None:
    if here.waits:
        st.warning(
            _(
                "The database does not answer at the moment: what you have drawn waits in this "
                "window and is sent again by itself. Leave it open."
            ),
            icon=":material/cloud_off:",
        )
    elif here.refused:
        st.warning(explain(here.refused), icon=":material/block:")


def _step(label: str, name: str, icon: str, to: int, found: GatheringRecord) -> None:
    st.button(
        label,
        key=f"data_gathering_{name}",
        icon=icon,
        on_click=hand.ask_for,
        args=(found.id, to),
        help=_("Draw another class now."),
    )
