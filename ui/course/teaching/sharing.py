"""What a student in a room sends to their teacher: their guesses, and what they have passed."""

from __future__ import annotations

import os

import streamlit as st

from ui.frame import visitor
from ui.frame.keeping import tended
from ui.shared import rooms

_MEMBER = "course_member"  # of this session: room and alias, asked for once


def membership() -> tuple[str, str]:
    """The room that the visitor is in and what they are called there; two "" for none."""
    if not os.environ.get(rooms.VARIABLE):
        return "", ""
    if _MEMBER not in st.session_state:
        found = tended().classwork.membership(visitor.name())
        if found is None:  # no answer: asked again the next time
            return "", ""
        st.session_state[_MEMBER] = found
    return st.session_state[_MEMBER]


def join(room: str, alias: str) -> bool:
    """Goes into a room; whether that was done.

    Raises:
        LabError: these are no names, or there is no place.
    """
    st.session_state.pop(_MEMBER, None)
    return tended().classwork.join(visitor.name(), room, alias)


def leave() -> bool:
    """Goes out of it with all that was sent; whether that was done."""
    st.session_state.pop(_MEMBER, None)
    return tended().classwork.leave(visitor.name())


def guessed(exercise: str, guess: str | int) -> None:
    """Sends a guess, where the visitor is in a room."""
    if membership()[0]:
        tended().classwork.note_guess(visitor.name(), exercise, guess)


def checked(exercise: str, *, passed: bool) -> None:
    """Sends how a check went, where the visitor is in a room."""
    if membership()[0]:
        tended().classwork.note_check(visitor.name(), exercise, passed=passed)
