"""Drawings whose class is likely to be wrong."""

from __future__ import annotations

import streamlit as st

from dlcore.data.look import Suspect, Suspects
from dlcore.data.look import suspects as search
from ui.data.look import picture
from ui.data.look.looked import Looked, marked, parted
from ui.frame.i18n import gettext as _
from ui.frame.setting import Setting

SETTINGS: tuple[Setting, ...] = ()
_AT_ONCE = 12
_UNSURE = 0.7  # of the labels agreed with: below that, a classifier's word is worth little


def show(looked: Looked) -> None:
    found = looked.answer(search)
    if found is None:
        return
    st.caption(
        _(
            "Confident learning (Northcutt et al. 2021): a small quick classifier learns four "
            "fifths of the set and reads the fifth, five times over. Where it is surer of another "
            "class than it is of that class on average, the drawing is a suspect."
        )
    )
    if looked.wrong:
        st.info(known(looked, found), icon=":material/fact_check:")
    if not found.count:
        st.success(_("No drawing looks as if it was of another class."), icon=":material/check:")
        return
    st.markdown(_said(found))
    left = [one for one in found.found if one.number not in looked.edits]
    if not left:
        st.success(_("All that were named are dealt with."), icon=":material/check:")
    shown = left[parted(len(left), _AT_ONCE)]
    with st.container(horizontal=True, gap="small", key="data_suspects"):
        for one in shown:
            picture.card(
                looked, one.number, _reason(looked, one), picture.mover(one.likely), picture.throw
            )


def _said(found: Suspects) -> str:
    said = _(
        "{count:,} drawings look as if they were of another class; about {share:.1%} of all "
        "are estimated to be. Look at each: a rare way of writing is no mistake."
    ).format(count=found.count, share=found.share)
    if found.accuracy >= _UNSURE:
        return said
    return f"{said} " + _(
        "The classifier itself agrees with only {share:.0%} of this set, so trust it little."
    ).format(share=found.accuracy)


def known(looked: Looked, found: Suspects) -> str:
    """How many of the labels that were made wrong on purpose the search has found."""
    named = len(found.found)
    hits = sum(one.number in looked.wrong for one in found.found)
    said = _(
        "{wrong:,} labels were made wrong on purpose. {hits:,} of them are among the {named:,} "
        "suspects that are named here."
    ).format(wrong=len(looked.wrong), hits=hits, named=named)
    if not named:
        return said
    return f"{said} " + _(
        "So it has found {recall:.0%} of them, and {precision:.0%} of its suspects are such."
    ).format(recall=hits / len(looked.wrong), precision=hits / named)


def _reason(looked: Looked, one: Suspect) -> str:
    said = _why(looked, one)
    return f"{said} · " + _("*made wrong*") if one.number in looked.wrong else said


def _why(looked: Looked, one: Suspect) -> str:
    return _("is in {given} ({of_given:.0%}), looks like {likely} ({of_likely:.0%})").format(
        given=marked(looked.data.classes[one.given]),
        of_given=one.of_given,
        likely=marked(looked.data.classes[one.likely]),
        of_likely=one.of_likely,
    )
