"""The view "A network": a few neurons that learn, and all that they compute, in one picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.points import PointSet
from dlcore.neuron.script import network_script
from ui.frame import explore
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.setting import Several
from ui.neuron import problem, training
from ui.neuron.network import away, board, numbers, own, presets

_STEPS = 1000  # of the program that is shown
PARTS = {
    "presets": N_("Try this"),
    "points": N_("Points"),
    "network": N_("Network"),
    "training": N_("Training"),
    "numbers": N_("In numbers"),
    "code": N_("Show the code"),
}
LEFT_OUT = Several(
    "neuron_left_out",
    [],
    N_("Leave out"),
    N_(
        "What this page does without: for a lesson that is about one thing, or to show the network "
        "in a page of your own. The address has it too."
    ),
    PARTS,
    at_most=len(PARTS),
)
SETTINGS = (board.PACE, LEFT_OUT, *own.SETTINGS)


def show() -> None:
    """Presets, the network, its settings, what it is in numbers, the code."""
    shown = [part for part in PARTS if part not in LEFT_OUT.value]
    if "presets" in shown:
        explore.presets("neuron", presets.offered())
    place = st.container()
    tabs = {part: show_tab for part, show_tab in _TABS.items() if part in shown}
    if tabs:
        place, controls = st.columns([3, 1], gap="medium")
        with controls:
            _settings(tabs)
    with place:  # what is wrong with them is said there too
        config, points = problem.config(), problem.points()
        _picture(config, points)
    if training.now() and points and "numbers" in shown:
        numbers.show()
        away.show()
    if config and points and "code" in shown:
        made = points if problem.is_own() else problem.drawn()
        explore.code(network_script(config, made, _STEPS))
    with st.expander(_("For a lesson"), icon=":material/tune:"):
        LEFT_OUT.pills()


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


def _settings(tabs: Mapping[str, Callable[[], None]]) -> None:
    names = [_(PARTS[part]) for part in tabs]
    for tab, show_tab in zip(st.tabs(names), tabs.values(), strict=True):
        with tab:
            show_tab()


def _points() -> None:
    problem.show_data()
    if problem.is_own():
        own.file()


def _training() -> None:
    board.PACE.select_slider()
    problem.show_training()


_TABS = {"points": _points, "network": problem.show_network, "training": _training}
