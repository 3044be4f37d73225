"""The home page's cards: where to go, and what is running."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dlcore import cnn, registry
from dlcore.contract import INPUT_SHAPE
from dlcore.engine import Run
from dlcore.layers import table
from ui.frame import live, shell
from ui.frame.catalogue import GROUPS, PAGES, TRAIN, Page
from ui.frame.engine import current_run, is_coming, state
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.shared import network

RUN_STATES = {
    "queued": N_("Your training waits in line."),
    "running": N_("Your training is running."),
    "stopping": N_("Your training is being stopped."),
    "done": N_("Your training is done."),
    "failed": N_("Your training has failed."),
}
_REFRESH_SECONDS = 1.0
_FEWEST = 3  # columns, so that a single card does not fill the page


def show() -> None:
    """A card for each page, group by group, and one for what is running."""
    run = current_run()
    for group, title in GROUPS.items():
        cards = [partial(_card, page) for page in PAGES if page.group == group]
        if group == TRAIN.group:
            cards.append(partial(_state, run))
        st.markdown(f"## {_(title)}")
        for card, column in zip(cards, st.columns(max(len(cards), _FEWEST)), strict=False):
            with column:
                card()


def _card(page: Page) -> None:
    with st.container(border=True, height="stretch"):
        st.markdown(f"### {page.icon} {_(page.title)}")
        st.markdown(_(page.summary))
        shell.link(page, _("Open"))


def _state(run: Run | None) -> None:
    """What is running, until nothing more can change by itself."""
    waiting = not _is_settled(run)

    def lines() -> None:
        if run:
            run.note_seen()
        st.markdown(state())
        st.markdown(_(RUN_STATES[run.status] if run else N_("No training of yours is running.")))
        st.caption(_shipped())
        if waiting and _is_settled(run):
            st.rerun()  # once, and this asks no more

    with st.container(border=True, height="stretch"):
        st.markdown("### :material/monitor_heart: " + _("What is running"))
        st.fragment(lines, run_every=_REFRESH_SECONDS if waiting else None)()
        if run:
            shell.link(TRAIN, _("Back to your run"))


def _is_settled(run: Run | None) -> bool:
    return not is_coming() and not live.is_active(run)


def _shipped() -> str:
    """What the network that ships can do, from its card."""
    try:
        card = registry.card("cnn")
    except registry.RegistryError:
        return _("The network that ships is missing.")
    return _("The network that ships reads {accuracy:.2%} of the MNIST test images right.").format(
        accuracy=card["test_accuracy"]
    )


def hero() -> None:
    """The worked example as a picture, so that the first thing a visitor sees is a network."""
    network.picture(table(cnn.layer_specs(cnn.CnnConfig()), INPUT_SHAPE), INPUT_SHAPE)
