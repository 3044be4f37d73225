"""The view *Backpropagation*: one point on its way through the network, and the gradients back."""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st

from dlcore.neuron.backpropagation import backpropagate, loss_after
from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.forward import Unit
from dlcore.neuron.gradient_script import gradient_script
from dlcore.neuron.points import PointSet
from ui.frame import explore
from ui.frame.i18n import gettext as _
from ui.neuron import ground, problem, training
from ui.neuron.backpropagation import graph, words
from ui.neuron.backpropagation.way import (
    BACKWARD,
    POINT,
    SETTINGS,
    STAGE,
    UNIT,
    BackStage,
    Passage,
    pick_point,
    stages,
)
from ui.shared import chart
from ui.shared.numbers import plain

__all__ = ["SETTINGS", "show"]

_PLANE_HEIGHT = 300


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
    passage = Passage(
        config,
        off,
        backpropagate(config, weights, point, y, off),
        loss_after(config, weights, point, y, off),
    )
    with right:
        _way(passage)
        st.caption(
            _(
                "Blue is below 0, orange above, and a link is as thick as its number is large. The "
                "network is the one of the view “A network”, after {steps:,} steps of training."
            ).format(steps=state.step)
        )
    words.all_numbers(passage)
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


def _answer(classes: int, y: float) -> str:
    if classes:
        return _("class {label}").format(label=int(y))
    return _("value {value}").format(value=plain(y))


def _way(passage: Passage) -> None:
    way = stages(len(passage.found.layers))
    at = min(STAGE.value, len(way))
    STAGE.set(at)
    _steps(len(way), at)
    stage = way[at - 1]
    unit = _unit(passage, stage)
    graph.show(passage, stage, unit)
    st.markdown(words.said(passage, stage))
    if stage.kind == BACKWARD:
        words.notes(passage, stage)
    words.formulas(passage, stage, unit)


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


def _unit(passage: Passage, stage: BackStage) -> int:
    """The unit that is written out, from 0."""
    width = len(passage.found.layers[stage.layer].sums)
    UNIT.set(min(UNIT.value, width))
    return int(UNIT.value) - 1
