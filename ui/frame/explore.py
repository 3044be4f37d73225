"""What the pages that explain one idea have in common: things to try, the code, the lesson."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from ui.frame import glossary
from ui.frame.i18n import gettext as _
from ui.frame.i18n import language
from ui.frame.i18n import lesson as lesson_text
from ui.frame.settings import take


@dataclass(frozen=True)
class Preset:
    """Settings worth a look.

    Attributes:
        title: on the button, in English; shown through gettext, as `look_for` is.
        look_for: what there is to see, in one or two sentences.
        settings: values by widget key.
        begins: further values that it sets, from where a visitor goes on.
    """

    title: str
    look_for: str
    settings: Mapping[str, Any]
    begins: Mapping[str, Any] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether all of them are what is set."""
        return all(st.session_state.get(key) == value for key, value in self.settings.items())


def presets(page: str, choices: Mapping[str, Preset]) -> None:
    """A row of buttons that set the page's widgets, and what to look for in what is now set.

    Belongs before the widgets it sets, and into the same fragment.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(_("**Try this**"), width="content")
        for name, preset in choices.items():
            st.button(
                _(preset.title),
                key=f"{page}_try_{name}",
                type="primary" if preset.holds else "secondary",
                on_click=take,
                args=({**preset.settings, **preset.begins},),
            )
    # Its place is kept, so that nothing below moves when a slider leaves a preset.
    with st.container(key=f"{page}_look_for"):
        chosen = [preset for preset in choices.values() if preset.holds]
        if chosen:
            st.markdown(_(chosen[0].look_for))
        else:
            st.caption(_("These settings are your own."))


def code(source: str) -> None:
    """The Keras lines behind what is shown, to take away."""
    with st.expander(_("Show the code"), icon=":material/code:"):
        st.caption(_("The same as a plain script, to take away and change."))
        st.code(source, language="python", wrap_lines=True)


def lesson(page: str) -> None:
    """The long text of a page."""
    with st.expander(_("How it works"), icon=":material/school:"):
        st.markdown(glossary.marked(lesson_text(page), language()), unsafe_allow_html=True)
