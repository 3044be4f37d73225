"""The widgets of a convolutional network."""

from __future__ import annotations

import streamlit as st

from dlcore.cnn import CnnConfig
from dlcore.cnn.network import MAX_BLOCKS, MAX_FILTERS
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import ELSEWHERE, Choice, Whole
from ui.frame.settings import Said, Values, configured, values_of
from ui.train.inputs.shared import ACTIVATION, BATCH_NORM, DROPOUT

_USUAL = CnnConfig()
_FILTERS_OF_A_NEW_BLOCK = 64

BLOCKS = Whole(
    "train_blocks",
    ELSEWHERE,
    N_("Blocks"),
    N_("One block is a convolution and what makes its picture smaller."),
    1,
    MAX_BLOCKS,
)
FILTERS = tuple(
    Whole(
        f"train_filters_{block}",
        ELSEWHERE,
        N_("Filters {block}"),
        N_("How many patterns this block looks for; each gives one feature map."),
        1,
        MAX_FILTERS,
    )
    for block in range(1, MAX_BLOCKS + 1)
)
KERNEL = Choice.of(
    _USUAL,
    "kernel_size",
    "train_kernel",
    N_("Kernel size"),
    N_("The window, in pixels, that a filter sees at once."),
    {size: f"{size}×{size}" for size in (1, 3, 5, 7)},
)
POOLING = Choice.of(
    _USUAL,
    "pooling",
    "train_pooling",
    N_("Pooling"),
    N_("How the picture is made smaller after a convolution, by half in each direction."),
    {
        "max": N_("max: keep the strongest"),
        "average": N_("average: keep the mean"),
        "stride": N_("none: the convolution takes strides of 2"),
    },
)
DENSE = Whole.of(
    _USUAL,
    "dense_units",
    "train_dense",
    N_("Dense units"),
    N_("Neurons of the dense layer that weighs up what the convolutions have found."),
    low=1,
)
_FIELDS = (KERNEL, POOLING, ACTIVATION, BATCH_NORM, DROPOUT, DENSE)
SETTINGS = (BLOCKS, *FILTERS, *_FIELDS)


def values(network: CnnConfig) -> Values:
    """What the widgets show for a network; `config` is its inverse."""
    new = (_FILTERS_OF_A_NEW_BLOCK,) * (MAX_BLOCKS - len(network.filters))
    filters = zip(FILTERS, network.filters + new, strict=True)
    blocks = {BLOCKS.key: len(network.filters)}
    return blocks | {one.key: count for one, count in filters} | values_of(network, _FIELDS)


def config(said: Said, preset: CnnConfig) -> CnnConfig:
    """The network that the widgets describe; of the preset, nothing is left."""
    filters = tuple(said[one.key] for one in FILTERS[: said[BLOCKS.key]])
    return configured(preset, _FIELDS, said, filters=filters)


def widgets() -> None:
    filters = FILTERS[: BLOCKS.slider()]
    for block, (one, column) in enumerate(zip(filters, st.columns(len(filters)), strict=True), 1):
        with column:
            one.number_input(label=_(one.label).format(block=block))
    KERNEL.segmented()
    POOLING.selectbox()
    ACTIVATION.selectbox()
    BATCH_NORM.toggle()
    DROPOUT.slider()
    DENSE.number_input()
