"""What the network is, how good it is and what ails it, in words."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.activations.functions import ACTIVATIONS
from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.features import FEATURES
from dlcore.neuron.packet import Packet
from dlcore.neuron.points import PointSet
from ui.frame.i18n import gettext as _
from ui.neuron.training import Practice


def measured(packet: Packet) -> str:
    """How good the network is at the newest moment."""
    parts = [_("After {steps:,} steps.").format(steps=int(packet.steps[-1]))]
    for name, losses, right in (
        (_("Training"), packet.loss, packet.accuracy),
        (_("Test"), packet.test_loss, packet.test_accuracy),
    ):
        if np.isfinite(losses[-1]):
            parts.append(_("{points}: loss {loss:.3g}").format(points=name, loss=losses[-1]))
        if np.isfinite(right[-1]):
            parts[-1] += _(", {share:.0%} right").format(share=right[-1])
    return " · ".join(parts)


def network(config: NeuronConfig) -> str:
    """Its layers, from the inputs to the outputs."""
    inputs = ", ".join(FEATURES[name].label for name in config.features)
    layers = [_("inputs {names}").format(names=inputs)]
    for units, name in zip(config.widths[1:], config.layers, strict=True):
        layers.append(
            _("{units} × {activation}").format(units=units, activation=ACTIVATIONS[name].title)
        )
    return _("The network: {layers}.").format(layers=" → ".join(layers))


def points(shown: PointSet | None) -> str:
    """How many points there are in the plane."""
    if shown is None:
        return _("A plane without points.")
    return _("The plane with {count:,} points, {test:,} of them held back for the test.").format(
        count=len(shown.x), test=int(shown.test.sum())
    )


def say(practice: Practice) -> None:
    """One line on what is going on."""
    st.caption(measured(practice.reel.newest))
