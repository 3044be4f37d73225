"""Which drawings are as their class is, and which are unlike all others."""

from __future__ import annotations

import streamlit as st

from dlcore.data.look import Typical, typical
from ui.data.look import mosaic
from ui.data.look.looked import ALL, Looked, choose_class
from ui.frame.i18n import gettext as _
from ui.frame.setting import Setting

SETTINGS: tuple[Setting, ...] = ()


def show(looked: Looked) -> None:
    label = choose_class(looked)
    found = looked.answer(typical)
    if found is None:
        return
    if label != ALL:
        st.markdown(_("**Most typical**"))
        mosaic.strip(looked, found.nearest[label], _("The most typical drawings of a class"))
    st.markdown(_("**Least typical**: the farthest from the mean of their class come first"))
    some = _farthest(looked, found, label)[: mosaic.AT_ONCE]
    hover = [
        _("{which}: {times:.1f} times as far from the mean as is usual").format(
            which=looked.said(number), times=found.distance[number]
        )
        for number in some
    ]
    mosaic.choice(looked, some, hover, key="data_odd")


def _farthest(looked: Looked, found: Typical, label: int) -> list[int]:
    """Those that nobody has dealt with yet."""
    classes = found.farthest if label == ALL else (found.farthest[label],)
    numbers = [number for own in classes for number in own if number not in looked.edits]
    return sorted(numbers, key=lambda number: -found.distance[number])
