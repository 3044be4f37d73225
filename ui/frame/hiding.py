"""What an address leaves out of a page, for a frame in another site or for a class: "hide=lesson".

It goes along from page to page, as the language does. Nothing is locked by it: whoever changes the
address sees all again.
"""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from ui.frame.i18n import N_
from ui.frame.setting import Several

HIDE = Several(
    "hide",
    [],
    N_("What to hide"),
    N_("Parts that the page is shown without. Whoever changes the address sees them again."),
    {
        "settings": N_("the settings"),
        "lesson": N_("the explanations"),
        "exercises": N_("the exercises"),
    },
    at_most=3,
)
_MAIN = '[data-testid="stMain"]'


def _any(*selectors: str) -> str:
    return f":is({', '.join(selectors)})"


def _named(*names: str) -> str:
    return _any(*(f'[data-testid="{name}"]' for name in names))


# What holds settings and nothing to look at or to press would stand there empty.
_AROUND = _named("stColumn", "stExpander", "stTabs")
_STAYS = _named("stBidiComponentRegular", "stImage", "stIFrame", "stButton", "stFileUploader")


def hidden() -> list[str]:
    """The parts that the address leaves out; none where it makes no sense."""
    try:
        return HIDE.parse(st.query_params.get(HIDE.key, ""))
    except (KeyError, ValueError):
        return []


def refused() -> str | None:
    """What the address asks for in vain, if it does."""
    text = st.query_params.get(HIDE.key, "")
    return text if text and not hidden() else None


def settings_away(keys: Iterable[str]) -> None:
    """Hides the widgets of these settings, where the address says so; they keep their values."""
    if "settings" in hidden():
        widgets = _any(*(f".st-key-{key}" for key in keys))
        st.html(
            f"<style>{_MAIN} {widgets}, {_MAIN} {_AROUND}:has({widgets}):not(:has({_STAYS}))"
            " { display: none; }</style>"
        )
