"""One step of the way in words, formulas and tables."""

from __future__ import annotations

import streamlit as st

from dlcore.activations.functions import ACTIVATIONS
from dlcore.losses import LOSSES
from dlcore.neuron.features import FEATURES
from dlcore.optimizers.table import OPTIMIZERS
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.neuron.backpropagation import chain_rule
from ui.neuron.backpropagation.way import BACKWARD, FORWARD, INPUTS, LOSS, UNIT, BackStage, Passage
from ui.shared.numbers import plain, table

SAID = {
    INPUTS: N_(
        "**The point goes in.** All that the network is shown of it are these numbers. Go on step "
        "by step, or click on a unit."
    ),
    FORWARD: N_(
        "**Forward, layer {layer} of {layers}.** Each unit multiplies what comes in by its "
        "weights, adds it up with its bias, and sends the sum z through {activation}."
    ),
    LOSS: N_(
        "**The loss.** The network says {said}; right is {right}. That costs {loss}. How the loss "
        "changes with what the network says is where the way back begins."
    ),
    BACKWARD: N_(
        "**Backward, layer {layer} of {layers}.** δ says how the loss changes with the sum of a "
        "unit. Times what came in along a link, it is the gradient of that weight; the links show "
        "these gradients now."
    ),
}


def said(passage: Passage, stage: BackStage) -> str:
    found = passage.found
    layer = found.layers[stage.layer]
    return _(SAID[stage.kind]).format(
        layer=stage.layer + 1,
        layers=len(found.layers),
        activation=ACTIVATIONS[layer.activation].title,
        said=", ".join(map(plain, layer.outputs)),
        right=", ".join(map(plain, found.target)),
        loss=plain(found.loss),
    )


def notes(passage: Passage, stage: BackStage) -> None:
    """What does not learn here, and at the end what a step would do."""
    config, found = passage.config, passage.found
    layer = found.layers[stage.layer]
    is_last = stage.layer == len(found.layers) - 1
    slopes = None if is_last and found.together else layer.slopes
    flat = 0 if slopes is None else int((slopes == 0).sum())
    if flat:
        st.markdown(
            _(
                "{flat} of {units} units are flat here, f′(z) = 0: nothing comes back through "
                "them, and this point changes none of their weights."
            ).format(flat=flat, units=len(layer.sums))
        )
    if stage.layer == 0:
        st.markdown(
            _(
                "**All gradients are there.** One step of plain gradient descent for this point "
                "alone, with learning rate {rate:g}, takes its loss from {before} to {after}. In "
                "training, the gradients of {batch} points are averaged, and {optimizer} makes a "
                "step of them."
            ).format(
                rate=config.learning_rate,
                before=plain(found.loss),
                after=plain(passage.loss_after),
                batch=config.batch_size,
                optimizer=OPTIMIZERS[config.optimizer].label,
            )
        )
        if passage.loss_after > found.loss:
            st.markdown(_("That step is too long: it leaps over the valley, and up again."))
        if config.l1 or config.l2:
            st.caption(_("L1 and L2 pull at each weight besides; that is left out here."))


def formulas(passage: Passage, stage: BackStage, unit: int) -> None:
    found = passage.found
    layer = found.layers[stage.layer]
    if stage.kind == INPUTS:
        return
    UNIT.number_input(max_value=len(layer.sums), width=140)
    if (stage.layer, unit) in passage.off:
        st.markdown(_("This unit is switched off: it gives 0, and nothing comes back through it."))
        return
    with st.container(key="neuron_back_formulas"):
        if stage.kind == FORWARD:
            st.latex(chain_rule.forward(layer, unit))
        elif stage.kind == LOSS:
            st.caption(_(LOSSES[passage.config.loss].title))
            st.latex(chain_rule.loss(found, passage.config.loss, unit))
        else:
            st.latex(chain_rule.backward(found, stage.layer, unit))
            st.markdown(_gradients(passage, stage, unit))


def _gradients(passage: Passage, stage: BackStage, unit: int) -> str:
    """A table of the weights of one unit: what came in, the gradient, and where a step leads."""
    layer, rate = passage.found.layers[stage.layer], passage.config.learning_rate
    delta = layer.deltas[unit]
    names = (
        [FEATURES[name].label for name in passage.config.features]
        if stage.layer == 0
        else [_("unit {number}").format(number=i + 1) for i in range(len(layer.inputs))]
    )
    weights = [*layer.kernel[:, unit], layer.bias[unit]]
    inputs = [*layer.inputs, 1.0]
    rows = [
        [name, plain(w), plain(x), plain(delta), plain(x * delta), plain(w - rate * x * delta)]
        for name, w, x in zip([*names, _("bias")], weights, inputs, strict=True)
    ]
    head = [_("from"), "w", _("came in"), "δ", "∂L/∂w", "w − η ∂L/∂w"]
    return table(head, rows)


def all_numbers(passage: Passage) -> None:
    with st.expander(_("All numbers of this point"), icon=":material/table_rows:"):
        rows = []
        for number, layer in enumerate(passage.found.layers, start=1):
            slopes = [None] * len(layer.sums) if layer.slopes is None else layer.slopes
            for unit, slope in enumerate(slopes):
                sums = (layer.sums[unit], layer.outputs[unit])
                back = (layer.output_gradients[unit], layer.deltas[unit])
                rows.append(
                    [
                        _("layer {layer}, unit {unit}").format(layer=number, unit=unit + 1),
                        *map(plain, sums),
                        "–" if slope is None else plain(slope),
                        *map(plain, back),
                    ]
                )
        head = [_("unit"), "z", "a", "f′(z)", "∂L/∂a", "δ = ∂L/∂z"]
        st.markdown(table(head, rows))
