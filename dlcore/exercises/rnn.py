"""Exercises on recurrent networks."""

from __future__ import annotations

from dataclasses import dataclass

from dlcore.data import held_out
from dlcore.exercises.exercise import Checked, CourseExercise, Prediction
from dlcore.messages import N_

EARLY, LATE = 12, 23  # rows
CELLS = ("simple", "lstm", "gru")


@dataclass(frozen=True)
class ReadByRows:
    """A test image by its number, None for something else, and the cell of who reads it."""

    number: int | None
    cell: str


@dataclass(frozen=True)
class SumAsked:
    """What is asked of the network that adds."""

    text: str


def _by_row(
    state: ReadByRows, wanted: int, *, late: bool, missed: str, reached: str, guess: str
) -> Checked:
    """Whether the answer to a test image stood for good by a row, or after it where `late`.

    Args:
        wanted: number of that row, from 1.
        missed, reached: what is said, msgids with the fields row, answer and wanted.
        guess: the right one.
    """
    from dlcore.rnn.reading import unroll

    if state.number is None:
        return Checked(False, N_("Choose a test image first: it is about those."))
    if state.cell not in CELLS:
        return Checked(False, N_("Choose one of the networks that ship."))
    found = unroll(held_out.digit(state.number).image, f"rnn-{state.cell}")
    values = {"row": found.decided, "answer": found.answer, "wanted": wanted}
    if (found.decided > wanted) != late:
        return Checked(False, missed, values)
    return Checked(True, reached, values, guess)


def _early(state: ReadByRows, _guess: str | int | None) -> Checked:
    return _by_row(
        state,
        EARLY,
        late=False,
        missed=N_(
            "That it is a {answer} stood fast after row {row} only; row {wanted} at the latest "
            "is wanted. Look for a digit whose upper half no other has."
        ),
        reached=N_(
            "After row {row} of 28 it said {answer} and never changed its mind: what came below "
            "only confirmed it."
        ),
        guess="foot",
    )


def _late(state: ReadByRows, _guess: str | int | None) -> Checked:
    return _by_row(
        state,
        LATE,
        late=True,
        missed=N_(
            "That it is a {answer} stood fast after row {row} already; a row after {wanted} is "
            "wanted. Try other test images."
        ),
        reached=N_(
            "Only row {row} of 28 decided for {answer}: one row before, another was the likeliest. "
            "A network that reads in order has to wait."
        ),
        guess="yes",
    )


def _sum(state: SumAsked, _guess: str | int | None) -> Checked:
    from dlcore.addition.asking import asked

    found = asked(state.text, "addition")
    question = found.question
    values = {"sum": question.text, "said": found.said, "right": question.answer}
    if found.right:
        return Checked(
            False,
            N_(
                "{sum} = {said} is right. Look at what it got wrong in its test, or try long "
                "carries."
            ),
            values,
        )
    return Checked(
        True,
        N_(
            "{sum} is {right}, and it says {said}. It has no rule for carrying: it has learnt from "
            "examples, and gets nearly all of them right."
        ),
        values,
        "thousand",
    )


EXERCISES = (
    CourseExercise(
        "rnn-early",
        "rnn",
        N_("Decided half way"),
        N_("Find a digit that the network has decided on for good by row 12 of 28."),
        Prediction(
            N_("Where does a digit mostly show what it is?"),
            {"top": N_("in its upper half"), "foot": N_("in its lower half")},
        ),
        "rows",
        {"rnn_view": "rows", "rnn_source": "test", "rnn_cell": "lstm"},
        _early,
        way=N_(
            "Go from one test image to the next. Of the sample that ships, image 1 does it; where "
            "the lab has all of MNIST, the numbers mean other images."
        ),
    ),
    CourseExercise(
        "rnn-late",
        "rnn",
        N_("Decided in the last rows"),
        N_("Find a digit that the network decides on after row 23 only."),
        Prediction(
            N_("Can the last rows alone decide what a digit is?"),
            {"yes": N_("yes, of some digits"), "no": N_("no, the middle decides")},
        ),
        "rows",
        {"rnn_view": "rows", "rnn_source": "test", "rnn_cell": "lstm"},
        _late,
        way=N_(
            "Go from one test image to the next. Of the sample that ships, image 6 does it; where "
            "the lab has all of MNIST, the numbers mean other images."
        ),
    ),
    CourseExercise(
        "rnn-sum",
        "rnn",
        N_("A sum that it gets wrong"),
        N_("Find a sum of two numbers of up to three digits that the network answers wrongly."),
        Prediction(
            N_("How often is it wrong?"),
            {
                "ten": N_("one time in ten"),
                "hundred": N_("one time in a hundred"),
                "thousand": N_("less than one time in a thousand"),
            },
        ),
        "sum",
        {"rnn_view": "addition", "addition_sum": "47+85"},
        _sum,
        hard=True,
        solution={"addition_sum": "0+0"},
        way=N_("Ask for 0+0. The view itself names sums of its test that it gets wrong."),
    ),
)
