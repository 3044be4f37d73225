"""What a click asks for, done where the page can say how it went.

What a callback of a fragment says takes the place of the page's title, and stays there. So it asks
here, and the fragment of the page's settings does it in the run that follows.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

_ASKED = "asked_for_later"  # what is to be done, in order: each function with its arguments


def ask(work: Callable[..., None], *args: object) -> None:
    """Has this done in the run that follows; for use in callbacks."""
    st.session_state.setdefault(_ASKED, []).append((work, args))


def do() -> None:
    """Does what was asked for; before the widgets that it may set."""
    asked = st.session_state.get(_ASKED, [])
    while asked:
        work, args = asked.pop(0)
        work(*args)
