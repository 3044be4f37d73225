"""The network that learns: what plays it, its graph, its boundary and its losses.

Each part that a browser sends messages to is a fragment of its own. While a network is played, only
the smallest of them runs: a question to the engine, and an answer for the browser.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.points import PointSet
from ui.frame.i18n import N_, gap
from ui.frame.setting import Choice
from ui.neuron import plane, problem, training
from ui.neuron.network import own, sentences
from ui.neuron.plane import EVERY, Brush, NeuronScene, Place
from ui.neuron.training import Practice

_WANTED = "neuron_wanted"  # what the controls have asked for, until it is done

PACE = Choice(
    "neuron_every",
    5,
    N_("Steps a picture"),
    N_("How many steps of the training lie between one picture and the next."),
    EVERY,
)


def show() -> None:
    """All parts of the network as it stands."""
    with st.container(key="neuron_board"):
        # A fragment is told what is set: while it runs alone, other widgets may not be there.
        st.fragment(_controls)(PACE.value)
        left, right = st.columns(2, gap="medium")
        with left:
            st.fragment(_graph)()
            plane.show("curve", key="neuron_curve")
        with right:
            if problem.is_own():
                # Own points are settings: with them all of the page's part has to run again.
                own.tools()
                _boundary(own.brush())
            else:
                st.fragment(_boundary)(None)


def show_bare(config: NeuronConfig) -> None:
    """A plane to paint the first points in."""
    _left, right = st.columns(2, gap="medium")
    with right:
        own.tools()
        plane.show(
            "boundary",
            key="neuron_boundary",
            scene=NeuronScene("bare", config, None, None),
            alt=sentences.points(None),
            brush=own.brush(),
            on_points=own.take,
        )


def show_points(config: NeuronConfig, points: PointSet) -> None:
    """What there is to look at while the network is made for the first time."""
    scene = NeuronScene("bare", config, points, None)
    _left, right = st.columns(2, gap="medium")
    with right:
        plane.show("boundary", key="neuron_waiting", scene=scene, alt=sentences.points(points))


def _controls(every: int) -> None:
    """Play, step, reset and the film; the only part that asks the engine."""
    picture = st.container()
    wanted: Callable[[], None] | None = st.session_state.get(_WANTED)
    if wanted:
        wanted()
        # Only now: who interrupts it, as a change of the language does, shows the controls again.
        st.session_state.pop(_WANTED, None)
    practice = training.now()
    if practice is None:
        return
    with picture:
        plane.show(
            "controls",
            key="neuron_controls",
            scene=_scene(practice, every),
            alt=sentences.measured(practice.reel.newest),
            on_more=_more,
            on_rest=training.rest,
            on_reset=_reset,
        )
    with st.container(key="neuron_said"):
        sentences.say(practice)


def _more(place: Place, every: int, moments: int) -> None:
    st.session_state[_WANTED] = partial(training.go_on, place, every, moments)


def _reset() -> None:
    st.session_state[_WANTED] = training.reset


def _graph() -> None:
    practice = training.now()
    if practice:
        plane.show(
            "graph",
            key="neuron_graph",
            alt=sentences.network(practice.config),
            on_weight=training.set_weight,
            on_off=training.switch_off,
        )


def _boundary(brush: Brush | None) -> None:
    practice = training.now()
    if practice:
        plane.show(
            "boundary",
            key="neuron_boundary",
            alt=f"{sentences.points(practice.points)}{gap()}{sentences.measured(practice.reel.newest)}",
            brush=brush,
            on_points=own.take,
        )


def _scene(practice: Practice, every: int) -> NeuronScene:
    return NeuronScene(
        practice.reel.run,
        practice.config,
        practice.points,
        practice.reel.last,
        practice.off,
        every,
        practice.reel.number,
        practice.refused,
    )
