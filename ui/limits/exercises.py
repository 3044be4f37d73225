"""What the exercises of this page check: experiments that are done, a scribble, a size."""

from __future__ import annotations

from dlcore.engine import Run
from dlcore.exercises.asked_run import AskedRun
from dlcore.exercises.limits import (
    HeartNetwork,
    LearntByHeart,
    NeverSeen,
    OwnScribble,
    TrainingSize,
)
from dlcore.limits.bias.config import BiasResult
from dlcore.limits.bias.metrics import recall_of
from dlcore.limits.membership import MembershipResult
from ui.course.asked import asked
from ui.course.foot import Subjects
from ui.frame.engine import current_run
from ui.frame.jobs import BIAS, MEMBERSHIP
from ui.limits.confidence import pictures
from ui.limits.cost import assumed
from ui.limits.cost.scale import PARAMETERS, TOKENS


def _how_far(run: Run | None) -> AskedRun:
    """How far an experiment is; what ships is none of the visitor's."""
    if run is None:
        return asked(None)
    return asked(run, stopped=bool(run.result and run.result.stopped), set=run.config.set)


def _heart() -> LearntByHeart:
    run = current_run(MEMBERSHIP)
    state = _how_far(run)
    if run is None or not isinstance(run.result, MembershipResult):
        return LearntByHeart(state)
    return LearntByHeart(
        state,
        {
            one.name: HeartNetwork(one.attack.auc, one.attack.luck, one.accuracy)
            for one in run.result.networks
            if one.measured
        },
    )


def _rare() -> NeverSeen:
    run = current_run(BIAS)
    state = _how_far(run)
    if run is None or not isinstance(run.result, BiasResult):
        return NeverSeen(state)
    found = run.result
    return NeverSeen(
        state,
        found.config.kind,
        found.config.left,
        {one.name: recall_of(found, one.name) for one in found.networks},
    )


def _scribble() -> OwnScribble:
    return OwnScribble(pictures.scribbled())


def _size() -> TrainingSize:
    return TrainingSize(10**PARAMETERS.value, 10**TOKENS.value, assumed.values())


SUBJECTS: Subjects = {
    "heart": _heart,
    "rare": _rare,
    "scribble": _scribble,
    "size": _size,
}
