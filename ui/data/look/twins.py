"""Drawings that are in the set twice."""

from __future__ import annotations

import streamlit as st

from dlcore.data.look import Twins
from dlcore.data.look import twins as search
from ui.data.look import picture
from ui.data.look.looked import Looked, marked, parted
from ui.frame.i18n import gettext as _
from ui.frame.setting import Setting

SETTINGS: tuple[Setting, ...] = ()
_AT_ONCE = 9


def show(looked: Looked) -> None:
    found = looked.answer(search)
    if found is None:
        return
    if not found.count:
        st.success(_("No drawing is in this set twice."), icon=":material/check:")
        return
    st.markdown(
        _(
            "{count:,} drawings are there twice, or nearly. {differ:,} of them are in two classes. "
            "{leaks:,} are both to learn from and to test with: a test that asks for what was "
            "learnt by heart says too much good of a network."
        ).format(count=found.count, differ=found.differ, leaks=found.leaks)
    )
    if not found.whole:
        st.caption(
            _("In a set as large as this, what is only nearly alike is found within a class.")
        )
    left = [pair for pair in found.pairs if not _is_dealt_with(looked, pair)]
    if not left:
        st.success(_("All that were named are dealt with."), icon=":material/check:")
    shown = left[parted(len(left), _AT_ONCE)]
    with st.container(horizontal=True, gap="medium", key="data_twins"):
        for pair in shown:
            _pair(looked, pair)


def _is_dealt_with(looked: Looked, pair: Twins) -> bool:
    return pair.first in looked.edits or pair.second in looked.edits


def _pair(looked: Looked, pair: Twins) -> None:
    with st.container(width=344, gap="xxsmall", key=f"data_pair_{pair.first}_{pair.second}"):
        st.caption(_how_near(pair))
        with st.container(horizontal=True, gap="xsmall"):
            for number in (pair.first, pair.second):
                name = marked(looked.name(int(looked.labels[number])))
                said = f"{name} · {looked.part(number)}"
                picture.card(looked, number, said, picture.throw)


def _how_near(pair: Twins) -> str:
    if not pair.distance:
        return _("The same, pixel by pixel")
    return _("They differ by {share:.0%} of their ink").format(share=pair.distance)
