"""Linear layers collapse: the layers of a network multiplied into one."""

from __future__ import annotations

import streamlit as st

from dlcore.neuron.collapse import collapse, is_linear
from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.features import FEATURES
from dlcore.neuron.forward import DenseLayer
from dlcore.neuron.packet import NeuronState
from ui.frame.i18n import gettext as _
from ui.neuron import names
from ui.shared.numbers import plain, table


def show(config: NeuronConfig, state: NeuronState) -> None:
    """Where all hidden layers are linear: the single layer that they amount to, and a proof.

    Nothing where they are not.
    """
    if not is_linear(config):
        return
    found = collapse(config, state.weights(config))
    with st.container(key="neuron_collapse", border=True):
        st.markdown(
            _(
                "**These layers collapse.** Each only adds up, so all of them together are one "
                "layer: {layers} layers with {parameters} weights and biases can do no more than "
                "one with {enough}. The boundary is that of one neuron for each output: straight "
                "in its inputs."
            ).format(
                layers=len(found.layers),
                parameters=sum(layer.kernel.size + layer.bias.size for layer in found.layers),
                enough=found.one.kernel.size + found.one.bias.size,
            )
        )
        product = " ".join(f"W_{number + 1}" for number in range(len(found.layers)))
        st.latex(rf"{product} = W")
        st.markdown(_product(config, found.one))
        st.caption(
            _(
                "Its sums differ from the network's by at most {difference}, all over the plane. "
                "Give one layer another activation, and this is over."
            ).format(difference=plain(found.difference))
        )


def _product(config: NeuronConfig, one: DenseLayer) -> str:
    """A row for each input and one for the bias, a column for each output."""
    inputs = [*(FEATURES[name].label for name in config.features), _("bias")]
    rows = [
        [name, *map(plain, numbers)]
        for name, numbers in zip(inputs, [*one.kernel, one.bias], strict=True)
    ]
    outputs = [names.output(config.classes, number) for number in range(len(one.bias))]
    return table(["W", *outputs], rows)
