"""The widgets of a convolutional network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dlcore import cnn
from dlcore.cnn import CnnConfig
from ui.frame import settings as url
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.train.inputs import shared

POOLINGS = {
    "max": N_("max: keep the strongest"),
    "average": N_("average: keep the mean"),
    "stride": N_("none: the convolution takes strides of 2"),
}
KERNEL_SIZES = (1, 3, 5, 7)
MAX_BLOCKS = 3
FILTERS_OF_A_NEW_BLOCK = 64

PARAMETERS = {
    "train_blocks": url.number(1, MAX_BLOCKS),
    **{f"train_filters_{i}": url.number(1, 128) for i in range(1, MAX_BLOCKS + 1)},
    "train_kernel": url.choice(*KERNEL_SIZES),
    "train_pooling": url.choice(*POOLINGS),
    "train_activation": url.choice(*cnn.ACTIVATIONS),
    "train_batch_norm": url.flag(),
    shared.DROPOUT: url.number(0, shared.MAX_DROPOUT, float),
    "train_dense": url.number(1, 1024),
}


def values(network: CnnConfig) -> dict[str, Any]:
    """What the widgets show for a network; `config` is its inverse."""
    return {
        "train_blocks": len(network.filters),
        **{f"train_filters_{i}": f for i, f in enumerate(network.filters, start=1)},
        "train_kernel": network.kernel_size,
        "train_pooling": network.pooling,
        "train_activation": network.activation,
        "train_batch_norm": network.batch_norm,
        shared.DROPOUT: float(network.dropout),
        "train_dense": network.dense_units,
    }


def config(said: Mapping[str, Any], preset: CnnConfig) -> CnnConfig:
    """The network that the widgets describe; of the preset, nothing is left."""
    blocks = range(1, said["train_blocks"] + 1)
    return CnnConfig(
        filters=tuple(said.get(f"train_filters_{i}", FILTERS_OF_A_NEW_BLOCK) for i in blocks),
        kernel_size=said["train_kernel"],
        pooling=said["train_pooling"],
        activation=said["train_activation"],
        batch_norm=said["train_batch_norm"],
        dropout=said[shared.DROPOUT],
        dense_units=said["train_dense"],
    )


def widgets() -> None:
    st.slider(
        _("Blocks"),
        1,
        MAX_BLOCKS,
        key="train_blocks",
        help=_("One block is a convolution and what makes its picture smaller."),
    )
    blocks = range(1, st.session_state["train_blocks"] + 1)
    for i, column in zip(blocks, st.columns(len(blocks)), strict=True):
        key = f"train_filters_{i}"
        st.session_state.setdefault(key, FILTERS_OF_A_NEW_BLOCK)
        column.number_input(
            _("Filters {block}").format(block=i),
            1,
            128,
            key=key,
            help=_("How many patterns this block looks for; each gives one feature map."),
        )
    st.segmented_control(
        _("Kernel size"),
        KERNEL_SIZES,
        format_func=lambda size: f"{size}×{size}",
        key="train_kernel",
        required=True,
        help=_("The window, in pixels, that a filter sees at once."),
    )
    st.selectbox(
        _("Pooling"),
        list(POOLINGS),
        format_func=lambda name: _(POOLINGS[name]),
        key="train_pooling",
        help=_("How the picture is made smaller after a convolution, by half in each direction."),
    )
    st.selectbox(
        _("Activation"),
        cnn.ACTIVATIONS,
        key="train_activation",
        help=_("The function each neuron applies to its sum. Without one the network is linear."),
    )
    st.toggle(
        _("Batch normalisation"),
        key="train_batch_norm",
        help=_("Centres and scales what each layer passes on, batch by batch. Learning is faster."),
    )
    shared.dropout()
    st.number_input(
        _("Dense units"),
        1,
        1024,
        key="train_dense",
        help=_("Neurons of the dense layer that weighs up what the convolutions have found."),
    )
