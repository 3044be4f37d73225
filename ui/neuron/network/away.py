"""The network as it stands, to take away as a .keras file."""

from __future__ import annotations

import streamlit as st

from dlcore.neuron.saved import keras_file
from ui.frame.engine import ask
from ui.frame.i18n import gettext as _
from ui.neuron import training


@st.fragment
def show() -> None:
    """A button that has the file made, and then one that hands it over."""
    practice = training.now()
    if practice is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        wanted = st.button(
            _("Prepare {ending}").format(ending=".keras"),
            key="neuron_save",
            icon=":material/manufacturing:",
            help=_("The network with the weights that it has now, for Keras."),
        )
        state, config = practice.reel.newest.state(), practice.config
        file = ask(keras_file, config, state.weights(config), practice.off) if wanted else None
        if file:
            st.download_button(
                _("Download the network after {steps:,} steps").format(steps=state.step),
                file,
                file_name=f"neuron-{state.step}.keras",
                mime="application/octet-stream",
                key="neuron_download",
                icon=":material/download:",
                on_click="ignore",
                help=_("Its inputs are the functions of x₁ and x₂ that are chosen above."),
            )
