"""The pages that learn from a set, with this one chosen there."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from ui.frame import shell
from ui.frame.catalogue import GAN, TRAIN, Page
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.train.inputs import ARCHITECTURE

LINKS: Mapping[str, tuple[Page, str]] = {
    "train_data_set": (TRAIN, N_("Train a network on it")),
    "gan_data_set": (GAN, N_("Have a GAN draw the like")),
}
"""By the name that the choice of a set has in the address of the page."""
# What the page's address names in any case: it would be written anew there, and Back lead from that
# address to this one.
_ALWAYS: Mapping[Page, Mapping[str, str]] = {TRAIN: {ARCHITECTURE.key: ARCHITECTURE.usual}}


def show(set_id: str, *, pending: bool) -> None:
    """A link to each.

    Args:
        set_id: as the choice of a set has it, here and there.
        pending: there is something that is not kept yet, which no other page would see.
    """
    if pending:
        st.caption(
            _("Keep it first, to train on it on the other pages: they see what is kept."),
        )
        return
    with st.container(horizontal=True, key="data_onward"):
        for key, (page, label) in LINKS.items():
            shell.link(page, _(label), {key: set_id, **_ALWAYS.get(page, {})}, width="content")
