"""Exercises on gradient descent."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dlcore.exercises.exercise import Checked, CourseExercise, Prediction
from dlcore.messages import N_
from dlcore.optimizers.config import DescentConfig
from dlcore.optimizers.descent import Trajectory, descend
from dlcore.optimizers.surfaces import SURFACES

DEEP_LOSS, FEW_STEPS = 1e-6, 60
APART = 0.5  # of the plane: two minima that are farther apart are two


@dataclass(frozen=True)
class Descents:
    """What is to go down which surface, and the next higher learning rate that can be chosen."""

    config: DescentConfig
    next_rate: float | None


def _way(config: DescentConfig, optimizer: str) -> Trajectory | None:
    if optimizer not in config.optimizers:
        return None
    return descend(replace(config, optimizers=(optimizer,)))[0]


def _not_there(config: DescentConfig) -> Checked | None:
    """Why it is not the way down the ravine that is asked for; None where it is."""
    ravine = SURFACES["ravine"]
    if config.surface != "ravine":
        return Checked(False, N_("Choose the ravine first."))
    if config.start not in (None, ravine.start):
        x, y = ravine.start
        return Checked(
            False,
            N_("The start was moved: it belongs to x = {x:g}, y = {y:g}."),
            {"x": x, "y": y},
        )
    return None


def _ravine(state: Descents, _guess: str | int | None) -> Checked:
    config = state.config
    if wrong := _not_there(config):
        return wrong
    way = _way(replace(config, steps=min(config.steps, FEW_STEPS)), "momentum")
    if way is None:
        return Checked(False, N_("Momentum is not among the optimizers: add it."))
    loss = float(way.losses[-1])
    values = {
        "loss": loss,
        "wanted": DEEP_LOSS,
        "momentum": config.momentum,
        "rate": way.learning_rate,
        "steps": min(config.steps, FEW_STEPS),
    }
    if way.outcome.kind == "diverged":
        return Checked(
            False,
            N_("At the rate {rate:g} it leaves the picture. Take a lower one."),
            values,
        )
    if not loss < DEEP_LOSS:
        return Checked(
            False,
            N_(
                "With momentum {momentum:g} at the rate {rate:g} the loss is {loss:.1g} after "
                "{steps} steps; below {wanted:g} is wanted. Too much momentum shoots past, too "
                "little crawls."
            ),
            values,
        )
    return Checked(
        True,
        N_(
            "Momentum {momentum:g} at the rate {rate:g}: a loss of {loss:.1g} after {steps} steps. "
            "It is fast along the ravine, and the jumps across it die away in time."
        ),
        values,
        "middle",
    )


def _edge(state: Descents, _guess: str | int | None) -> Checked:
    if wrong := _not_there(state.config):
        return wrong
    if state.config.schedule != "constant":
        return Checked(False, N_("Set the schedule to a constant rate first."))
    way = _way(state.config, "sgd")
    if way is None:
        return Checked(False, N_("SGD is not among the optimizers: add it."))
    values = {"rate": way.learning_rate}
    if way.outcome.kind != "converged":
        return Checked(
            False,
            N_("At the rate {rate:g} SGD does not arrive. Take a lower one, or more steps."),
            values,
        )
    if state.next_rate is None:
        return Checked(False, N_("There is no higher rate to compare with."))
    following = _way(replace(state.config, learning_rate=state.next_rate), "sgd")
    assert following is not None
    values["next"] = following.learning_rate
    if following.outcome.kind == "converged":
        return Checked(
            False,
            N_("At {rate:g} SGD arrives, and at {next:g} it arrives as well. Go higher."),
            values,
        )
    return Checked(
        True,
        N_(
            "At {rate:g} SGD arrives, at {next:g} no more. Across the ravine the slope is "
            "steepest: above 2 divided by its curvature there, each step lands farther from the "
            "middle than the one before."
        ),
        values,
        "across",
    )


def _part(state: Descents, _guess: str | int | None) -> Checked:
    if state.config.surface != "himmelblau":
        return Checked(False, N_("Choose the surface of four minima first: Himmelblau."))
    ways = [way for way in descend(state.config) if way.outcome.kind == "converged"]
    ends = [(way.optimizer, way.points[-1]) for way in ways]
    for number, (one, here) in enumerate(ends):
        for other, there in ends[:number]:
            if float(np.linalg.norm(here - there)) > APART:
                return Checked(
                    True,
                    N_(
                        "From the same start they arrive at two different minima. Near a ridge a "
                        "small difference in the first steps decides the valley."
                    ),
                    {"one": one, "other": other},
                    "yes",
                )
    return Checked(
        False,
        N_(
            "{arrived} of {count} arrive, and none at another minimum than the rest. Put the start "
            "near a ridge between two valleys."
        ),
        {"arrived": len(ways), "count": len(state.config.optimizers)},
    )


EXERCISES = (
    CourseExercise(
        "optimizers-ravine",
        "optimizers",
        N_("Down the ravine in 60 steps"),
        N_("Bring Momentum's loss in the ravine below 0.000001 within 60 steps."),
        Prediction(
            N_("Which momentum is best here?"),
            {"none": N_("about 0"), "middle": N_("about 0.6"), "much": N_("about 0.99")},
        ),
        "descents",
        {
            "optimizers_surface": "ravine",
            "optimizers_list": ["sgd", "momentum"],
            "optimizers_momentum": 0.9,
            "optimizers_steps": 60,
        },
        _ravine,
        solution={
            "optimizers_rates": "same",
            "optimizers_rate": 0.05,
            "optimizers_momentum": 0.6,
        },
        way=N_(
            "One learning rate for all, 0.05, and momentum 0.6. With momentum 0.9 it has not "
            "arrived after 60 steps at that rate."
        ),
    ),
    CourseExercise(
        "optimizers-edge",
        "optimizers",
        N_("The highest rate that still arrives"),
        N_("In the ravine, find the highest learning rate at which SGD still arrives."),
        Prediction(
            N_("What goes wrong first when the rate is raised?"),
            {
                "along": N_("it goes too far along the ravine"),
                "across": N_("it jumps ever farther across the ravine"),
            },
        ),
        "descents",
        {
            "optimizers_surface": "ravine",
            "optimizers_list": ["sgd"],
            "optimizers_steps": 150,
        },
        _edge,
        solution={"optimizers_rate": 1.2},
        way=N_(
            "Set the rate to 1.2 times SGD's own: at the next one of the list, 1.5 times, it does "
            "not arrive any more."
        ),
    ),
    CourseExercise(
        "optimizers-part",
        "optimizers",
        N_("One start, two valleys"),
        N_(
            "On the surface of four minima, find a start from which two optimizers arrive at "
            "different ones."
        ),
        Prediction(
            N_("Do optimizers from one start always reach the same minimum?"),
            {"yes": N_("no, it depends on the start"), "no": N_("yes, the nearest one")},
        ),
        "descents",
        {"optimizers_surface": "himmelblau", "optimizers_list": ["sgd", "momentum", "adam"]},
        _part,
        hard=True,
        solution={"optimizers_x": 0.0, "optimizers_y": -3.0},
        way=N_(
            "Start at x = 0, y = -3: SGD, Momentum and Adam all arrive, each at another minimum."
        ),
    ),
)
