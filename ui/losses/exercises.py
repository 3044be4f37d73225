"""What the exercises of this page check."""

from __future__ import annotations

from dlcore.exercises.losses import BatchOfThree, LogitOfOne, Outlier
from ui.course.foot import Subjects
from ui.losses import settings
from ui.losses.examples import RIGHT


def _outlier() -> Outlier:
    place = (float(settings.OUTLIER_X.value), float(settings.OUTLIER_Y.value))
    return Outlier(place if settings.OUTLIER.value else None)


def _logit() -> LogitOfOne:
    return LogitOfOne(float(settings.Z.value))


def _batch() -> BatchOfThree:
    weights = tuple(tuple(float(one.value) for one in three) for three in settings.WEIGHTS)
    return BatchOfThree(RIGHT, weights)


SUBJECTS: Subjects = {"outlier": _outlier, "logit": _logit, "batch": _batch}
