"""Choosing one of the networks of the experiment."""

from __future__ import annotations

import streamlit as st

from dlcore.limits.bias.config import BiasNetwork, BiasResult
from ui.frame.i18n import gettext as _
from ui.frame.setting import Choice
from ui.limits.bias import words


def choose(found: BiasResult, choice: Choice) -> BiasNetwork | None:
    """The network that a control says; None, with a sentence, where it was not trained."""
    name = choice.selectbox()
    network = found.network(name)
    if network is None:
        st.info(
            _("This network was not trained, or not yet: {name}.").format(name=words.network(name)),
            icon=":material/info:",
        )
    return network
