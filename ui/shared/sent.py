"""What a component of our own has sent, checked before it is used.

It comes from a browser: any client may send anything in its place. What is none of ours is as if
nothing had come, and the page stands as it stood.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import streamlit as st


def event(key: str, name: str) -> Any:
    """What came with an event of a component; None where nothing did. For use in its callbacks.

    Args:
        key: the component's.
        name: the event's.
    """
    state = st.session_state.get(key)
    return state.get(name) if isinstance(state, Mapping) else None


def fields(value: Any, *names: str) -> list[float] | None:
    """The numbers that a message has under these names; None unless it is such a message."""
    if not isinstance(value, Mapping) or value.keys() != set(names):
        return None
    return numbers([value[name] for name in names], len(names))


def numbers(value: Any, count: int) -> list[float] | None:
    """A message of so many numbers, all of them finite; None unless it is one."""
    if type(value) is not list or len(value) != count or not all(map(_is_number, value)):
        return None
    return value


def index(value: float, count: int) -> int | None:
    """Which one of so many a number says; None unless it is whole and there are as many."""
    return int(value) if value == int(value) and 0 <= value < count else None


def _is_number(value: Any) -> bool:
    try:
        return type(value) in (int, float) and math.isfinite(value)
    except OverflowError:  # a whole number with hundreds of digits
        return False
