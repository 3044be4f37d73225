"""What the exercises of this page check: the visitor's training, and what it has come to."""

from __future__ import annotations

from dlcore.engine import Run
from dlcore.exercises.train import OwnTraining
from dlcore.training import TrainResult
from ui.course import foot
from ui.course.foot import Subjects
from ui.frame import visitor
from ui.frame.engine import current_run

_FORETOLD = "train-foretold"


def _training() -> OwnTraining:
    run = current_run()
    standing = _standing(run)
    if run is None or standing != "done":
        return OwnTraining(standing)
    result: TrainResult = run.result
    history = run.history
    losses = history.get("loss", [])
    return OwnTraining(
        standing,
        loss=losses[-1][1] if losses else None,
        validation=tuple(loss for _step, loss in history.get("val_loss", [])),
        accuracy=result.test_accuracy,
        parameters=result.parameters,
        of_sample=result.source == "sample",
        of_own_set=run.config.data.set != "",
        foretold=run.created >= foot.guessed_at(_FORETOLD),
    )


def _standing(run: Run | None) -> str:
    """A key of `STANDINGS`, or "done"."""
    if run is None:
        return "none"
    if not visitor.owns(run):
        return "watched"
    if not run.over:
        return "under_way"
    if run.status in ("paused", "interrupted"):
        return "at_rest"
    result: TrainResult | None = run.result
    if run.status != "done" or result is None or result.trouble:
        return "stopped" if run.stopped_by else "failed"
    return "stopped" if result.stopped else "done"


SUBJECTS: Subjects = {"training": _training}
