"""The network in numbers: every weight, and what it puts out over the plane."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import streamlit as st

from dlcore.activations.functions import ACTIVATIONS
from dlcore.neuron.collapse import is_linear
from dlcore.neuron.features import FEATURES, SPAN
from dlcore.neuron.forward import outputs, split
from ui.frame.i18n import gettext as _
from ui.neuron import collapse, names, training
from ui.neuron.network import sentences
from ui.neuron.training import Practice
from ui.shared.numbers import plain, table

_PLACES = (-SPAN, -SPAN / 2, 0.0, SPAN / 2, SPAN)


@st.fragment
def show() -> None:
    """Tables for those who cannot see the picture, or want it exactly; read when asked for.

    Of layers that collapse into one, that one too, and then it stands open.
    """
    practice = training.now()
    if practice is None:
        return
    linear = is_linear(practice.config)
    with st.expander(_("In numbers"), icon=":material/table:", expanded=linear):
        st.button(
            _("Read them now"),
            key="neuron_read",
            icon=":material/refresh:",
            help=_("The network learns on meanwhile; these are its numbers as it stands now."),
        )
        st.markdown(sentences.measured(practice.reel.newest))
        collapse.show(practice.config, practice.reel.newest.state())
        _weights(practice)
        _outputs(practice)


def _weights(practice: Practice) -> None:
    config = practice.config
    sources = [FEATURES[name].label for name in config.features]
    layers = split(config, practice.reel.newest.state().weights(config))
    for number, (layer, activation) in enumerate(zip(layers, config.layers, strict=True), 1):
        last = number == len(layers)
        title = _("Output") if last else _("Layer {layer}").format(layer=number)
        units = [
            names.output(config.classes, unit) if last else f"{number}.{unit + 1}"
            for unit in range(len(layer.bias))
        ]
        st.markdown(f"**{title}** · {ACTIVATIONS[activation].title}")
        rows = [*zip(sources, layer.kernel, strict=True), (_("bias"), layer.bias)]
        st.markdown(table([_("from"), *units], _written(rows)))
        sources = units


def _outputs(practice: Practice) -> None:
    """What the network says at places that lie evenly in the plane."""
    config, weights = practice.config, practice.reel.newest.state().weights(practice.config)
    x1, x2 = np.meshgrid(_PLACES, _PLACES[::-1])
    said = outputs(config, weights, np.stack([x1.ravel(), x2.ravel()], axis=1), practice.off)
    for number, values in enumerate(said.T):
        one = said.shape[1] == 1
        title = _("What it puts out") if one else names.output(config.classes, number)
        st.markdown(f"**{title}**")
        rows = zip(map(plain, _PLACES[::-1]), values.reshape(x1.shape), strict=True)
        st.markdown(table(["x₂ \\ x₁", *map(plain, _PLACES)], _written(rows)))


def _written(rows: Iterable[tuple[str, np.ndarray]]) -> list[list[str]]:
    return [[name, *map(plain, values)] for name, values in rows]
