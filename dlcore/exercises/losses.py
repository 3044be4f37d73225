"""Exercises on losses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlcore.exercises.exercise import Checked, CourseExercise, Prediction
from dlcore.losses.line_fit import fit_lines, sample_points
from dlcore.losses.table import LossChoice
from dlcore.messages import N_

MSE_TURNS, HUBER_STAYS = 0.3, 0.025
PULL = 1_000.0
WANTED_LOSS, NEAR = float(np.log(3)), 0.005


@dataclass(frozen=True)
class Outlier:
    """A point far from all others; None for none."""

    place: tuple[float, float] | None


@dataclass(frozen=True)
class LogitOfOne:
    """The logit of an example whose right answer is 1."""

    z: float


@dataclass(frozen=True)
class BatchOfThree:
    """Three examples, the right class of each, and (3, 3) weights of its answers."""

    right: tuple[int, ...]
    weights: tuple[tuple[float, ...], ...]


def pull(z: float) -> float:
    """How many times as hard cross-entropy pulls at a logit as MSE, the right answer being 1.

    Of p = sigmoid(z): the gradients are p - 1 and 2 (p - 1) p (1 - p), so it is 1 / (2 p (1 - p)).
    """
    p = 1 / (1 + np.exp(-z))
    return float(1 / (2 * p * (1 - p)))


def _outlier(state: Outlier, _guess: str | int | None) -> Checked:
    if state.place is None:
        return Checked(False, N_("Switch the outlier on first."))
    choices = [LossChoice("mean_squared_error"), LossChoice("huber")]
    x, y = sample_points()
    before = fit_lines(x, y, choices)
    after = fit_lines([*x, state.place[0]], [*y, state.place[1]], choices)
    turned = {name: abs(after[name].slope - before[name].slope) for name in before}
    values = {
        "mse": turned["mean_squared_error"],
        "huber": turned["huber"],
        "mse_wanted": MSE_TURNS,
        "huber_wanted": HUBER_STAYS,
    }
    if values["mse"] < MSE_TURNS:
        return Checked(
            False,
            N_(
                "The outlier changes MSE's slope by {mse:.2f} and Huber's by {huber:.3f}; MSE's "
                "has to change by {mse_wanted}. Draw it farther up or down, near an end."
            ),
            values,
            "mse",
        )
    if values["huber"] >= HUBER_STAYS:
        return Checked(
            False,
            N_(
                "The outlier changes MSE's slope by {mse:.2f}, and Huber's by {huber:.3f}; that "
                "must stay below {huber_wanted}. Draw it nearer to the middle of the points."
            ),
            values,
            "mse",
        )
    return Checked(
        True,
        N_(
            "MSE's slope changes by {mse:.2f}, Huber's by {huber:.3f}. Under MSE a point pulls "
            "with its whole distance, under Huber's loss with delta at most, however far it is."
        ),
        values,
        "mse",
    )


def _pull(state: LogitOfOne, _guess: str | int | None) -> Checked:
    times = pull(state.z)
    values = {"z": state.z, "times": times, "wanted": PULL, "p": 1 / (1 + np.exp(-state.z))}
    if times < PULL:
        return Checked(
            False,
            N_(
                "At z = {z:g} cross-entropy pulls {times:,.0f} times as hard; {wanted:,.0f} are "
                "wanted. Go farther from 0."
            ),
            values,
        )
    if state.z > 0:
        return Checked(
            False,
            N_(
                "At z = {z:g} it pulls {times:,.0f} times as hard, but there the answer is right, "
                "and both pull at next to nothing. Find it where the answer is wrong."
            ),
            values,
            "wrong",
        )
    return Checked(
        True,
        N_(
            "At z = {z:g}, where p = {p:.2g}, it pulls {times:,.0f} times as hard. MSE goes "
            "through the sigmoid's slope, which is next to nothing there; cross-entropy takes "
            "that out."
        ),
        values,
        "wrong",
    )


def _batch(state: BatchOfThree, _guess: str | int | None) -> Checked:
    weights = np.array(state.weights, float)
    if weights.shape != (3, 3) or (weights < 0).any() or (weights.sum(axis=1) <= 0).any():
        return Checked(False, N_("Each example needs a weight above 0."))
    shares = weights / weights.sum(axis=1, keepdims=True)
    of_right = shares[np.arange(3), list(state.right)]
    if (of_right <= 0).any():
        return Checked(
            False, N_("An example gives its right class nothing: its loss is without end.")
        )
    loss = float(-np.log(of_right).mean())
    values = {"loss": loss, "wanted": WANTED_LOSS}
    if abs(loss - WANTED_LOSS) > NEAR:
        return Checked(
            False,
            N_("The batch's loss is {loss:.4f}, and ln 3 is {wanted:.4f}."),
            values,
        )
    if np.allclose(shares, 1 / 3, atol=0.02):
        return Checked(
            True,
            N_(
                "The loss is {loss:.4f} ≈ ln 3: whoever gives each of three classes the same knows "
                "nothing, and this is what that costs."
            ),
            values,
            "same",
        )
    return Checked(
        True,
        N_(
            "The loss is {loss:.4f} ≈ ln 3, by another way: the product of the right classes' "
            "shares is about 1/27, as ⅓ × ⅓ × ⅓ is."
        ),
        values,
        "same",
    )


EXERCISES = (
    CourseExercise(
        "losses-batch",
        "losses",
        N_("What knowing nothing costs"),
        N_(
            "Under “What each example costs”, give the three examples such weights that the "
            "batch's cross-entropy is ln 3 = 1.0986."
        ),
        Prediction(
            N_("Which answer has a loss of ln 3?"),
            {
                "sure": N_("surely right"),
                "same": N_("each class the same"),
                "wrong": N_("surely wrong"),
            },
        ),
        "batch",
        {"losses_written": "categorical_crossentropy"},
        _batch,
        solution={
            f"losses_weight_{example}_{which}": 1 for example in (1, 2, 3) for which in (1, 2, 3)
        },
        way=N_(
            "Give all nine weights the same number: each class then has a third, and -ln ⅓ = ln 3."
        ),
    ),
    CourseExercise(
        "losses-outlier",
        "losses",
        N_("One point against twelve"),
        N_(
            "Put the outlier where it changes the slope of MSE's line by 0.3 or more, and that of "
            "Huber's by less than 0.025."
        ),
        Prediction(
            N_("Which line gives way to a single point far away?"),
            {"mse": "MSE", "huber": N_("Huber"), "both": N_("both alike")},
        ),
        "outlier",
        {
            "losses_outlier": True,
            "losses_outlier_x": 5.0,
            "losses_outlier_y": -8.0,
            "losses_fitted": ["mean_squared_error", "huber"],
        },
        _outlier,
        hard=True,
        solution={"losses_outlier_x": 7.5, "losses_outlier_y": -12.0},
        way=N_(
            "Put it at x = 7.5, y = -12: far enough down to turn MSE's line, and near enough to "
            "the middle to have little lever on Huber's."
        ),
    ),
    CourseExercise(
        "losses-pull",
        "losses",
        N_("A thousand times as hard"),
        N_(
            "The right answer is 1. Find a logit z at which the answer is wrong and cross-entropy "
            "pulls at least 1,000 times as hard as MSE."
        ),
        Prediction(
            N_("Where is the difference large?"),
            {
                "unsure": N_("where the network is unsure"),
                "wrong": N_("where it is sure and wrong"),
            },
        ),
        "logit",
        {"losses_z": -2.0},
        _pull,
        solution={"losses_z": -8.0},
        way=N_(
            "Set z to -8: the network is sure and wrong, and there MSE's gradient has nearly "
            "vanished."
        ),
    ),
)
