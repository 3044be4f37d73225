"""All exercises, in the order of the course."""

from __future__ import annotations

from typing import Any

from dlcore.exercises import (
    activations,
    cnn,
    convolution,
    data,
    draw,
    gan,
    limits,
    losses,
    neuron,
    optimizers,
    rnn,
    train,
)
from dlcore.exercises.exercise import Checked, CourseExercise

_PARTS = (
    neuron,
    activations,
    losses,
    optimizers,
    train,
    convolution,
    cnn,
    draw,
    rnn,
    gan,
    data,
    limits,
)
EXERCISES: dict[str, CourseExercise] = {one.id: one for part in _PARTS for one in part.EXERCISES}


def of_page(page: str) -> tuple[CourseExercise, ...]:
    """Those that are done on a page, the easiest first."""
    return tuple(one for one in EXERCISES.values() if one.page == page)


def check(name: str, state: Any, guess: str | int | None = None) -> Checked:
    """Measures whether an exercise is done; may need Keras.

    Args:
        name: its id.
        state: of the kind that its `subject` names.
        guess: what the visitor has guessed.

    Raises:
        LabError: the state makes no sense.
    """
    return EXERCISES[name].measure(state, guess)
