"""What the course has to read beside its stations."""

from __future__ import annotations

from functools import partial

import streamlit as st

from ui.course.references import OTHERS, TO_BEGIN_WITH, Reference
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.shared.reading import on_opening, text

TEXTS = {
    "machine_learning": (N_("Deep learning and machine learning"), ":material/compare_arrows:"),
    "frameworks": (N_("Keras and other frameworks"), ":material/layers:"),
    "questions": (N_("Questions and answers"), ":material/help:"),
}
"""Lessons by name: an English msgid and an icon."""


def show() -> None:
    """An expander for each text, and one for the references."""
    st.header(_("To read"), anchor=False)
    for name, (title, icon) in TEXTS.items():
        on_opening(_(title), icon, f"course_{name}", partial(text, name))
    count = len(TO_BEGIN_WITH) + len(OTHERS)
    title = _("References: {count} works").format(count=count)
    on_opening(title, ":material/menu_book:", "course_references", _references)


def _references() -> None:
    st.caption(_("To begin with: a free textbook, a survey of few pages, and Keras itself."))
    st.markdown(_listed(TO_BEGIN_WITH))
    st.caption(_("What the lessons of the pages cite, by author."))
    st.markdown(_listed(OTHERS))


def _listed(references: tuple[Reference, ...]) -> str:
    return "\n".join(
        f"- {one.authors} ({one.year}): "
        + (f"[{one.title}]({one.address})" if one.address else one.title)
        for one in references
    )
