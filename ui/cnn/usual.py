"""The network that a view begins with: some show more with the tutorial's."""

from __future__ import annotations

import streamlit as st

from dlcore import registry
from ui.frame.setting import Choice
from ui.frame.settings import Said, Values
from ui.shared.readers import MODEL

_TUTORIAL = "cnn-tutorial"
# It ships with its weights after each epoch, and has learnt from MNIST alone: an attack is easy.
_VIEWS = ("moments", "attack")
_VIEW_BEFORE = "cnn_view_before"


def dependent(view: Choice, said: Said) -> Values:
    """The usual network of the view that is chosen, by key."""
    return {MODEL.key: _of(said[view.key])}


def follow(view: Choice) -> None:
    """Where a visitor goes on to another view, takes its network, unless they have chosen one.

    Before the widgets of the page.
    """
    before = st.session_state.get(_VIEW_BEFORE, view.value)
    if view.value != before and MODEL.value == _of(before):
        MODEL.set(_of(view.value))
    note(view)


def note(view: Choice) -> None:
    """For a page that an address or a link has opened: its network is the one they say."""
    st.session_state[_VIEW_BEFORE] = view.value


def _of(view: str) -> str:
    there = view in _VIEWS and _TUTORIAL in registry.names()
    return _TUTORIAL if there else MODEL.usual
