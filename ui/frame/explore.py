"""What the pages that explain one idea have in common: things to try, the code, the lesson."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from ui.frame import glossary, hiding
from ui.frame.i18n import gettext as _
from ui.frame.i18n import language
from ui.frame.i18n import lesson as lesson_text
from ui.frame.setting import Text
from ui.frame.settings import Settings, Values, take


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
    if "settings" in hiding.hidden():
        return
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


def lesson(
    page: str, settings: Settings | None = None, tries: Mapping[str, Preset] | None = None
) -> None:
    """The long text of a page, and before it what to try there, drawn when it is opened.

    Args:
        page: its name.
        settings: all of them, where there is something to try.
        tries: by name; each sets the whole page.
    """
    if "lesson" in hiding.hidden():
        return
    if settings and tries:
        opened = st.expander(
            _("Things to try"),
            icon=":material/experiment:",
            key=f"{page}_tries",
            on_change="rerun",
        )
        if opened.open:
            with opened:
                _tries(page, settings, tries)
    with st.expander(_("How it works"), icon=":material/school:"):
        st.markdown(glossary.marked(lesson_text(page), language()), unsafe_allow_html=True)


def page_for(preset: Preset, settings: Settings) -> Values:
    """What a whole page is set to for something to try: all that it does not name is as usual.

    But for texts and names, which are a visitor's own: points that were painted, a chosen set.
    """
    named = {**preset.settings, **preset.begins}
    rest = settings.set_to(named)
    return {
        key: value for key, value in rest.items() if not isinstance(settings.settings[key], Text)
    } | named


def _tries(page: str, settings: Settings, tries: Mapping[str, Preset]) -> None:
    """A button for each, and beside it what there is to see."""
    for name, one in tries.items():
        button, said = st.columns([1, 3], vertical_alignment="center")
        with button:
            st.button(
                _(one.title),
                key=f"{page}_lesson_try_{name}",
                type="primary" if one.holds else "secondary",
                width="stretch",
                on_click=_try,
                args=(one, settings),
            )
        with said:
            st.markdown(_(one.look_for))


def set_page(values: Values) -> None:
    """Sets widgets that stand further up, and says so; for use in callbacks."""
    take(values)
    st.toast(_("The page above is set."), icon=":material/arrow_upward:")


def _try(preset: Preset, settings: Settings) -> None:
    set_page(page_for(preset, settings))
