"""What the exercises of this page check: a set that was made worse, and what few drawings teach."""

from __future__ import annotations

from dlcore.exercises.data import LearntFew, WorseSet
from dlcore.few import NOTHING, TRANSFER, FewResult
from ui.course.asked import asked
from ui.course.foot import Subjects
from ui.data import worse
from ui.data.subject import DATA_SET
from ui.frame.engine import current_run
from ui.frame.jobs import FEW


def _worse() -> WorseSet:
    return WorseSet(DATA_SET.setting.value, worse.set_to())


def _few() -> LearntFew:
    run = current_run(FEW)
    found = run and run.result
    if not isinstance(found, FewResult):
        return LearntFew(asked(run), _worse())
    nothing = found.tests.get(NOTHING)
    return LearntFew(
        asked(run, stopped=found.stopped, set=found.fingerprint),
        _worse(),
        found.config.images,
        found.tests[TRANSFER].accuracy,
        nothing.accuracy if nothing else None,
    )


SUBJECTS: Subjects = {"worse": _worse, "few": _few}
