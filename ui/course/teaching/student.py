"""The door to a room for a student: who sees what, under which name, and out again."""

from __future__ import annotations

import streamlit as st

from dlcore.errors import LabError
from dlcore.runs.classwork import KEPT_DAYS
from dlcore.runs.record import MOST_ALIAS
from ui.course.teaching import sharing
from ui.frame import later
from ui.frame.i18n import explain, plain
from ui.frame.i18n import gettext as _
from ui.shared import rooms
from ui.shared.rooms import ROOM

_ALIAS = "course_alias"


def is_at_a_room() -> bool:
    """Whether the visitor is in a room, or the address names one."""
    return bool(rooms.name() or sharing.membership()[0])


def show() -> None:
    """That one is in a room, or an expander with the way into one."""
    room, alias = sharing.membership()
    if room:
        with st.container(horizontal=True, vertical_alignment="center", key="course_member_of"):
            st.caption(
                _(
                    "The teacher of the room {room} sees what you guess and pass here, as done by "
                    "{alias}."
                ).format(room=plain(room), alias=plain(alias)),
                width="content",
            )
            st.button(
                _("Leave"),
                key="course_part",
                icon=":material/logout:",
                help=_("All that was sent is deleted."),
                on_click=later.ask,
                args=(_part,),
            )
        return
    with st.expander(_("In a class"), icon=":material/groups:", expanded=bool(rooms.name())):
        if rooms.are_there():
            _door()


def _door() -> None:
    st.markdown(_("**Show my teacher what I have done**"))
    st.caption(
        _(
            "Your teacher will see your guesses and which exercises you have passed, from now on, "
            "under the name you give here. So will anybody else who knows the teachers' secret of "
            "this site; other students see nothing. When you leave, all of it is deleted, and at "
            "the latest {days} days after your last exercise."
        ).format(days=KEPT_DAYS)
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        ROOM.text_input(width=240)
        st.text_input(
            _("What you are called there"),
            key=_ALIAS,
            max_chars=MOST_ALIAS,
            width=240,
            help=_("It need not be your real name."),
        )
        st.button(
            _("Join"),
            key="course_join",
            icon=":material/login:",
            on_click=later.ask,
            args=(_join,),
        )


def _join() -> None:
    try:
        is_in = sharing.join(rooms.name(), str(st.session_state.get(_ALIAS, "")))
    except LabError as error:
        st.warning(explain(error), icon=":material/edit_off:")
        return
    if not is_in:
        _say_silent()


def _part() -> None:
    if sharing.leave():
        st.success(
            _("You have left the room, and what was sent is deleted."),
            icon=":material/check_circle:",
        )
    else:
        _say_silent()


def _say_silent() -> None:
    st.warning(
        _("The database of this site does not answer at the moment. Nothing was changed."),
        icon=":material/database_off:",
    )
