"""The widgets of a recurrent network; its cell is the architecture that was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from dlcore import rnn
from dlcore.rnn import RnnConfig
from ui.frame import settings as url
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.train.inputs import shared

READS = {
    "rows": N_("rows, from the top"),
    "columns": N_("columns, from the left"),
}
MAX_UNITS = 256

PARAMETERS = {
    "train_units": url.number(1, MAX_UNITS),
    "train_layers": url.number(1, rnn.MAX_LAYERS),
    "train_both_ways": url.flag(),
    "train_read": url.choice(*READS),
    "train_state_activation": url.choice(*rnn.ACTIVATIONS),
    shared.DROPOUT: url.number(0, shared.MAX_DROPOUT, float),
}


def values(network: RnnConfig) -> dict[str, Any]:
    """What the widgets show for a network; `config` is its inverse."""
    return {
        "train_units": network.units,
        "train_layers": network.layers,
        "train_both_ways": network.bidirectional,
        "train_read": network.read,
        "train_state_activation": network.activation,
        shared.DROPOUT: float(network.dropout),
    }


def config(said: Mapping[str, Any], preset: RnnConfig) -> RnnConfig:
    """The network that the widgets describe, of the preset's cell."""
    return replace(
        preset,
        units=said["train_units"],
        layers=said["train_layers"],
        bidirectional=said["train_both_ways"],
        read=said["train_read"],
        activation=said["train_state_activation"],
        dropout=said[shared.DROPOUT],
    )


def widgets() -> None:
    st.number_input(
        _("Units"),
        1,
        MAX_UNITS,
        key="train_units",
        help=_("How many numbers the hidden state has: all that it remembers of the lines so far."),
    )
    st.slider(
        _("Recurrent layers"),
        1,
        rnn.MAX_LAYERS,
        key="train_layers",
        help=_("Each but the first reads, step by step, the states of the one before."),
    )
    st.segmented_control(
        _("A step reads"),
        list(READS),
        format_func=lambda name: _(READS[name]),
        key="train_read",
        required=True,
        help=_("The 28 × 28 image is a sequence of 28 lines of 28 pixels, read one after another."),
    )
    st.toggle(
        _("Both ways"),
        key="train_both_ways",
        help=_("A second network reads from the end; the answer is made of both. Twice the work."),
    )
    st.selectbox(
        _("Activation"),
        rnn.ACTIVATIONS,
        key="train_state_activation",
        help=_(
            "The function of the new state. tanh keeps it between −1 and 1; with relu a simple "
            "cell starts as one that keeps what it has."
        ),
    )
    shared.dropout()
