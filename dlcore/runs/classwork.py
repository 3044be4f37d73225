"""What the students in a room have guessed and passed of the exercises, for their teacher.

A student joins a room under a name of their own choice, apart from the room that their runs are
shown in, and takes all of it away by leaving. What is kept is bounded: so many students in a room
and on a server, of each one row an exercise, and nothing of a student who was long not there.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from dlcore.errors import LabError
from dlcore.exercises import EXERCISES
from dlcore.runs.questions import Questions
from dlcore.runs.record import alias_in

if TYPE_CHECKING:
    pass

MOST_STUDENTS = 200  # in one room
MOST_OF_ALL = 20_000  # students on one server
KEPT_DAYS = 30  # after a student's last exercise

_DAY = 24 * 3600.0
T = TypeVar("T")


@dataclass(frozen=True)
class Answered:
    """What a student has done of one exercise.

    Attributes:
        guess: that they made before their first check; None where they made none.
        passed: it is done.
    """

    guess: str | int | None
    passed: bool


@dataclass(frozen=True)
class Student:
    """One in a room.

    Attributes:
        alias: what they call themselves, plain text on one line.
        answers: by id of the exercise.
    """

    alias: str
    answers: Mapping[str, Answered] = field(default_factory=dict)


class Classwork(Questions):
    """The rooms of all classes; thread-safe.

    Each question is answered with None where the database does not answer at the moment.

    Args:
        asked, works: see `Questions`.
    """

    seconds = 5.0  # a whole class may check at once

    # A student's.

    def join(self, owner: str, room: str, alias: str) -> bool:
        """Puts a student into a room, out of the one before and with nothing of what they did.

        Returns:
            Whether the database has it.

        Raises:
            LabError: these are no names, or there is no place.
        """
        from dlcore.runs import classwork_tables as tables

        row = {"owner": owner, "room": room, "alias": alias_in(room, alias), "latest": time.time()}
        return self._write(lambda connection: tables.join(connection, row)) is True

    def leave(self, owner: str) -> bool:
        """Takes away all that is kept of a student; whether that was done."""
        from dlcore.runs import classwork_tables as tables

        return self._write(lambda connection: tables.leave(connection, owner)) is True

    def membership(self, owner: str) -> tuple[str, str] | None:
        """Room and alias of a student; two "" for none, None without an answer."""
        from dlcore.runs import classwork_tables as tables

        return self._read(lambda connection: tables.membership(connection, owner))

    def note_guess(self, owner: str, exercise: str, guess: str | int) -> None:
        """Keeps a student's guess, until they first check; nothing of who is in no room."""
        from dlcore.runs import classwork_tables as tables

        if exercise in EXERCISES and EXERCISES[exercise].guess.accepts(guess):
            now = time.time()
            self._write(lambda c: tables.note(c, owner, exercise, now, guess=str(guess)))

    def note_check(self, owner: str, exercise: str, *, passed: bool) -> None:
        """Keeps that a student has checked, and perhaps passed; nothing of who is in no room."""
        from dlcore.runs import classwork_tables as tables

        if exercise in EXERCISES:
            now = time.time()
            self._write(lambda c: tables.note(c, owner, exercise, now, passed=passed))

    # The teacher's.

    def of_room(self, room: str) -> list[Student] | None:
        """Everybody in a room, by their names; whoever may ask is not looked at here."""
        from dlcore.runs import classwork_tables as tables

        return self._read(lambda connection: tables.of_room(connection, room))


def outdated(now: float) -> float:
    """Who was last there before that moment goes."""
    return now - KEPT_DAYS * _DAY


def check_place(in_room: int, everybody: int) -> None:
    """Raises LabError where there is no place for one more student."""
    if in_room >= MOST_STUDENTS:
        raise LabError("This room is full: it has {most:,} students.", most=MOST_STUDENTS)
    if everybody >= MOST_OF_ALL:
        raise LabError("This server has no place for more students.")


def read_guess(exercise: str, text: str | None) -> str | int | None:
    """A guess as it was made; None for what is none, or no more since the exercise was changed."""
    if text is None or exercise not in EXERCISES:
        return None
    asked = EXERCISES[exercise].guess
    try:
        guess = text if asked.options else int(text)
    except ValueError:
        return None
    return guess if asked.accepts(guess) else None
