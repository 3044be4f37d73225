"""A teacher's room: a class lays its runs side by side, under names of its own choice.

Whoever starts the server sets one secret (`DLCORE_ROOM_SECRET`) and gives it to the teachers.
Students need only the room's name, which an address carries: /runs?room=NAME.
"""

from __future__ import annotations

import hmac
import os
import threading
import time

import streamlit as st

from dlcore.runs.record import MOST_ALIAS, plain_text
from ui.frame import visitor
from ui.frame.i18n import N_, plain
from ui.frame.i18n import gettext as _
from ui.frame.keeping import store
from ui.frame.setting import Text
from ui.runs import kept
from ui.runs.kept import KeptRun

VARIABLE = "DLCORE_ROOM_SECRET"
ROOM = Text(
    "room",
    "",
    N_("Name of the room"),
    N_("As your teacher has told you; the same for the whole class."),
    at_most=40,
)
SETTINGS = (ROOM,)
_WAIT_SECONDS = 1.0  # after a wrong secret, for whoever tries next
_PATIENCE_SECONDS = 10.0  # so long a visitor waits for those who try before them
_TAUGHT = "runs_taught"  # the room whose secret this session has given
_ALIAS, _SECRET = "runs_alias", "runs_secret"

_one_at_a_time = threading.Lock()


def name() -> str:
    """The room that the address names, on one line; "" for none."""
    return plain_text(ROOM.value, ROOM.at_most)


def taught() -> list[KeptRun] | None:
    """The runs of the room, for the teacher who has shown the secret; None for anybody else."""
    room = name()
    return kept.of_room(room) if room and st.session_state.get(_TAUGHT) == room else None


def show() -> None:
    """The door to a room: to show one's runs to a teacher, or to see those of a class."""
    _say_who_sees()
    with st.expander(_("In a class"), icon=":material/groups:", expanded=bool(name())):
        if not os.environ.get(VARIABLE):
            st.caption(_("This site has no rooms: its owner has set no secret for them."))
            return
        ROOM.text_input()
        if name() and taught() is None:
            student, teacher = st.columns(2, gap="large")
            with student:
                _student()
            with teacher:
                _teacher()
        elif name():
            st.button(_("Leave the room"), key="runs_room_leave", on_click=_forget)


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
    alias = plain_text(st.session_state.get(_ALIAS, ""), MOST_ALIAS)
    if not any(map(str.isalnum, alias)):
        st.warning(_("A name needs at least one letter or digit."), icon=":material/edit_off:")
        return
    if not store().join_room(visitor.name(), name(), alias):
        st.warning(
            _("A room has a name of up to 40 letters, digits, “_” and “-”."),
            icon=":material/edit_off:",
        )
        return
    st.success(
        _("You are in the room {room}, as {alias}.").format(room=plain(name()), alias=plain(alias)),
        icon=":material/check_circle:",
    )


def _part() -> None:
    store().join_room(visitor.name(), "", "")
    st.success(_("Runs that you start from now on are in no room."), icon=":material/check_circle:")


def _teacher() -> None:
    st.markdown(_("**I am the teacher**"))
    st.text_input(
        _("Secret"),
        key=_SECRET,
        type="password",
        max_chars=200,
        autocomplete="off",
        help=_("Whoever runs this server has set it and can tell it to you."),
        on_change=_enter,
    )


def _enter() -> None:
    given = st.session_state.pop(_SECRET, "")
    if not given:
        return
    if not _one_at_a_time.acquire(timeout=_PATIENCE_SECONDS):
        st.warning(
            _("Too many are trying secrets at the moment. Try again in a few seconds."),
            icon=":material/hourglass_top:",
        )
        return
    try:
        if _is_secret(given):
            st.session_state[_TAUGHT] = name()
        else:
            st.error(_("That is not the secret of this site."), icon=":material/lock:")
    finally:
        _one_at_a_time.release()


def _forget() -> None:
    st.session_state.pop(_TAUGHT, None)
    ROOM.set("")


def _is_secret(given: str) -> bool:
    """Whether this is the secret; a wrong one keeps waiting whoever guesses next."""
    secret = os.environ.get(VARIABLE, "")
    right = bool(secret) and hmac.compare_digest(given.encode(), secret.encode())
    if not right:
        time.sleep(_WAIT_SECONDS)
    return right
