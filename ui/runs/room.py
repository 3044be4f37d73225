"""A teacher's room: a class lays its runs side by side, under names of its own choice.

Students need only the room's name, which an address carries: /runs?room=NAME.
"""

from __future__ import annotations

import streamlit as st

from dlcore.errors import LabError
from dlcore.runs.record import MOST_ALIAS, alias_in
from ui.frame import visitor
from ui.frame.i18n import explain, plain
from ui.frame.i18n import gettext as _
from ui.frame.keeping import store
from ui.runs import kept
from ui.runs.kept import KeptRun
from ui.shared import rooms
from ui.shared.rooms import ROOM, name

SETTINGS = (ROOM,)
_ALIAS, _SECRET = "runs_alias", "runs_secret"


def taught() -> list[KeptRun] | None:
    """The runs of the room, for the teacher who has shown the secret; None for anybody else."""
    return kept.of_room(name()) if rooms.is_taught() else None


def show() -> None:
    """The door to a room: to show one's runs to a teacher, or to see those of a class."""
    _say_who_sees()
    with st.expander(_("In a class"), icon=":material/groups:", expanded=bool(name())):
        if not rooms.are_there():
            return
        ROOM.text_input()
        if name() and taught() is None:
            student, teacher = st.columns(2, gap="large")
            with student:
                _student()
            with teacher:
                rooms.ask_secret(_SECRET)
        elif name():
            st.button(_("Leave the room"), key="runs_room_leave", on_click=rooms.leave)


def say_what_is_seen(runs: list[KeptRun]) -> None:
    """What a teacher looks at."""
    st.info(
        _("The room {room}: {count} runs, each with the name that its owner has chosen.").format(
            room=plain(name()), count=len(runs)
        ),
        icon=":material/groups:",
    )


def _student() -> None:
    st.markdown(_("**Show my runs to my teacher**"))
    st.caption(
        _(
            "Your teacher will see the settings, curves and results of the runs that you start "
            "from now on, under the name you give here. Other students see nothing."
        )
    )
    st.text_input(
        _("What you are called there"),
        key=_ALIAS,
        max_chars=MOST_ALIAS,
        help=_("It need not be your real name."),
    )
    st.button(_("Join"), key="runs_join", icon=":material/login:", on_click=_join)


def _say_who_sees() -> None:
    """That a visitor is in a room, on every visit: it lasts until they leave."""
    room, alias = store().membership(visitor.name())
    if not room:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            _(
                "The teacher of the room {room} sees the runs that you start, as those of {alias}."
            ).format(room=plain(room), alias=plain(alias)),
            width="content",
        )
        st.button(_("Leave"), key="runs_part", icon=":material/logout:", on_click=_part)


def _join() -> None:
    try:
        alias = alias_in(name(), str(st.session_state.get(_ALIAS, "")))
    except LabError as error:
        st.warning(explain(error), icon=":material/edit_off:")
        return
    store().join_room(visitor.name(), name(), alias)
    st.success(
        _("You are in the room {room}, as {alias}.").format(room=plain(name()), alias=plain(alias)),
        icon=":material/check_circle:",
    )


def _part() -> None:
    store().join_room(visitor.name(), "", "")
    st.success(_("Runs that you start from now on are in no room."), icon=":material/check_circle:")
