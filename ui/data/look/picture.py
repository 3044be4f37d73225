"""One drawing of a data set: put into another class, thrown out, put back."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dlcore.data import numbered
from dlcore.data.edits import THROWN
from ui.data.look import changes
from ui.data.look.looked import Looked, marked
from ui.frame.i18n import gettext as _
from ui.frame.i18n import isolated, plain
from ui.shared import pictures

_WIDTH, _CARD = 168, 84  # px
_MOVE = "data_move"


def panel(looked: Looked) -> None:
    """The drawing that was clicked on, and what can be done with it."""
    number = looked.chosen
    if number is None:
        st.caption(
            _(
                "Click on a drawing to see it in full, to put it into another class or to throw it "
                "out."
            )
        )
        return
    label = int(looked.labels[number])
    pictures.picture(looked.pictures([number])[0], _WIDTH, looked.said(number))
    st.markdown(
        _("{name} · number {number:,} of {count:,}, {part}").format(
            name=marked(looked.name(label)),
            number=number + 1,
            count=numbered.count(looked.data),
            part=looked.part(number),
        )
    )
    if label == THROWN:
        back(looked, number)
        return
    _move(looked, number, label)
    with st.container(horizontal=True, gap="small"):
        throw(looked, number)
        if number in looked.edits:
            back(looked, number)


def _move(looked: Looked, number: int, label: int) -> None:
    def move() -> None:
        changes.move(looked.data, number, st.session_state[_MOVE])

    st.session_state[_MOVE] = label
    st.selectbox(
        _("Its class"),
        range(len(looked.data.classes)),
        key=_MOVE,
        format_func=lambda one: isolated(looked.data.classes[one]),
        on_change=move,
        help=_("Puts this drawing into another class."),
    )


def card(looked: Looked, number: int, said: str, *buttons: Callable[[Looked, int], None]) -> None:
    """A drawing as large as a thumb, with words and buttons below.

    Args:
        said: Markdown.
    """
    with st.container(width=164, gap="xsmall", border=True):
        pictures.picture(looked.pictures([number])[0], _CARD, looked.said(number))
        st.markdown(said)
        for button in buttons:
            button(looked, number)


def throw(looked: Looked, number: int) -> None:
    """The button that throws a drawing out."""
    st.button(
        _("Throw out"),
        key=f"data_throw_{number}",
        icon=":material/delete:",
        on_click=changes.throw,
        args=(looked.data, number),
        help=_("Leaves this drawing out of the set; that can be undone."),
    )


def back(looked: Looked, number: int) -> None:
    """The button that undoes what was done with a drawing."""
    st.button(
        _("As it was"),
        key=f"data_as_it_was_{number}",
        icon=":material/undo:",
        on_click=changes.undo,
        args=(looked.data, number),
        help=_("Puts this drawing back where it came from."),
    )


def mover(label: int) -> Callable[[Looked, int], None]:
    """The button that puts a drawing into this class."""

    def button(looked: Looked, number: int) -> None:
        st.button(
            _("Move to {name}").format(name=plain(looked.name(label))),
            key=f"data_move_{number}",
            icon=":material/drive_file_move:",
            on_click=changes.move,
            args=(looked.data, number, label),
            help=_("Puts this drawing into another class."),
        )

    return button
