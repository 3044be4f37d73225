"""How far a visitor has come: in their browser, and as a file or an address if they like.

A cookie holds the exercises that are done. It comes with a session's connection; what is done in
the session is added, and a script of ours writes it back. No server keeps it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from dlcore.exercises import EXERCISES
from ui.shared.scripts import ENTRY, Scripts

COOKIE = "dlcore_course"
SCRIPTS = Scripts("course", Path(__file__).parent / "js")
MOST_BYTES = 20_000  # of a file of progress
_DONE = "course_done"
_ANEW = "course_anew"  # nothing of before is to stay in the browser
_BETWEEN = "."


def done() -> frozenset[str]:
    """The exercises that the visitor has done."""
    if _DONE not in st.session_state:
        st.session_state[_DONE] = read(st.context.cookies.get(COOKIE, ""))
    return st.session_state[_DONE]


def add(names: Iterable[str]) -> None:
    """Notes exercises as done; what is none is left out."""
    st.session_state[_DONE] = done() | known(names)
    st.session_state.pop(_ANEW, None)


def forget() -> None:
    """Notes that nothing is done."""
    st.session_state[_DONE] = frozenset()
    st.session_state[_ANEW] = True


def save() -> None:
    """Has the browser keep it; an element of the page, of no height."""
    _component()(
        key="course_cookie",
        data={
            "scripts": SCRIPTS.address("progress.js"),
            "name": COOKIE,
            "value": written(done()),
            "anew": _ANEW in st.session_state,
        },
        height="content",
    )


def written(names: Iterable[str]) -> str:
    """As an address and a cookie hold it, in the order of the course."""
    return _BETWEEN.join(name for name in EXERCISES if name in names)


def read(text: str) -> frozenset[str]:
    """The inverse; what is no exercise is passed over."""
    return known(text[:MOST_BYTES].split(_BETWEEN))


def to_file(names: Iterable[str]) -> str:
    """As a file to take along."""
    return json.dumps({"dlcore": "course", "done": written(names).split(_BETWEEN)}, indent=1)


def from_file(content: bytes) -> frozenset[str] | None:
    """What such a file says; None for another file."""
    try:
        found = json.loads(content[: MOST_BYTES + 1].decode("utf-8"))
    except (ValueError, RecursionError):  # of a thousand brackets
        return None
    listed = found.get("done") if isinstance(found, dict) else None
    if not isinstance(listed, list) or len(content) > MOST_BYTES:
        return None
    return known(listed)


def known(names: Iterable[Any]) -> frozenset[str]:
    """Those that are exercises."""
    return frozenset(name for name in names if isinstance(name, str) and name in EXERCISES)


@lru_cache(maxsize=1)
def _component() -> Callable[..., Any]:
    return st.components.v2.component("course_progress", js=ENTRY, html="<div></div>")
