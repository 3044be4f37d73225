"""What the network is, how good it is and what ails it, in words."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dlcore.activations.functions import ACTIVATIONS
from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.features import FEATURES
from dlcore.neuron.packet import Packet
from dlcore.neuron.points import PointSet
from dlcore.neuron.troubles import symptoms
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.neuron.training import Practice

SYMPTOMS = {
    "diverged": N_(
        ":material/trending_up: **Diverged:** the next step would have no finite numbers any more, "
        "so the last good moment is kept. Choose a lower learning rate and play on, or begin anew "
        "with Reset."
    ),
    "dead": N_(
        ":material/power_off: **Dead units {units}:** for every training point they put out the "
        "same, and their slope is 0, so that no gradient passes. A leaky ReLU keeps a slope there."
    ),
    "saturated": N_(
        ":material/horizontal_rule: **Saturated units {units}:** for nearly all points their slope "
        "is almost 0, so that they hardly learn. Smaller first weights, or another activation, "
        "keep them where they are steep."
    ),
    "equal": N_(
        ":material/content_copy: **Twins {units}:** units with the same weights get the same "
        "gradients, and stay the same for ever. A start by chance tells them apart."
    ),
    "underfit": N_(
        ":material/signal_cellular_1_bar: **Underfitting:** not even the training points are "
        "learnt. It may need more units, layers that bend, other inputs or more time."
    ),
    "overfit": N_(
        ":material/fingerprint: **Overfitting:** the training points are known by heart, and the "
        "test points much worse. More points, fewer units or L2 make it look at what they have in "
        "common."
    ),
}
"""What is said of each kind of `dlcore.neuron.troubles`; a unit is named by its layer and its place
there, both from 1."""


ONE_CLASS = N_(
    ":material/filter_1: **One class only:** all training points have the same, and to say it "
    "everywhere is right. Add points of another."
)
ONE_PLACE = N_(
    ":material/filter_center_focus: **One place only:** all training points lie there, so that "
    "nothing is to be learnt about the rest of the plane."
)


def measured(packet: Packet) -> str:
    """How good the network is at the newest moment."""
    parts = [_("After {steps:,} steps").format(steps=int(packet.steps[-1]))]
    for name, losses, right in (
        (_("Training"), packet.loss, packet.accuracy),
        (_("Test"), packet.test_loss, packet.test_accuracy),
    ):
        if np.isfinite(losses[-1]):
            said = _("{points}: loss {loss:.3g}")
            if np.isfinite(right[-1]):
                said = _("{points}: loss {loss:.3g}, {share:.0%} right")
            parts.append(said.format(points=name, loss=losses[-1], share=right[-1]))
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
    """What ails the network, or what to do first where it has not learnt yet."""
    packet = practice.reel.newest
    if odd := _odd(practice.points):
        st.markdown(_(odd))
    found = symptoms(practice.config, practice.points, packet, practice.off)
    for one in found:
        units = ", ".join(f"{layer + 1}.{unit + 1}" for layer, unit in one.units)
        st.markdown(_(SYMPTOMS[one.kind]).format(units=units))
    if not packet.steps[-1]:
        st.caption(
            _(
                "Press Play and watch the boundary. A click on a neuron or on a connection shows "
                "its numbers, which you can set."
            )
        )


def _odd(points: PointSet) -> str:
    """Why hardly anything can be learnt of these points; "" where that is not so."""
    x, y = points.x[points.train], points.y[points.train]
    if (x == x[0]).all():
        return ONE_PLACE
    return ONE_CLASS if points.classes and (y == y[0]).all() else ""
