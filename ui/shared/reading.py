"""A further text of a page, in an expander that is drawn when it is opened."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ui.frame import glossary
from ui.frame.i18n import language, lesson


@st.fragment
def on_opening(title: str, icon: str, key: str, draw: Callable[[], None]) -> None:
    """An expander whose content costs nothing until somebody wants it."""
    opened = st.expander(title, icon=icon, key=key, on_change="rerun")
    if opened.open:
        with opened:
            draw()


def text(name: str) -> None:
    """A lesson whose terms are explained where they first come."""
    st.markdown(glossary.marked(lesson(name), language()), unsafe_allow_html=True)
