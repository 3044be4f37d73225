"""Exercises on one neuron, and on a few."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from dlcore.exercises.exercise import Checked, CourseExercise, Prediction
from dlcore.messages import N_
from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.datasets import PointsConfig, make_points
from dlcore.neuron.single import EXERCISES as GATES
from dlcore.neuron.single import SingleNeuron

GRID = np.linspace(-10, 10, 21)
"""Weights and biases that are tried, each with each."""
LINES = {"x1", "x2"}
"""Inputs on which a unit draws a straight line."""
CIRCLE_UNITS, CIRCLE_STEPS, CIRCLE_ACCURACY = 4, 3_000, 0.95


@dataclass(frozen=True)
class NeuronAtGate:
    """One neuron, and what it should learn: a key of `single.EXERCISES`."""

    neuron: SingleNeuron
    gate: str


@dataclass(frozen=True)
class NetworkOnPoints:
    """A small network, and the points that it learns; None where they are the visitor's own."""

    config: NeuronConfig
    points: PointsConfig | None


def right(state: NeuronAtGate) -> int:
    """How many of its points a neuron with a sigmoid gets right: 1 is said where z is above 0."""
    gate, one = GATES[state.gate], state.neuron
    z = gate.x @ np.array([one.w1, one.w2]) + one.b
    return int(((z > 0) == (gate.y == 1)).sum())


def most_right(name: str) -> int:
    """The most that any neuron of `GRID` gets right."""
    gate = GATES[name]
    weights = np.array(list(product(GRID, repeat=3)))
    z = weights[:, :2] @ gate.x.T + weights[:, 2:]
    return int(((z > 0) == (gate.y == 1)).sum(axis=1).max())


def _and(state: NeuronAtGate, _guess: str | int | None) -> Checked:
    if wrong := _not_at(state, "and"):
        return wrong
    found, one = right(state), state.neuron
    if found < 4:
        return Checked(
            False,
            N_(
                "{right} of 4 are right. (1, 1) has to lie on the orange side of the line: make "
                "the bias less negative, or both weights larger."
            )
            if one.w1 + one.w2 + one.b <= 0
            else N_(
                "{right} of 4 are right. Only (1, 1) may lie on the orange side of the line: make "
                "the bias more negative, or both weights smaller."
            ),
            {"right": found},
            "2",
        )
    return Checked(
        True,
        N_(
            "All 4 are right. The sum is above 0 at (1, 1) alone: one weight by itself does not "
            "outweigh the bias, both together do."
        ),
        guess="2",
    )


def _xor(state: NeuronAtGate, _guess: str | int | None) -> Checked:
    if wrong := _not_at(state, "xor"):
        return wrong
    most, found = most_right("xor"), right(state)
    values = {"right": found, "most": most, "tried": len(GRID) ** 3}
    if found < most:
        return Checked(
            False,
            N_("{right} of 4 are right, and more are possible. Move the line once more."),
            values,
        )
    return Checked(
        True,
        N_(
            "{right} of 4, and that is the most: of {tried:,} neurons that were tried, none gets "
            "more. A neuron parts the plane by a straight line, and XOR's points cannot be parted "
            "so."
        ),
        values,
        str(most),
    )


def _circle(state: NetworkOnPoints, _guess: str | int | None) -> Checked:
    from dlcore.neuron.training import play

    if state.points is None or state.points.kind != "circle":
        return Checked(False, N_("Choose the points “Circle” first."))
    if not state.points.test_share:
        return Checked(False, N_("There are no test points to measure with: hold some back."))
    if not set(state.config.features) <= LINES:
        return Checked(
            False,
            N_("Take x₁ and x₂ alone as inputs: with their squares it takes no lines."),
        )
    units = sum(state.config.units)
    values: dict[str, float] = {"units": units, "most": CIRCLE_UNITS, "steps": CIRCLE_STEPS}
    if not 0 < units <= CIRCLE_UNITS:
        return Checked(
            False,
            N_(
                "This network has {units} hidden units. It may have at most {most}, and needs some."
            ),
            values,
        )
    packet = play(state.config, make_points(state.points), None, CIRCLE_STEPS, CIRCLE_STEPS)
    accuracy = float(packet.test_accuracy[-1])
    values |= {"accuracy": accuracy, "wanted": CIRCLE_ACCURACY}
    if not accuracy >= CIRCLE_ACCURACY:
        return Checked(
            False,
            N_(
                "With {units} hidden units it gets {accuracy:.1%} of the test points right after "
                "{steps:,} steps; {wanted:.0%} are wanted. Put all units into one layer, or change "
                "the activation, the rate or the seed."
            ),
            values,
        )
    return Checked(
        True,
        N_(
            "{accuracy:.1%} of the test points with {units} hidden units, after {steps:,} steps. "
            "Each unit of the first layer draws one straight line, and what follows puts the lines "
            "together into one curve."
        ),
        values,
        "3",
    )


def _not_at(state: NeuronAtGate, gate: str) -> Checked | None:
    """Why a neuron cannot be measured; None where it can."""
    if state.gate != gate:
        return Checked(False, N_("Choose “{gate}” first."), {"gate": GATES[gate].title})
    if state.neuron.activation != "sigmoid":
        return Checked(False, N_("Set the activation back to the sigmoid first."))
    return None


EXERCISES = (
    CourseExercise(
        "neuron-and",
        "neuron",
        N_("AND by hand"),
        N_("Drag the line, or set the weights, until all four points of AND are right."),
        Prediction(
            N_("How many of the four are right before you touch anything?"),
            {"1": "1", "2": "2", "3": "3", "4": "4"},
        ),
        "gate",
        {
            "neuron_view": "single",
            "single_task": "and",
            "single_w1": 1.0,
            "single_w2": 1.0,
            "single_b": -0.5,
            "single_activation": "sigmoid",
        },
        _and,
        solution={"single_b": -1.5},
        way=N_(
            "Leave both weights at 1 and set the bias to -1.5: the sum is above 0 only where "
            "both inputs are 1."
        ),
    ),
    CourseExercise(
        "neuron-xor",
        "neuron",
        N_("The most that one neuron can do for XOR"),
        N_("Get as many points of XOR right as one neuron can."),
        Prediction(
            N_("How many of XOR's four points can one neuron get right?"),
            {"2": "2", "3": "3", "4": "4"},
        ),
        "gate",
        {
            "neuron_view": "single",
            "single_task": "xor",
            "single_w1": 1.0,
            "single_w2": 1.0,
            "single_b": 0.5,
            "single_activation": "sigmoid",
        },
        _xor,
        solution={"single_b": -0.5},
        way=N_(
            "Set the bias to -0.5: the line of OR gets three of the four right, and no line "
            "gets more."
        ),
    ),
    CourseExercise(
        "neuron-circle",
        "neuron",
        N_("A circle out of few lines"),
        N_(
            "Build a network with at most 4 hidden units that gets 95 % of the circle's test "
            "points right within 3,000 steps."
        ),
        Prediction(
            N_("How many straight lines does it take to close off a region of the plane?"),
            {"2": "2", "3": "3", "4": "4"},
        ),
        "network",
        {"neuron_view": "network", "neuron_data": "circle"},
        _circle,
        hard=True,
        solution={"neuron_layers": 1, "neuron_units_1": 4, "neuron_activation_1": "tanh"},
        way=N_(
            "One hidden layer of 4 units with tanh, on x₁ and x₂ alone: it closes a region "
            "around the inner points."
        ),
    ),
)
