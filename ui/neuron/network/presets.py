"""Things to try with a network in the plane: what goes wrong, and what helps."""

from __future__ import annotations

import streamlit as st

from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.presets import NEURON_PRESETS, NeuronPreset
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.i18n import gettext as _
from ui.frame.settings import Values
from ui.neuron import problem
from ui.neuron.network.board import PACE
from ui.neuron.plane import EVERY

_PICTURES = 100  # of the film until there is to see what is promised: about four seconds
_CURE = "_cure"
TITLES = {
    "circle": N_("A circle"),
    "spiral": N_("Spiral"),
    "underfit": N_("Underfitting"),
    "linear": N_("Linear layers"),
    "overfit": N_("Overfitting"),
    "dead": N_("Dead ReLUs"),
    "diverged": N_("Rate too high"),
    "saturated": N_("Saturated sigmoids"),
    "equal": N_("Symmetry"),
}
LOOK_FOR = {
    "circle": N_(
        "Each neuron of the first layer draws a line, and those behind it make a fence of them. "
        "After {steps:,} steps at least {after:.0%} of the test points are right."
    ),
    "spiral": N_(
        "Two layers of eight, and the sines of x₁ and x₂ as inputs. Watch the boundary wind itself "
        "up: after {steps:,} steps at least {after:.0%} of the test points are right."
    ),
    "underfit": N_(
        "Without a hidden layer the boundary is a straight line, however long the network learns. "
        "After {steps:,} steps at most {before:.0%} of the test points are right."
    ),
    "linear": N_(
        "Two hidden layers, and nothing that bends between them: they amount to a single layer, "
        "which stands below under “In numbers”. The boundary is a straight line, and at most "
        "{before:.0%} of the test points are right after {steps:,} steps."
    ),
    "overfit": N_(
        "A fifth of the few training labels is wrong, and there are weights enough to learn them "
        "by heart. Watch the boundary turn aside for single points: after {steps:,} steps the "
        "training points are known much better than the test points, of which at most {before:.0%} "
        "are right."
    ),
    "dead": N_(
        "At a learning rate of 3 a step throws units so far that they are below 0 for every point. "
        "Their pictures go blank where the points are, and no gradient brings them back: after "
        "{steps:,} steps at most {before:.0%} of the test points are right."
    ),
    "diverged": N_(
        "Each step overshoots further than the one before, until the numbers are not finite any "
        "more. The training ends there, and the last good moment stays."
    ),
    "saturated": N_(
        "First weights a hundred times too large: each sigmoid sits where it is flat, and hardly "
        "moves. After {steps:,} steps at most {before:.0%} of the test points are right."
    ),
    "equal": N_(
        "All weights begin the same, so all units get the same gradients: four neurons stay twins "
        "and do the work of one. After {steps:,} steps at most {before:.0%} of the test points "
        "are right."
    ),
}
CURES = {
    "underfit": N_(
        "One layer of four neurons: each draws a line, and together they fence the circle in. "
        "After {steps:,} steps at least {after:.0%} of the test points are right."
    ),
    "linear": N_(
        "The same layers with tanh between them: now the second has something to combine. After "
        "{steps:,} steps at least {after:.0%} of the test points are right."
    ),
    "overfit": N_(
        "L2 makes large weights dear, so that the boundary stays smooth and passes by the wrong "
        "labels. After {steps:,} steps at least {after:.0%} of the test points are right."
    ),
    "dead": N_(
        "A learning rate of 0.1, and the units stay alive. After {steps:,} steps at least "
        "{after:.0%} of the test points are right."
    ),
    "diverged": N_("A tenth of the learning rate, and the loss falls instead of growing."),
    "saturated": N_(
        "First weights of the usual size begin where the sigmoid is steep. After {steps:,} steps "
        "at least {after:.0%} of the test points are right."
    ),
    "equal": N_(
        "First weights drawn by chance: the units differ, and share the work. After {steps:,} "
        "steps at least {after:.0%} of the test points are right."
    ),
}


def offered() -> dict[str, Preset]:
    """By name: all of them, and the cure of the one that is set."""
    found = {}
    for name, one in NEURON_PRESETS.items():
        preset = _preset(one, TITLES[name], LOOK_FOR[name], one.config)
        found[name] = preset
        if one.cure:
            cure = _preset(one, N_("Its cure"), CURES[name], one.cured)
            if preset.holds or cure.holds:
                found[name + _CURE] = cure
    return found


def clicked() -> bool:
    """Whether one of them has just been chosen: then a training begins anew, whatever was set."""
    keys = (f"neuron_try_{name}{end}" for name in NEURON_PRESETS for end in ("", _CURE))
    return any(st.session_state.get(key) for key in keys)


def _preset(one: NeuronPreset, title: str, look_for: str, config: NeuronConfig) -> Preset:
    told = _(look_for).format(steps=one.steps, before=one.before or 0, after=one.after or 0)
    return Preset(title, told, _settings(one, config))


def _settings(one: NeuronPreset, config: NeuronConfig) -> Values:
    pace = max(every for every in EVERY if every <= max(one.steps / _PICTURES, 1))
    return problem.values(one.points, config) | {PACE.key: pace}
