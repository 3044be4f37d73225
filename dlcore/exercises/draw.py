"""Exercises on reading drawings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore.digits.verdict import Verdict, judge
from dlcore.exercises.exercise import Checked, CourseExercise, Prediction
from dlcore.messages import N_
from dlcore.registry import shipped

if TYPE_CHECKING:
    from dlcore.tasks import Reading

READS, OTHER = "cnn", "cnn-tutorial"
PAIR = frozenset({4, 9})


@dataclass(frozen=True, eq=False)
class OnPaper:
    """What is drawn, as `digits.preprocess` takes it; None for nothing."""

    drawing: NDArray[np.uint8] | None


def _read(state: OnPaper, name: str) -> Reading | None:
    from dlcore.tasks import read_drawing

    if state.drawing is None:
        return None
    found = read_drawing(state.drawing, name)
    return None if found.blank else found


def _judged(reading: Reading) -> Verdict:
    threshold = shipped.threshold(shipped.card(READS))
    return judge(reading.probabilities, reading.digit_score, threshold)


def _nothing() -> Checked:
    return Checked(False, N_("Nothing is drawn yet. Draw one digit on the sheet first."))


def _unsure(state: OnPaper, _guess: str | int | None) -> Checked:
    reading = _read(state, READS)
    if reading is None:
        return _nothing()
    verdict = _judged(reading)
    values = {"first": verdict.best.label, "share": verdict.best.probability}
    if verdict.kind == "none":
        return Checked(
            False, N_("It takes this for no digit at all. Draw it more like a 4 or a 9.")
        )
    two = {guess.label for guess in verdict.guesses[:2]}
    if verdict.kind == "sure" or two != PAIR:
        return Checked(
            False,
            N_(
                "It says {first}, {share:.1%} sure. Draw a 4 whose top is nearly closed, or a 9 "
                "whose head is nearly open."
            ),
            values,
        )
    return Checked(
        True,
        N_(
            "It says 4 or 9, and is {share:.0%} sure of {first}. People may not agree either: an "
            "honest network says so."
        ),
        values,
        "half",
    )


def _refused(state: OnPaper, _guess: str | int | None) -> Checked:
    reading = _read(state, READS)
    if reading is None:
        return _nothing()
    verdict = _judged(reading)
    if verdict.kind != "none":
        return Checked(
            False,
            N_(
                "It takes this for a {digit}. Draw a letter that looks like no digit, such as a W "
                "or a K."
            ),
            {"digit": verdict.best.label},
        )
    return Checked(
        True,
        N_(
            "It refuses this: its ten answers are too even for a digit. It was shown letters and "
            "scribbles in its training, and taught to give each of the ten the same for them."
        ),
        {},
        "o",
    )


def _differ(state: OnPaper, _guess: str | int | None) -> Checked:
    mine, others = _read(state, READS), _read(state, OTHER)
    if mine is None or others is None:
        return _nothing()
    one, two = int(mine.probabilities.argmax()), int(others.probabilities.argmax())
    values = {
        "one": one,
        "two": two,
        "sure": float(mine.probabilities.max()),
        "other": float(others.probabilities.max()),
    }
    if one == two:
        return Checked(
            False,
            N_(
                "Both say {one}, with {sure:.0%} and {other:.0%}. Draw it smaller, thinner, "
                "slanted or off its place."
            ),
            values,
        )
    return Checked(
        True,
        N_(
            "The lab's network says {one} with {sure:.0%}, the tutorial's {two} with {other:.0%}. "
            "The tutorial's has only seen MNIST; the lab's was taught drawings too."
        ),
        values,
        "tutorial" if values["other"] > values["sure"] else "shipped",
    )


_SHEET = {
    "draw_what": "digit",
    "draw_source": "canvas",
    "draw_model": READS,
    "draw_example": "none",
}
EXERCISES = (
    CourseExercise(
        "draw-refused",
        "draw",
        N_("A letter that it refuses"),
        N_("Draw a letter that the network takes for no digit."),
        Prediction(
            N_("Which of these will it surely not refuse?"),
            {"o": N_("an O"), "w": N_("a W"), "k": N_("a K")},
        ),
        "paper",
        _SHEET,
        _refused,
        way=N_(
            "Draw a large W of one stroke. If it is taken for a digit, make its corners sharper."
        ),
    ),
    CourseExercise(
        "draw-unsure",
        "draw",
        N_("4 or 9?"),
        N_("Draw something of which the network says: could be 4 or 9."),
        Prediction(
            N_("How sure will it be of the likelier one?"),
            {"half": N_("far from sure"), "sure": N_("nearly certain")},
        ),
        "paper",
        _SHEET | {"draw_example": "4"},
        _unsure,
        way=N_(
            "Draw a 4 with its top drawn together until it is nearly closed, a little at a "
            "time, and check again after each stroke."
        ),
    ),
    CourseExercise(
        "draw-differ",
        "draw",
        N_("Two networks, two answers"),
        N_("Draw a digit that the lab's network and the tutorial's read differently."),
        Prediction(
            N_("Which of the two will be surer of its answer?"),
            {"shipped": N_("the lab's"), "tutorial": N_("the tutorial's")},
        ),
        "paper",
        _SHEET,
        _differ,
        hard=True,
        way=N_(
            "Draw a 7 with a bar, or a 1 with a foot, small and away from the middle, and "
            "compare the two readings."
        ),
    ),
)
