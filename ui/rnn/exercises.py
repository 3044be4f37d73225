"""What the exercises of this page check: a test image and who reads it, or a sum."""

from __future__ import annotations

from dlcore.exercises.rnn import ReadByRows, SumAsked
from ui.course.foot import Subjects
from ui.rnn.addition.ask import SUM
from ui.rnn.subject import CELL, SOURCE


def _rows() -> ReadByRows:
    is_test = SOURCE.which.value == "test"
    return ReadByRows(SOURCE.test_number.value if is_test else None, CELL.value)


def _sum() -> SumAsked:
    return SumAsked(SUM.value)


SUBJECTS: Subjects = {"rows": _rows, "sum": _sum}
