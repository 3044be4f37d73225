"""The words of the field, all on one page."""

from __future__ import annotations

import streamlit as st

from ui.frame.i18n import gettext as _
from ui.frame.i18n import language
from ui.frame.terms import TERMS

_SOUGHT = "course_sought"


def show() -> None:
    """An expander with all words, drawn when it is opened, and a field to find one."""
    opened = st.expander(
        _("Glossary: {count} words").format(count=len(TERMS)),
        icon=":material/dictionary:",
        key="course_words",
        on_change="rerun",
    )
    if opened.open:
        with opened:
            _words()


def _words() -> None:
    sought = st.text_input(
        _("Find a word"),
        key=_SOUGHT,
        max_chars=40,
        help=_("In either language; part of it is enough."),
    )
    words = sorted(
        ((_(term.word), term.word, _(term.meaning)) for term in TERMS),
        key=lambda one: one[0].casefold(),
    )
    wanted = sought.strip().casefold()
    found = [one for one in words if wanted in one[0].casefold() or wanted in one[1].casefold()]
    if not found:
        st.caption(_("There is no such word here."))
        return
    is_english = language() == "en"
    st.markdown(
        "\n\n".join(
            f"**{word}**{'' if is_english or word == english else f' · {english}'}  \n{meaning}"
            for word, english, meaning in found
        )
    )
