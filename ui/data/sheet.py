"""The data sheet of a set: what only its maker knows is asked, the rest is counted."""

from __future__ import annotations

import streamlit as st

from dlcore.data import DataSet
from dlcore.data.formats import CardAnswers, card
from dlcore.data.formats.data_sheet import MOST_ANSWER, QUESTIONS
from ui.frame.i18n import gettext as _
from ui.shared.sets.chosen import ChosenSet

_ANSWERS = "data_sheets"  # of this session, by set


def show(subject: ChosenSet, data: DataSet) -> None:
    """The questions, and the sheet that comes of the answers.

    Args:
        data: the set as it is trained on.
    """
    group = st.expander(
        _("Data sheet"), key="data_sheet", icon=":material/description:", on_change="rerun"
    )
    if not group.open:
        return
    with group:
        st.caption(
            _(
                "What only you know. It goes along with the pictures as card.md, and is kept in "
                "this window alone."
            )
        )
        for name, question in QUESTIONS.items():
            key = f"data_sheet_{subject.id}_{name}"
            st.text_area(
                _(question),
                value=getattr(_of(subject.id), name),
                key=key,
                height=68,
                max_chars=MOST_ANSWER,
                on_change=_note,
                args=(subject.id, name, key),
            )
        text = written(subject.id, data)
        # As code: what a stranger has written is never Markdown here.
        st.code(text, language="markdown", wrap_lines=True, height=300)
        st.download_button(
            _("Download {ending} ({size})").format(
                ending="card.md", size=f"{len(text.encode()) / 1e3:.1f} kB"
            ),
            text,
            file_name="card.md",
            mime="text/markdown",
            key="data_get_card",
            icon=":material/download:",
            on_click="ignore",
        )


def written(set_id: str, data: DataSet) -> str:
    """The sheet in the visitor's language, with what was answered so far."""
    return card(data, _of(set_id), _)


def _of(set_id: str) -> CardAnswers:
    return st.session_state.get(_ANSWERS, {}).get(set_id, CardAnswers())


def _note(set_id: str, name: str, key: str) -> None:
    answers = CardAnswers(**{**vars(_of(set_id)), name: st.session_state[key]})
    st.session_state[_ANSWERS] = {**st.session_state.get(_ANSWERS, {}), set_id: answers}
