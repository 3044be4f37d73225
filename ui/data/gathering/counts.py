"""How many drawings a gathering has of each class, again every few seconds."""

from __future__ import annotations

import html

import streamlit as st

from dlcore.data.collection import ENOUGH
from dlcore.runs.gatherings import GatheringRecord, Tally, gone
from ui.frame import visitor
from ui.frame.i18n import explain, gap, plain
from ui.frame.i18n import gettext as _
from ui.frame.keeping import tended

EVERY = 4.0  # seconds: a class of forty asks ten times a second
_NAMED = 5  # classes in a warning
_HEIGHT = 420  # px of a table of many classes


def show(found: GatheringRecord, *, hands: bool) -> None:
    """A table of the classes, which nothing but itself is drawn again with.

    Args:
        found: as the rest of the page shows it.
        hands: whether to say how many have drawn, too.
    """

    def panel() -> None:
        _panel(found, hands=hands)

    with st.container(key="data_gathering_live"):
        st.fragment(panel, run_every=EVERY)()


def _panel(found: GatheringRecord, *, hands: bool) -> None:
    gatherings = tended().gatherings
    now, tally = gatherings.find(found.id), gatherings.tally(found.id, visitor.name())
    if now is None or tally is None:
        if not tended().trouble:
            st.info(explain(gone()), icon=":material/link_off:")
        return
    if now.closed is None and found.closed is not None:
        st.rerun()  # it is open again; no sheet is lost by it
    if now.closed is not None and found.closed is None:
        # What is half drawn stays on its sheet: that it comes too late is said when it comes.
        st.info(
            _("The gathering has just been closed: it takes no more drawings."),
            icon=":material/lock:",
        )
    _say_count(now, tally, hands=hands)
    with st.container(height=_HEIGHT if len(now.classes) > 9 else "content", border=False):
        st.html(_table(now, tally))
    if short := [i for i, count in enumerate(tally.all) if count < ENOUGH]:
        more = " …" if len(short) > _NAMED else ""
        names = " · ".join(now.classes[label] for label in short[:_NAMED])
        said = _("Too few drawings yet to be learnt well (fewer than five): {names}")
        st.caption(f":material/info: {said.format(names=plain(names) + more)}")


def _say_count(now: GatheringRecord, tally: Tally, *, hands: bool) -> None:
    said = _("**Drawings: {count:,}.** Yours: {own:,}.").format(
        count=sum(tally.all), own=sum(tally.own)
    )
    found = tended().gatherings.hands(now.id) if hands else None
    if found:
        said += gap() + _("Hands: {all}; in the last minute: {present}.").format(
            all=found.all, present=found.present
        )
    st.markdown(said)


def _table(now: GatheringRecord, tally: Tally) -> str:
    heads = (_("Class"), _("of all"), _("of you"))
    rows = "".join(
        f"<tr><th scope='row'>{html.escape(name)}</th><td>{of_all:,}</td><td>{own:,}</td></tr>"
        for name, of_all, own in zip(now.classes, tally.all, tally.own, strict=True)
    )
    head = "".join(f"<th scope='col'>{html.escape(one)}</th>" for one in heads)
    return f'<table class="data-counts"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
