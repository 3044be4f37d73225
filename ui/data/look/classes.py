"""The drawings of each class."""

from __future__ import annotations

import streamlit as st

from ui.data.look import mosaic
from ui.data.look.looked import ALL, CLASS, PART, Looked, choose_class, parted
from ui.frame.i18n import gettext as _
from ui.frame.i18n import plain
from ui.frame.setting import Setting

SETTINGS: tuple[Setting, ...] = ()
_CLASSES = 30  # at once


def show(looked: Looked) -> None:
    label = choose_class(looked, thrown=True)
    if label == ALL:
        _overview(looked)
        return
    numbers = looked.of(label)
    some = numbers[parted(len(numbers), mosaic.AT_ONCE)].tolist()
    mosaic.choice(looked, some, [looked.said(one) for one in some], key="data_drawings")


def _overview(looked: Looked) -> None:
    """A strip of each class, to be opened."""
    classes = range(len(looked.data.classes))
    some = classes[parted(len(classes), _CLASSES)]
    with st.container(horizontal=True, gap="medium", key="data_classes"):
        for label in some:
            with st.container(width=350, gap="xxsmall"):
                _row(looked, label)


def _row(looked: Looked, label: int) -> None:
    numbers = looked.of(label)
    name = looked.data.classes[label]
    st.button(
        _("{name} · {count:,} drawings").format(name=plain(name), count=len(numbers)),
        key=f"data_open_{label}",
        type="tertiary",
        on_click=_open,
        args=(label,),
        help=_("Shows all drawings of this class."),
    )
    mosaic.strip(looked, numbers.tolist(), _("Drawings of {name}").format(name=name))


def _open(label: int) -> None:
    CLASS.set(label)
    PART.set(0)
