"""The tables of what classes do, and what is asked of them, within a caller's transaction.

Imports SQLAlchemy. Whatever changes what is kept of a student takes a lock on their row first, so
that two windows of theirs do not write the same row at once, and none writes one behind another
that has just deleted all.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sql
from sqlalchemy.engine import Connection

from dlcore.runs.classwork import Answered, Student, check_place, read_guess
from dlcore.runs.tables import SCHEMA, upsert

STUDENTS = sql.Table(
    "students",
    SCHEMA,
    sql.Column("owner", sql.String, primary_key=True),
    sql.Column("room", sql.String, nullable=False, index=True),
    sql.Column("alias", sql.Text, nullable=False),
    sql.Column("latest", sql.Double, nullable=False),
)
ANSWERS = sql.Table(
    "answers",
    SCHEMA,
    sql.Column("owner", sql.String, primary_key=True),
    sql.Column("exercise", sql.String, primary_key=True),
    sql.Column("guess", sql.Text),  # before the first check
    sql.Column("checked", sql.Boolean, nullable=False),
    sql.Column("passed", sql.Boolean, nullable=False),
)


def join(connection: Connection, row: dict[str, Any]) -> bool:
    """Inserts a student, in place of what there was of them.

    Raises:
        LabError: there is no place.
    """
    leave(connection, row["owner"])
    in_room = sql.func.count(sql.case((STUDENTS.c.room == row["room"], 1)))
    counts = connection.execute(sql.select(in_room, sql.func.count())).one()
    check_place(*counts)
    upsert(connection, STUDENTS, row)
    return True


def leave(connection: Connection, owner: str) -> bool:
    """Deletes all rows of a student."""
    connection.execute(sql.delete(STUDENTS).where(STUDENTS.c.owner == owner))
    connection.execute(sql.delete(ANSWERS).where(ANSWERS.c.owner == owner))
    return True


def membership(connection: Connection, owner: str) -> tuple[str, str]:
    """Room and alias of a student; two "" for none."""
    asked = sql.select(STUDENTS.c.room, STUDENTS.c.alias).where(STUDENTS.c.owner == owner)
    found = connection.execute(asked).one_or_none()
    return (found.room, found.alias) if found else ("", "")


def note(
    connection: Connection,
    owner: str,
    exercise: str,
    now: float,
    *,
    guess: str | None = None,
    passed: bool | None = None,
) -> None:
    """Writes a guess, which nothing replaces after a check, or how a check went.

    Nothing where the owner is in no room: they may have left in another window.
    """
    mine = STUDENTS.c.owner == owner
    locked = sql.select(STUDENTS.c.owner).where(mine).with_for_update()
    if connection.execute(locked).first() is None:
        return
    connection.execute(sql.update(STUDENTS).where(mine).values(latest=now))
    this = (ANSWERS.c.owner == owner) & (ANSWERS.c.exercise == exercise)
    there = connection.execute(sql.select(ANSWERS).where(this)).one_or_none()
    if there is None:
        row = {"owner": owner, "exercise": exercise, "guess": guess}
        more = {"checked": passed is not None, "passed": bool(passed)}
        connection.execute(sql.insert(ANSWERS).values(row | more))
    elif passed is not None:
        done = {"checked": True, "passed": there.passed or passed}
        connection.execute(sql.update(ANSWERS).where(this).values(done))
    elif not there.checked:
        connection.execute(sql.update(ANSWERS).where(this).values(guess=guess))


def of_room(connection: Connection, room: str) -> list[Student]:
    """Everybody in a room with what they have done, by their names."""
    asked = sql.select(STUDENTS, ANSWERS.c.exercise, ANSWERS.c.guess, ANSWERS.c.passed)
    both = STUDENTS.outerjoin(ANSWERS, ANSWERS.c.owner == STUDENTS.c.owner)
    found: dict[str, Student] = {}
    for row in connection.execute(asked.select_from(both).where(STUDENTS.c.room == room)):
        answers = dict(found[row.owner].answers) if row.owner in found else {}
        if row.exercise is not None:
            answers[row.exercise] = Answered(read_guess(row.exercise, row.guess), row.passed)
        found[row.owner] = Student(row.alias, answers)
    return sorted(found.values(), key=lambda student: student.alias.casefold())


def purge(connection: Connection, before: float) -> None:
    """Takes away all of the students who were last there before that moment."""
    connection.execute(sql.delete(STUDENTS).where(STUDENTS.c.latest < before))
    there = sql.select(STUDENTS.c.owner)
    connection.execute(sql.delete(ANSWERS).where(ANSWERS.c.owner.not_in(there)))


def is_any_outdated(connection: Connection, before: float) -> bool:
    """Whether there is something for `purge`."""
    asked = sql.select(STUDENTS.c.owner).where(STUDENTS.c.latest < before).limit(1)
    return connection.execute(asked).first() is not None
