"""What the exercises of this page check."""

from __future__ import annotations

from dlcore.exercises.optimizers import Descents
from ui.course.foot import Subjects
from ui.optimizers import settings


def _descents() -> Descents | None:
    config = settings.read()
    if config is None:
        return None
    higher = [rate for rate in settings.FACTORS if rate > config.learning_rate]
    return Descents(config, min(higher, default=None))


SUBJECTS: Subjects = {"descents": _descents}
