"""The latest drawings of a gathering, to be taken away: one's own, or for its maker any."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from dlcore.figures import heat
from dlcore.figures.classes import categories
from dlcore.runs.gatherings import Gathered, GatheringRecord
from ui.data.gathering import hand
from ui.data.gathering.counts import EVERY
from ui.frame import visitor
from ui.frame.i18n import gettext as _
from ui.frame.i18n import plain
from ui.frame.keeping import tended
from ui.shared import pictures

_SHOWN = "data_gathering_wall"
_CHOSEN = "data_gathering_chosen"  # id of the drawing that was clicked on
_LATEST = 48
_COLUMNS = 6
_TILE = 62  # px


def show(found: GatheringRecord, *, of_all: bool) -> None:
    """The drawings, once somebody wants to see them.

    Args:
        of_all: for the maker, who may throw out whatever is there.
    """
    label = _("Show the latest drawings") if of_all else _("Show my drawings")
    said = (
        _("Strangers draw what they like: click on a drawing to throw it out.")
        if of_all
        else _("Click on one to delete it. Only your own are here.")
    )
    if not st.toggle(label, key=_SHOWN, value=of_all, help=said):
        return

    def panel() -> None:
        _panel(found, of_all=of_all)

    with st.container(key="data_gathering_drawings"):
        st.fragment(panel, run_every=EVERY)()


def _panel(found: GatheringRecord, *, of_all: bool) -> None:
    owner = None if of_all else visitor.name()
    latest = tended().gatherings.latest(found.id, _LATEST, owner)
    if not latest:
        st.caption(_("There is no drawing yet."))
        return
    ids = [one.id for one in latest]
    chosen = st.session_state.get(_CHOSEN)
    where = ids.index(chosen) if chosen in ids else None
    pictures.tiles(
        heat.grey(np.array([one.image for one in latest]), 255),
        key="data_gathering_tiles",
        columns=_COLUMNS,
        chosen=where,
        hover=categories([found.classes[one.label] for one in latest]),
        alt=_alt(found, latest),
        on_choice=lambda tile: _choose(ids[tile]),
        height=_TILE * -(-len(latest) // _COLUMNS),
    )
    if where is None:
        st.caption(_("Click on a drawing to take it away."))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(plain(found.classes[latest[where].label]), width="content")
        _buttons(found, ids[where], of_all=of_all)


def _alt(found: GatheringRecord, latest: Sequence[Gathered]) -> str:
    names = ", ".join(found.classes[one.label] for one in latest[:_COLUMNS])
    return _("The latest {count} drawings, the newest first: {names} …").format(
        count=len(latest), names=names
    )


def _buttons(found: GatheringRecord, drawing: int, *, of_all: bool) -> None:
    st.button(
        _("Throw it out") if of_all else _("Delete it"),
        key="data_gathering_throw",
        icon=":material/delete:",
        on_click=_throw if of_all else hand.take_back,
        args=(found.id, drawing),
        help=_("It is gone for good."),
    )
    if of_all:
        st.button(
            _("Throw out all of this hand"),
            key="data_gathering_throw_hand",
            icon=":material/person_off:",
            on_click=_throw,
            args=(found.id, drawing, True),
            help=_("This drawing and all others of the same visitor."),
        )


def _choose(drawing: int) -> None:
    st.session_state[_CHOSEN] = drawing


def _throw(gathering_id: str, drawing: int, whole_hand: bool = False) -> None:
    tended().gatherings.throw_out(gathering_id, visitor.name(), drawing, whole_hand=whole_hand)
