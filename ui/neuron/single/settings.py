"""Everything that can be set of one neuron, and things to try."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dlcore.activations.functions import ACTIVATIONS
from dlcore.neuron.single import (
    ENTROPY,
    EXERCISES,
    ONE_NUMBER,
    SQUARED,
    Exercise,
    SingleNeuron,
)
from ui.frame.explore import Preset
from ui.frame.i18n import N_
from ui.frame.setting import Choice, Number, Whole
from ui.frame.settings import configured

_USUAL = SingleNeuron()
_SET_WITH = N_("By its slider, by typing, or by dragging the line.")

EXERCISE = Choice(
    "single_task",
    "and",
    N_("What it should learn"),
    N_(
        "AND: 1 if both inputs are 1. OR: 1 if at least one is. NAND: the opposite of AND. XOR: 1 "
        "if exactly one of them is 1. Or two clouds of 20 points each."
    ),
    {name: one.title for name, one in EXERCISES.items()},
)
# The component has their sliders, so that a drag asks nobody.
WEIGHTS = (
    Number.of(_USUAL, "w1", "single_w1", N_("Weight w₁"), _SET_WITH),
    Number.of(_USUAL, "w2", "single_w2", N_("Weight w₂"), _SET_WITH),
    Number.of(_USUAL, "b", "single_b", N_("Bias b"), _SET_WITH),
)
ACTIVATION = Choice.of(
    _USUAL,
    "activation",
    "single_activation",
    N_("Activation f"),
    N_("What is made of the sum z. With the usual parameters of Keras."),
    {name: ACTIVATIONS[name].title for name in ONE_NUMBER},
)
LOSS = Choice.of(
    _USUAL,
    "loss",
    "single_loss",
    N_("Loss L"),
    N_("How wrong an output is: the gradient is the slope of this number."),
    {ENTROPY: N_("Cross-entropy"), SQUARED: N_("MSE")},
)
# In the component too, beside its steps.
LEARNT = Choice(
    "single_learns",
    "all",
    N_("learns from"),
    N_("The mean of all gradients, or the gradient of one point alone."),
    {"all": N_("all points"), "point": N_("the point looked at")},
)
RATE = Choice(
    "single_rate",
    0.3,
    N_("Learning rate"),
    N_("A step takes this times the gradient from each weight."),
    (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0),
)
POINT = Whole(
    "single_point",
    2,
    N_("Point looked at"),
    N_("The one that was clicked last, counted from 0."),
    0,
    max(len(one.y) for one in EXERCISES.values()) - 1,
)
SETTINGS = (EXERCISE, *WEIGHTS, ACTIVATION, LOSS, LEARNT, RATE, POINT)


def neuron() -> SingleNeuron:
    """The neuron as it is set."""
    return configured(_USUAL, (*WEIGHTS, ACTIVATION, LOSS), st.session_state)


def exercise() -> Exercise:
    return EXERCISES[EXERCISE.value]


def point() -> int:
    """The one that is looked at; where the points are fewer now, the last of them."""
    return min(POINT.value, len(exercise().y) - 1)


def learnt() -> int | None:
    """The point that a step learns from; None for all."""
    return None if LEARNT.value == "all" else point()


def _begin(w1: float, w2: float, b: float) -> dict[str, Any]:
    return {one.key: value for one, value in zip(WEIGHTS, (w1, w2, b), strict=True)}


def _try(
    task: str, activation: str = "sigmoid", loss: str = ENTROPY, rate: float = 1.0
) -> dict[str, Any]:
    return {
        EXERCISE.key: task,
        ACTIVATION.key: activation,
        LOSS.key: loss,
        LEARNT.key: "all",
        RATE.key: rate,
    }


_FIRST = _begin(1.0, 1.0, -0.5)
_SURE_AND_WRONG = _begin(-6.0, -6.0, -2.0)
_DEAD = _begin(-1.0, -1.0, -0.5)

# The numbers in them are held by a test.
PRESETS = {
    "and": Preset(
        N_("AND by hand"),
        N_(
            "Two of four are right. **Drag the line** until only (1, 1) lies on the orange side. "
            "Or press Play: gradient descent is there after 5 steps."
        ),
        _try("and", rate=0.3),
        _FIRST,
    ),
    "nand": Preset(
        N_("It learns NAND"),
        N_(
            "The opposite of AND, so both weights have to become negative. **Press Play**: after "
            "24 steps all four are right, and more steps only make the neuron surer."
        ),
        _try("nand"),
        _FIRST,
    ),
    "xor": Preset(
        N_("XOR: no line can"),
        N_(
            "Three of four are right, and **no line does better**: try it. Gradient descent lets "
            "all weights go to 0, and every answer to ½. It takes a second layer: see “A network”."
        ),
        _try("xor"),
        _FIRST,
    ),
    "clouds": Preset(
        N_("Two clouds"),
        N_(
            "Neither input is enough alone, both together are. **Press Play**: 18 of 40 are right "
            "at first, all 40 after 50 steps."
        ),
        _try("clouds", rate=3.0),
        _begin(-1.0, 1.0, 0.0),
    ),
    "squared": Preset(
        N_("Sure and wrong, with MSE"),
        N_(
            "The neuron says 0 everywhere and is sure of it, so the sigmoid is flat: f′(z) makes "
            "the gradient nearly 0. **Press Play**: after 100 steps still one of four is right."
        ),
        _try("or", loss=SQUARED),
        _SURE_AND_WRONG,
    ),
    "entropy": Preset(
        N_("… with cross-entropy"),
        N_(
            "The same weights. The slope of cross-entropy is the steeper, the surer the mistake, "
            "and makes up for the flat sigmoid. **Press Play**: all four are right after 52 steps."
        ),
        _try("or", loss=ENTROPY),
        _SURE_AND_WRONG,
    ),
    "dead": Preset(
        N_("A dead ReLU"),
        N_(
            "z is negative at all four points. There ReLU is 0 and so is its slope: the gradient "
            "is exactly 0, and no step changes anything. **Choose Leaky ReLU** and press Play."
        ),
        _try("or", "relu", SQUARED, 0.1),
        _DEAD,
    ),
    "large": Preset(
        N_("Steps too large"),
        N_(
            "All four are right, and every step makes the loss larger: it jumps over the valley "
            "and lands higher up. Press **One step** and watch, then again with a learning rate of "
            "0.3."
        ),
        _try("and", "linear", SQUARED),
        _FIRST,
    ),
}
