"""The run that an exercise asks for, as far as it is the visitor's own."""

from __future__ import annotations

from dlcore.engine import Run
from dlcore.exercises.asked_run import WATCHED, AskedRun
from ui.frame import visitor


def asked(run: Run | None, *, stopped: bool = False, set: str = "") -> AskedRun:
    """How far a run is; one that somebody else has started is none that was asked for.

    Args:
        stopped, set: see `AskedRun`.
    """
    if run is None:
        return AskedRun()
    return AskedRun(run.status if visitor.owns(run) else WATCHED, stopped, set)
