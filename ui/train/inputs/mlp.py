"""The widgets of a dense network."""

from __future__ import annotations

import streamlit as st

from dlcore.mlp import MAX_LAYERS, MAX_UNITS, MlpConfig
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import ELSEWHERE, Whole
from ui.frame.settings import Said, Values, configured, values_of
from ui.train.inputs.shared import ACTIVATION, BATCH_NORM, DROPOUT

_UNITS_OF_A_NEW_LAYER = 128

HIDDEN = Whole(
    "train_hidden",
    ELSEWHERE,
    N_("Hidden layers"),
    N_("Layers between the pixels and the answer. With none the network can only weigh pixels."),
    0,
    MAX_LAYERS,
)
UNITS = tuple(
    Whole(
        f"train_units_{number}",
        ELSEWHERE,
        N_("Units {layer}"),
        N_("How many neurons this hidden layer has."),
        1,
        MAX_UNITS,
    )
    for number in range(1, MAX_LAYERS + 1)
)
_FIELDS = (ACTIVATION, BATCH_NORM, DROPOUT)
SETTINGS = (HIDDEN, *UNITS, *_FIELDS)


def values(network: MlpConfig) -> Values:
    """What the widgets show for a network; `config` is its inverse."""
    new = (_UNITS_OF_A_NEW_LAYER,) * (MAX_LAYERS - len(network.units))
    units = zip(UNITS, network.units + new, strict=True)
    hidden = {HIDDEN.key: len(network.units)}
    return hidden | {one.key: count for one, count in units} | values_of(network, _FIELDS)


def config(said: Said, preset: MlpConfig) -> MlpConfig:
    """The network that the widgets describe; of the preset, nothing is left."""
    units = tuple(said[one.key] for one in UNITS[: said[HIDDEN.key]])
    return configured(preset, _FIELDS, said, units=units)


def widgets() -> None:
    units = UNITS[: HIDDEN.slider()]
    for number, (one, column) in enumerate(
        zip(units, st.columns(len(units) or 1), strict=False), 1
    ):
        with column:
            one.number_input(label=_(one.label).format(layer=number))
    ACTIVATION.selectbox()
    BATCH_NORM.toggle()
    DROPOUT.slider()
