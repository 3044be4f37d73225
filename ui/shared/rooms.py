"""Which room of a class a visitor is at, and whether they have shown that they are its teacher.

Whoever starts the server sets one secret (`DLCORE_ROOM_SECRET`) and gives it to the teachers.
"""

from __future__ import annotations

import hmac
import os
import threading
import time

import streamlit as st

from dlcore.runs.record import MOST_ROOM, plain_text
from ui.frame import later
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Text

VARIABLE = "DLCORE_ROOM_SECRET"
ROOM = Text(
    "room",
    "",
    N_("Name of the room"),
    N_("As your teacher has told you; the same for the whole class."),
    at_most=MOST_ROOM,
)
TAUGHT = "runs_taught"  # the room whose secret this session has given
_WAIT_SECONDS = 1.0  # after a wrong secret, for whoever tries next
_PATIENCE_SECONDS = 10.0  # so long a visitor waits for those who try before them

_one_at_a_time = threading.Lock()


def are_there() -> bool:
    """Whether this site has rooms; says so where it has none."""
    if os.environ.get(VARIABLE):
        return True
    st.caption(_("This site has no rooms: its owner has set no secret for them."))
    return False


def name() -> str:
    """The room that the address names, on one line; "" for none."""
    return plain_text(ROOM.value, ROOM.at_most)


def is_taught() -> bool:
    """Whether there is a room in the address, and who is here has shown its secret."""
    return bool(name()) and st.session_state.get(TAUGHT) == name()


def ask_secret(key: str, *, in_fragment: bool = False) -> None:
    """The field for a teacher's secret.

    Args:
        key: of the field.
        in_fragment: it stands in a fragment of the page's settings, see `ui.frame.later`.
    """
    st.markdown(_("**I am the teacher**"))
    st.text_input(
        _("Secret"),
        key=key,
        type="password",
        max_chars=200,
        autocomplete="off",
        help=_("Whoever runs this server has set it and can tell it to you."),
        on_change=later.ask if in_fragment else _enter,
        args=(_enter, key) if in_fragment else (key,),
    )


def leave() -> None:
    """Goes out of the room, as its teacher too; for use in callbacks."""
    st.session_state.pop(TAUGHT, None)
    ROOM.set("")


def _enter(key: str) -> None:
    given = st.session_state.pop(key, "")
    if not given:
        return
    if not _one_at_a_time.acquire(timeout=_PATIENCE_SECONDS):
        st.warning(
            _("Too many are trying secrets at the moment. Try again in a few seconds."),
            icon=":material/hourglass_top:",
        )
        return
    try:
        if is_secret(given):
            st.session_state[TAUGHT] = name()
        else:
            st.error(_("That is not the secret of this site."), icon=":material/lock:")
    finally:
        _one_at_a_time.release()


def is_secret(given: str) -> bool:
    """Whether this is the secret; a wrong one keeps waiting whoever guesses next."""
    secret = os.environ.get(VARIABLE, "")
    right = bool(secret) and hmac.compare_digest(given.encode(), secret.encode())
    if not right:
        time.sleep(_WAIT_SECONDS)
    return right
