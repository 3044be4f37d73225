"""The view *Backpropagation*: one point on its way through the network, and the gradients back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import streamlit as st

from dlcore.activations.functions import ACTIVATIONS
from dlcore.figures import neuron as drawing
from dlcore.losses import LOSSES
from dlcore.neuron.backpropagation import Backpropagation, backpropagate, loss_after
from dlcore.neuron.config import MAX_LAYERS, MAX_UNITS, NeuronConfig
from dlcore.neuron.features import FEATURES
from dlcore.neuron.forward import Unit
from dlcore.neuron.gradient_script import gradient_script
from dlcore.neuron.points import MAX_POINTS, PointSet
from dlcore.optimizers.table import OPTIMIZERS
from ui.frame import explore, shell
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Whole
from ui.neuron import chain_rule, ground, problem, training
from ui.neuron.chain_rule import plain
from ui.shared import chart

INPUTS, FORWARD, LOSS, BACKWARD = "inputs", "forward", "loss", "backward"
_MOST_STAGES = 2 * (MAX_LAYERS + 1) + 2
STAGE = Whole(
    "neuron_back_stage",
    1,
    N_("Step"),
    N_("Forward layer by layer, the loss, and back layer by layer."),
    1,
    _MOST_STAGES,
)
UNIT = Whole(
    "neuron_back_unit",
    1,
    N_("Unit"),
    N_("Whose numbers are written out. A click on a unit in the picture chooses it too."),
    1,
    MAX_UNITS,
)
POINT = Whole(
    "neuron_back_point",
    1,
    N_("Point"),
    N_("The number of the point that goes through. A click in the plane takes the nearest one."),
    1,
    MAX_POINTS,
)
SETTINGS = (STAGE, UNIT, POINT)
_PLANE_HEIGHT = 300

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


@dataclass(frozen=True)
class BackStage:
    """A step of the way: what is done, and the layer in which, from 0."""

    kind: str
    layer: int


@dataclass(frozen=True, eq=False)
class _Subject:
    """What goes through what."""

    config: NeuronConfig
    points: PointSet
    off: tuple[Unit, ...]
    found: Backpropagation
    loss_after: float


def stages(layers: int) -> tuple[BackStage, ...]:
    """The whole way, there and back."""
    there = [BackStage(FORWARD, number) for number in range(layers)]
    back = [BackStage(BACKWARD, number) for number in reversed(range(layers))]
    return (BackStage(INPUTS, 0), *there, BackStage(LOSS, layers - 1), *back)


def show() -> None:
    """The plane to choose a point in, the network with its numbers, formulas, a table."""
    left, right = st.columns([4, 7], gap="large")
    with left:
        place = st.container()
        with st.expander(_("Points and network"), icon=":material/tune:"):
            problem.show_data()
            problem.show_network()
    points, config = problem.points(), problem.config()
    state = training.newest(config, points) if config and points else None
    if config is None or points is None or state is None:
        return
    practice = training.now()
    off = practice.off if practice else ()
    weights = state.weights(config)
    with place:
        chosen = _point(config, points, weights, off)
    point, y = (float(points.x[chosen, 0]), float(points.x[chosen, 1])), float(points.y[chosen])
    subject = _Subject(
        config,
        points,
        off,
        backpropagate(config, weights, point, y, off),
        loss_after(config, weights, point, y, off),
    )
    with right:
        _way(subject)
        st.caption(
            _(
                "The network is the one of the view “A network”, after {steps:,} steps of training."
            ).format(steps=state.step)
        )
    _all_numbers(subject)
    if not off:
        explore.code(gradient_script(config, weights, point, y))


def _point(
    config: NeuronConfig,
    points: PointSet,
    weights: np.ndarray,
    off: tuple[Unit, ...],
) -> int:
    """The plane and the choice of a point in it; its number from 0."""
    count = len(points.x)
    POINT.set(min(POINT.value, count))
    place = st.container()
    chosen = POINT.number_input(max_value=count) - 1
    x1, x2 = points.x[chosen]
    said = _("Point {number} of {count} at ({x1}, {x2}): {answer}.").format(
        number=chosen + 1,
        count=count,
        x1=plain(x1),
        x2=plain(x2),
        answer=_answer(points.classes, float(points.y[chosen])),
    )
    with place:
        chart.show(
            ground.of_network(config, weights, points, off, height=_PLANE_HEIGHT, chosen=chosen),
            key="neuron_back_plane",
            alt=said,
            on_click=partial(pick_point, points),
        )
    st.caption(said)
    return int(chosen)


def pick_point(points: PointSet, *at: float) -> None:
    """Takes the point nearest to a place; for use in callbacks."""
    POINT.set(int(((points.x - at) ** 2).sum(axis=1).argmin()) + 1)


def _answer(classes: int, y: float) -> str:
    if classes:
        return _("class {number}").format(number=int(y))
    return _("value {value}").format(value=plain(y))


def _way(subject: _Subject) -> None:
    way = stages(len(subject.found.layers))
    at = min(STAGE.value, len(way))
    STAGE.set(at)
    _steps(len(way), at)
    stage = way[at - 1]
    unit = _unit(subject, stage)
    _graph(subject, stage, unit)
    st.markdown(_said(subject, stage))
    if stage.kind == BACKWARD:
        _notes(subject, stage)
    _formulas(subject, stage, unit)


def _steps(count: int, at: int) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.button(
            _("Back"),
            key="neuron_back_previous",
            icon=":material/arrow_back:",
            help=_("One step towards the beginning."),
            disabled=at == 1,
            on_click=STAGE.set,
            args=(at - 1,),
        )
        st.button(
            _("Next"),
            key="neuron_back_next",
            icon=":material/arrow_forward:",
            type="primary",
            help=_("One step on: forward through the layers, then back."),
            disabled=at == count,
            on_click=STAGE.set,
            args=(at + 1,),
        )
        STAGE.slider(max_value=count)


def _unit(subject: _Subject, stage: BackStage) -> int:
    """The unit that is written out, from 0."""
    width = len(subject.found.layers[stage.layer].sums)
    UNIT.set(min(UNIT.value, width))
    return int(UNIT.value) - 1


def _graph(subject: _Subject, stage: BackStage, unit: int) -> None:
    widths = subject.config.widths
    figure = drawing.point_graph(
        _numbers(subject.found, stage, unit),
        words=_words(subject.config, stage),
        text_colour=shell.text_colour(),
        page_colour=shell.page_colour(),
    )
    chart.show(
        figure,
        key="neuron_back_graph",
        alt=_("A network of {widths} units with the numbers of one point. {said}").format(
            widths=" – ".join(map(str, widths)), said=_said(subject, stage).replace("**", "")
        ),
        on_click=partial(pick_unit, widths, stage),
    )


def pick_unit(widths: tuple[int, ...], stage: BackStage, x: float, y: float) -> None:
    """Looks at the unit at a place of the picture, on the same way; for use in callbacks."""
    column, unit = drawing.unit_at(widths, x, y)
    if round(x) >= len(widths):
        there = BackStage(LOSS, len(widths) - 2)
    elif column:
        there = BackStage(BACKWARD if stage.kind in (LOSS, BACKWARD) else FORWARD, column - 1)
        UNIT.set(unit + 1)
    else:
        there = BackStage(INPUTS, 0)
    STAGE.set(stages(len(widths) - 1).index(there) + 1)


def _numbers(found: Backpropagation, stage: BackStage, unit: int) -> drawing.PointGraph:
    """What stands in the picture at one step."""
    back = stage.kind == BACKWARD
    reached = {INPUTS: 0, FORWARD: stage.layer + 1}.get(stage.kind, len(found.layers))
    nodes: list[list[float | None]] = [[*found.layers[0].inputs.tolist()]]
    links = []
    for number, layer in enumerate(found.layers):
        returned = back and number >= stage.layer
        values = layer.deltas if returned else layer.outputs
        nodes.append(values.tolist() if number < reached else [None] * len(values))
        links.append(layer.kernel_gradients if returned else layer.kernel)
    column = 0 if stage.kind == INPUTS else stage.layer + 1
    return drawing.PointGraph(
        nodes,
        links,
        column if stage.kind in (FORWARD, BACKWARD) else None,
        (column, unit if column else -1),
        found.loss if back or stage.kind == LOSS else None,
    )


def _words(config: NeuronConfig, stage: BackStage) -> drawing.GraphWords:
    """Names of inputs and layers; below each layer, whether its units show a or δ."""
    letters = [
        "δ" if stage.kind == BACKWARD and number >= stage.layer else "a"
        for number in range(len(config.layers))
    ]
    layers = [
        f"{name.replace('_', ' ')}<br>{letter}"
        for name, letter in zip(config.layers, letters, strict=True)
    ]
    inputs = [FEATURES[name].label for name in config.features]
    return drawing.GraphWords(inputs, [_("input"), *layers, _("loss")])


def _said(subject: _Subject, stage: BackStage) -> str:
    found = subject.found
    layer = found.layers[stage.layer]
    return _(SAID[stage.kind]).format(
        layer=stage.layer + 1,
        layers=len(found.layers),
        activation=ACTIVATIONS[layer.activation].title,
        said=", ".join(map(plain, layer.outputs)),
        right=", ".join(map(plain, found.target)),
        loss=plain(found.loss),
    )


def _notes(subject: _Subject, stage: BackStage) -> None:
    """What does not learn here, and at the end what a step would do."""
    config, found = subject.config, subject.found
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
                after=plain(subject.loss_after),
                batch=config.batch_size,
                optimizer=OPTIMIZERS[config.optimizer].label,
            )
        )
        if config.l1 or config.l2:
            st.caption(_("L1 and L2 pull at each weight besides; that is left out here."))


def _formulas(subject: _Subject, stage: BackStage, unit: int) -> None:
    found = subject.found
    layer = found.layers[stage.layer]
    if stage.kind == INPUTS:
        return
    UNIT.number_input(max_value=len(layer.sums), width=140)
    if (stage.layer, unit) in subject.off:
        st.markdown(_("This unit is switched off: it gives 0, and nothing comes back through it."))
        return
    with st.container(key="neuron_back_formulas"):
        if stage.kind == FORWARD:
            st.latex(chain_rule.forward(layer, unit))
        elif stage.kind == LOSS:
            st.caption(_(LOSSES[subject.config.loss].title))
            st.latex(chain_rule.loss(found, subject.config.loss, unit))
        else:
            st.latex(chain_rule.backward(found, stage.layer, unit))
            st.markdown(_gradients(subject, stage, unit))


def _gradients(subject: _Subject, stage: BackStage, unit: int) -> str:
    """A table of the weights of one unit: what came in, the gradient, and where a step leads."""
    layer, rate = subject.found.layers[stage.layer], subject.config.learning_rate
    delta = layer.deltas[unit]
    names = (
        [FEATURES[name].label for name in subject.config.features]
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
    return chain_rule.table(head, rows)


def _all_numbers(subject: _Subject) -> None:
    with st.expander(_("All numbers of this point"), icon=":material/table_rows:"):
        rows = []
        for number, layer in enumerate(subject.found.layers, start=1):
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
        st.markdown(chain_rule.table(head, rows))
