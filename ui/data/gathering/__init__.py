"""A gathering: several visitors draw into one set, each with the link that its maker gave them.

`offer` is where one is made, `show` what whoever has opened its link sees. Not to be taken for a
room, in which a teacher sees the runs of a class.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dlcore.runs.gatherings import GatheringRecord, gone
from ui.data.gathering import counts, hand, maker, sheet, wall
from ui.data.gathering.hand import GATHERING
from ui.data.gathering.maker import offer
from ui.frame import visitor
from ui.frame.i18n import explain
from ui.frame.i18n import gettext as _
from ui.frame.keeping import tended
from ui.frame.setting import Switch

__all__ = ["SETTINGS", "is_open", "offer", "show"]

SETTINGS = (GATHERING,)


def is_open() -> bool:
    """Whether the address names a gathering."""
    return bool(GATHERING.value)


def show(finish: Callable[[str], None], by_itself: Switch) -> None:
    """The sheet to draw on, how many drawings there are, and for its maker all that they may do.

    Args:
        finish: called before the widgets with the id of a set that was made of it.
        by_itself: whether a drawing is done after a pause.
    """
    found = hand.found()
    if found is None:
        _say_none()
        return
    is_maker = found.owner == visitor.name()
    if is_maker:
        maker.say_link(found)
    left, right = st.columns([1, 1.5], gap="large")
    with left:
        if found.closed is not None:
            _say_closed(found)
        elif not is_maker or maker.draws_along():
            sheet.show(found, by_itself)
        if is_maker:
            wall.show(found, of_all=True)
    with right:
        counts.show(found, hands=is_maker)
        if not is_maker:
            wall.show(found, of_all=False)
    if is_maker:
        maker.show(found, finish)
    else:
        _leave(_("Leave"))


def _say_closed(found: GatheringRecord) -> None:
    mine = hand.of(found)
    count = sum(mine.own)
    if mine.ended:
        said = _(
            "The gathering was closed before your last drawing came: that one is not in it. "
            "Of yours it has {count}."
        )
    else:
        said = _("This gathering is closed: it takes no more drawings. Of yours it has {count}.")
    st.info(said.format(count=count), icon=":material/lock:")


def _say_none() -> None:
    store = tended()
    if not store.has_database:
        maker.say_no_database()
    elif store.trouble:
        maker.say_no_answer()
    else:
        st.warning(explain(gone()), icon=":material/link_off:")
    _leave(_("Draw a set of your own"))


def _leave(label: str) -> None:
    st.button(
        label,
        key="data_gathering_leave",
        icon=":material/logout:",
        on_click=hand.leave,
        help=_("What you have drawn stays. With the link you come back."),
    )
