"""What the exercises of this page check: what is drawn."""

from __future__ import annotations

from dlcore.exercises.draw import OnPaper
from ui.course.foot import Subjects
from ui.draw import reading


def _paper() -> OnPaper:
    return OnPaper(reading.latest())


SUBJECTS: Subjects = {"paper": _paper}
