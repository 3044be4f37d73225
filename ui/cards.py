"""The home page's cards: where to go, and what is running."""

from __future__ import annotations

import streamlit as st

from dlcore import cnn, registry
from dlcore.engine import Run
from dlcore.layers import table
from ui import live, network, shell
from ui.catalogue import PAGES, TRAIN, Page
from ui.engine import current_run, engine
from ui.i18n import N_
from ui.i18n import gettext as _

ENGINE_STATES = {
    "starting": N_("Starting the engine, a process of its own for Keras …"),
    "warming": N_("Keras is warming up …"),
    "restarting": N_("The engine is being restarted …"),
    "ready": N_("Keras is warm and waits for work."),
    "failed": N_("The engine could not be started."),
}
RUN_STATES = {
    "queued": N_("Your training waits in line."),
    "running": N_("Your training is running."),
    "stopping": N_("Your training is being stopped."),
    "done": N_("Your training is done."),
    "failed": N_("Your training has failed."),
}
_REFRESH_SECONDS = 1.0


def show() -> None:
    """A card for each page, and one for what is running."""
    run = current_run()
    pages = [page for page in PAGES if page.group]
    *columns, last = st.columns(len(pages) + 1)
    for page, column in zip(pages, columns, strict=True):
        with column:
            _card(page)
    with last:
        _state(run)


def _card(page: Page) -> None:
    with st.container(border=True, height="stretch"):
        st.markdown(f"#### {page.icon} {_(page.title)}")
        st.markdown(_(page.summary))
        shell.link(page, _("Open"))


def _state(run: Run | None) -> None:
    """What is running, until nothing more can change by itself."""
    settled = engine().status == "ready" and not live.is_active(run)
    with st.container(border=True, height="stretch"):
        st.markdown("#### :material/monitor_heart: " + _("What is running"))
        st.fragment(_state_lines, run_every=None if settled else _REFRESH_SECONDS)(run)
        if run:
            shell.link(TRAIN, _("Back to your run"))


def _state_lines(run: Run | None) -> None:
    st.markdown(_(ENGINE_STATES[engine().status]))
    if run:
        st.markdown(_(RUN_STATES[run.status]))
    else:
        st.markdown(_("No training of yours is running."))
    st.caption(_shipped())


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
    network.picture(table(cnn.layer_specs(cnn.CnnConfig()), cnn.INPUT_SHAPE), cnn.INPUT_SHAPE)
