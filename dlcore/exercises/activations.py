"""Exercises on activation functions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlcore.activations.curves import ActivationChoice, curves, gap
from dlcore.activations.depth import DepthConfig, through_depth
from dlcore.exercises.exercise import Checked, CourseExercise, Prediction
from dlcore.initializers import INITIALIZERS
from dlcore.messages import N_

LEAST_SLOPE, RANGE = 0.1, 6.0
VARIES = 0.01  # by so much at least a slope changes that is not constant
DEEP, APART, START = 50, 3.0, "glorot_uniform"
SHARE, LOGITS = 0.9, (2.0, 1.0, 0.5, -1.0, 0.0)


@dataclass(frozen=True)
class OwnFunction:
    """What a visitor has typed as a function of x; "" for nothing."""

    formula: str


@dataclass(frozen=True)
class VectorSettings:
    """A function of a vector, its logits and its temperature."""

    name: str
    logits: tuple[float, ...]
    temperature: float


def _slope(state: OwnFunction, _guess: str | int | None) -> Checked:
    if not state.formula.strip():
        return Checked(False, N_("Type a function of x into “Your own f(x)” first."))
    drawn = curves([ActivationChoice("own", formula=state.formula)], -RANGE, RANGE)
    curve = drawn.lines[0]
    if missing := gap(drawn.x, curve.y, curve.dy):
        return Checked(
            False,
            N_(
                "Yours has no value or no slope at x = {x:.2f}. It has to have both everywhere "
                "from -6 to 6."
            ),
            {"x": missing.first},
        )
    slopes = np.asarray(curve.dy, float)
    values = {
        "least": float(np.abs(slopes).min()),
        "most": float(np.abs(slopes).max()),
        "wanted": LEAST_SLOPE,
    }
    if values["least"] < LEAST_SLOPE:
        return Checked(
            False,
            N_(
                "Between -6 and 6 the slope of yours comes down to {least:.3g}, and {wanted} is "
                "wanted everywhere. Add a little of x itself."
            ),
            values,
        )
    if float(slopes.max() - slopes.min()) < VARIES:
        return Checked(
            False,
            N_(
                "Its slope is {most:.3g} everywhere: a straight line. A network of straight lines "
                "is a straight line, however deep. Bend it."
            ),
            values,
        )
    return Checked(
        True,
        N_(
            "Its slope is between {least:.3g} and {most:.3g} and never below {wanted}: an error "
            "always gets through, and the function is not straight, so depth is worth something."
        ),
        values,
        "leaky_relu",
    )


def _deep(state: DepthConfig, _guess: str | int | None) -> Checked:
    if (state.activation, state.initializer, state.layers) != ("tanh", START, DEEP):
        return Checked(
            False,
            N_("Set the first stack to tanh, {start} and {layers} layers."),
            {"start": INITIALIZERS[START].title, "layers": DEEP},
        )
    median = np.asarray(through_depth(state).median, float)
    if not (np.isfinite(median).all() and median.min() > 0):
        if state.gain < 1:
            return Checked(False, N_("The gradient is lost on the way: take a larger factor."))
        return Checked(False, N_("The gradient is lost on the way: take a smaller factor."))
    apart = float(median.max() / median.min())
    values = {"apart": apart, "wanted": APART, "gain": state.gain}
    if apart > APART:
        grows = median[0] > median[-1]
        return Checked(
            False,
            N_(
                "With the factor {gain:g} the medians are {apart:,.0f} times apart, and the "
                "gradient grows on its way back. Take a smaller one."
            )
            if grows
            else N_(
                "With the factor {gain:g} the medians are {apart:,.0f} times apart, and the "
                "gradient fades on its way back. Take a larger one."
            ),
            values,
        )
    return Checked(
        True,
        N_(
            "With the factor {gain:g} the medians of all {layers} layers are within {apart:.1f} "
            "times. The factor makes up for what tanh takes away: its slope is below 1 all but at "
            "0."
        ),
        values | {"layers": DEEP},
        "above",
    )


def _sharp(state: VectorSettings, _guess: str | int | None) -> Checked:
    if state.name != "softmax":
        return Checked(False, N_("Choose softmax first."))
    if state.logits != LOGITS:
        return Checked(
            False,
            N_("The logits are other ones now. Begin once more: only the temperature may change."),
        )
    scaled = np.array(state.logits) / state.temperature
    shares = np.exp(scaled - scaled.max())
    share = float(shares[0] / shares.sum())
    values = {"share": share, "wanted": SHARE, "temperature": state.temperature}
    if share < SHARE:
        return Checked(
            False,
            N_(
                "At temperature {temperature:g} the first gets {share:.1%}; {wanted:.0%} are "
                "wanted. Colder is sharper."
            ),
            values,
        )
    return Checked(
        True,
        N_(
            "{share:.1%} at temperature {temperature:g}. Dividing by a small number draws the "
            "logits apart, and the largest takes nearly all, while the order stays."
        ),
        values,
        "below",
    )


EXERCISES = (
    CourseExercise(
        "activations-temperature",
        "activations",
        N_("Surer by temperature alone"),
        N_("Bring the first share of the softmax to 90 % without touching a logit."),
        Prediction(
            N_("Which temperature will do it?"),
            {"above": N_("one above 1"), "below": N_("one below 1")},
        ),
        "vector",
        {
            "activations_vector": "softmax",
            "activations_temperature": 1.0,
            **{f"activations_z{i + 1}": value for i, value in enumerate(LOGITS)},
        },
        _sharp,
        solution={"activations_temperature": 0.3},
        way=N_("Set the temperature to 0.3: dividing the logits by less than 1 draws them apart."),
    ),
    CourseExercise(
        "activations-slope",
        "activations",
        N_("A function that never stops an error"),
        N_(
            "Type a function of your own whose slope is at least 0.1, up or down, at each x from "
            "-6 to 6, and which is no straight line."
        ),
        Prediction(
            N_("Which of these has such a slope?"),
            {
                "sigmoid": N_("Sigmoid"),
                "tanh": "tanh",
                "relu": "ReLU",
                "leaky_relu": "Leaky ReLU",
            },
        ),
        "own",
        {
            "activations_functions": ["sigmoid", "leaky_relu"],
            "activations_low": -RANGE,
            "activations_high": RANGE,
        },
        _slope,
        solution={"activations_formula": "0.2*x + tanh(x)"},
        way=N_(
            "Type 0.2*x + tanh(x): the straight part keeps the slope above 0.2 everywhere, the "
            "tanh bends it."
        ),
    ),
    CourseExercise(
        "activations-depth",
        "activations",
        N_("tanh through 50 layers"),
        N_(
            "In the first stack, let a signal's gradient come back through 50 layers of tanh so "
            "that its medians lie within a factor of 3. Change the weights' factor, and nothing "
            "else."
        ),
        Prediction(
            N_("Which factor will do it?"),
            {
                "below": N_("one below 1"),
                "one": N_("1 exactly"),
                "above": N_("one above 1"),
            },
        ),
        "depth",
        {
            "activations_a_activation": "tanh",
            "activations_a_initializer": START,
            "activations_layers": DEEP,
            "activations_gain": 0.8,
        },
        _deep,
        hard=True,
        solution={"activations_gain": 1.2},
        way=N_(
            "Set the factor to 1.2: tanh makes the signal smaller in each layer, and slightly "
            "larger weights make up for it."
        ),
    ),
)
