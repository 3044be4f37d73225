"""What a visitor has changed of a data set: kept by the session, said, and taken back."""

from __future__ import annotations

import streamlit as st

from dlcore.data import DataError, DataSet, numbered
from dlcore.data.edits import NOTHING, Edits, check
from ui.data.look.looked import Looked
from ui.frame.i18n import explain
from ui.frame.i18n import gettext as _

_KEY = "data_edits"
_SETS = 8  # whose changes a session keeps
_STEPS = 100  # that can be taken back

History = tuple[Edits, ...]  # of one set, the newest last


def kept(data: DataSet) -> Edits:
    """What this visitor has changed of a set."""
    return _history(data)[-1]


# What is changed is what is kept by then, and not what a button was made with: two that are pressed
# fast are two changes.


def throw(data: DataSet, number: int) -> None:
    """Throws an image out; for use in callbacks, as the others are."""
    _add(data, kept(data).throw(number))


def move(data: DataSet, number: int, label: int) -> None:
    """Puts an image into a class; it is as it was where that is its own."""
    own = int(numbered.labels(data)[number])
    _add(data, kept(data).undo(number) if label == own else kept(data).move(number, label))


def undo(data: DataSet, number: int) -> None:
    """Makes an image as it was."""
    _add(data, kept(data).undo(number))


def show(looked: Looked) -> None:
    """How many changes there are, whether the set is one with them, and two ways back."""
    edits = looked.edits
    if not edits:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            _("**Changed:** {moved} put into another class, {thrown} thrown out.").format(
                moved=len(edits.moved), thrown=len(edits.thrown)
            ),
            width="content",
        )
        st.button(
            _("Undo"),
            key="data_undo",
            icon=":material/undo:",
            on_click=_back,
            args=(looked.data,),
            help=_("Takes the last change back."),
        )
        st.button(
            _("Undo all"),
            key="data_undo_all",
            icon=":material/settings_backup_restore:",
            on_click=_add,
            args=(looked.data, NOTHING),
            help=_("The set as it came."),
        )
    try:
        check(looked.data, edits)
    except DataError as error:
        st.warning(explain(error), icon=":material/warning:")


def _add(data: DataSet, edits: Edits) -> None:
    _write(data, (*_history(data), edits)[-_STEPS:])


def _back(data: DataSet) -> None:
    _write(data, _history(data)[:-1])


def _history(data: DataSet) -> History:
    return st.session_state.get(_KEY, {}).get(data.fingerprint) or (NOTHING,)


def _write(data: DataSet, history: History) -> None:
    others = {k: v for k, v in st.session_state.get(_KEY, {}).items() if k != data.fingerprint}
    sets = others | {data.fingerprint: history}
    st.session_state[_KEY] = dict(list(sets.items())[-_SETS:])
