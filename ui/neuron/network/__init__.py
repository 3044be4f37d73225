"""The view "A network": a few neurons that learn, and all that they compute, in one picture."""

from __future__ import annotations

import streamlit as st

from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.points import PointSet
from dlcore.neuron.script import network_script
from ui.frame import explore
from ui.frame.i18n import gettext as _
from ui.neuron import problem, training
from ui.neuron.network import away, board, numbers, own, presets

_STEPS = 1000  # of the program that is shown
SETTINGS = (board.PACE, *own.SETTINGS)


def show() -> None:
    """Presets, the network, its settings, what it is in numbers, the code."""
    explore.presets("neuron", presets.offered())
    picture, controls = st.columns([3, 1], gap="medium")
    with controls:
        _settings()
    with picture:  # what is wrong with them is said there too
        config, points = problem.config(), problem.points()
        _picture(config, points)
    if training.now() and points:
        numbers.show()
        away.show()
    if config and points:
        made = points if problem.is_own() else problem.drawn()
        explore.code(network_script(config, made, _STEPS))


def _picture(config: NeuronConfig | None, points: PointSet | None) -> None:
    """The network with these settings; the one there was before, where they make none."""
    if points is None:
        board.show_bare(config or NeuronConfig())
        return
    place = st.container()  # before a word about waiting: what stands there stays meanwhile
    with place:
        waiting = st.empty()
    if config and training.now() is None:
        with waiting.container():
            board.show_points(config, points)
    if config:
        training.settle(config, points, anew=presets.clicked())
    if training.now():
        waiting.empty()
        with place:
            board.show()


def _settings() -> None:
    names = (_("Points"), _("Network"), _("Training"))
    data, network, course = st.tabs(names)
    with data:
        problem.show_data()
        if problem.is_own():
            own.file()
    with network:
        problem.show_network()
    with course:
        board.PACE.select_slider()
        problem.show_training()
