"""What an exercise is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Prediction:
    """What is asked before anything is done: who has guessed looks more closely.

    Attributes:
        question: an English msgid.
        options: a choice, by what is kept of it; msgids or what is the same in every language.
            Empty for a whole number.
        low, high: of the number.
    """

    question: str
    options: Mapping[str, str] = field(default_factory=dict)
    low: int = 0
    high: int = 1_000_000

    def accepts(self, guess: Any) -> bool:
        """Whether it is an answer to the question, right or wrong."""
        if self.options:
            return isinstance(guess, str) and guess in self.options
        return type(guess) is int and self.low <= guess <= self.high


@dataclass(frozen=True)
class Checked:
    """What was found out.

    Attributes:
        passed: it is done.
        said: what was measured and what to do or why it is so: one or two sentences, an English
            msgid with named fields.
        values: the fields, numbers and strings.
        guess: what the right guess was; None where that is not known yet.
    """

    passed: bool
    said: str
    values: Mapping[str, Any] = field(default_factory=dict)
    guess: str | int | None = None


@dataclass(frozen=True)
class CourseExercise:
    """One exercise.

    Attributes:
        id: in what is kept of a visitor's progress; never changed, never used again.
        page: name of the page that it is done on.
        title, task: English msgids; the task says when it is done, with its numbers.
        guess: asked first.
        subject: of what kind the state is that it checks; who shows the page makes it.
        start: settings that the page begins with, by key of the widget.
        measure: from such a state and the guess to what was found. Raises `LabError` where the
            state makes no sense.
        hard: whoever has done it may be proud.
        solution: settings beside those of `start` with which it passes, by key of the widget;
            empty where more than settings is needed, such as a run.
        way: how it is done, for teachers: one or two sentences, an English msgid.
    """

    id: str
    page: str
    title: str
    task: str
    guess: Prediction
    subject: str
    start: Mapping[str, Any]
    measure: Callable[[Any, Any], Checked]
    hard: bool = False
    solution: Mapping[str, Any] = field(default_factory=dict)
    way: str = ""
