"""The frame that every page stands in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from ui.frame import door, hiding
from ui.frame.catalogue import COURSE, GROUPS, HOME, PAGES, Page
from ui.frame.engine import start_soon
from ui.frame.i18n import LANGUAGES, N_, URL_KEY, choose_language, language, set_language
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice
from ui.frame.settings import amend, luggage, say_refused

_ICON = Path(__file__).with_name("icon.svg")
_SWITCH = Choice(
    "language_switch", "en", "Language · 语言", N_("The language of all pages."), LANGUAGES
)
door.know((_SWITCH,))
_STYLE = Path(__file__).with_name("style.css")


def page(this: Page) -> None:
    """Begins a page: browser tab, sidebar, language, heading. The first call of every page."""
    if this.needs_keras:
        start_soon()
    refused_language = choose_language()
    st.set_page_config(
        page_title=f"{_(this.title)} · dlcore",
        page_icon=_ICON,  # a Material symbol would be fetched from another server
        layout="wide",
        initial_sidebar_state="collapsed" if st.context.is_embedded else "auto",
    )
    st.html(_STYLE)
    _sidebar()
    st.title(_(this.title), anchor=False)
    st.markdown(f":gray[{_(this.summary)}]")
    if refused_language:
        say_refused(URL_KEY, refused_language, ", ".join(LANGUAGES))
    if refused := hiding.refused():
        say_refused(hiding.HIDE.key, refused, hiding.HIDE.expected)


def link(
    to: Page, label: str | None = None, settings: Mapping[str, str] | None = None, **kwargs: Any
) -> None:
    """A link to another page of the lab that takes language and run along."""
    st.page_link(
        to.file,
        label=label or _(to.title),
        query_params=luggage() | dict(settings or {}),
        **{"icon": to.icon} | kwargs,
    )


def text_colour() -> str:
    """The page's own text colour, for what plotly would colour by its own lights."""
    return _of_theme("textColor")


def page_colour() -> str:
    """The page's own ground, for what is to cover something else in a picture."""
    return _of_theme("backgroundColor")


def _of_theme(option: str) -> str:
    theme = "dark" if st.context.theme.type == "dark" else "light"
    return st.get_option(f"theme.{theme}.{option}")


def _sidebar() -> None:
    with st.sidebar:
        st.markdown("### :material/network_node: dlcore")
        _language_switch()
        link(HOME, label=_("Home"))
        link(COURSE)
        for group, title in GROUPS.items():
            pages = [p for p in PAGES if p.group == group]
            if pages:
                st.caption(_(title))
            for p in pages:
                link(p)


def _language_switch() -> None:
    """Two words in their own languages: nobody has to read the other one to find their own."""
    _SWITCH.set(language())
    _SWITCH.segmented(on_change=_switch_language, label_visibility="collapsed")


def _switch_language() -> None:
    set_language(_SWITCH.value)
    amend(URL_KEY, language())
