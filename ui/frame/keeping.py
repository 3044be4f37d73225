"""The one handle of this server on the runs that are kept, and the way back from there."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from dlcore.engine import Engine, Failure, Past, Run
from dlcore.engine.run import UNDER_WAY, Status
from ui.frame.jobs import Job

if TYPE_CHECKING:
    from dlcore.runs.recorder import Recorder
    from dlcore.runs.store import Store


_opening = threading.RLock()  # without it, a class that comes at once would open several


def store() -> Store:
    """Where runs are kept; opened when it is first asked for."""
    with _opening:
        return _opened()


@lru_cache(maxsize=1)  # and no cache of Streamlit's, which any browser may ask to be cleared
def _opened() -> Store:
    from dlcore.runs.store import Store

    return Store.open()


@lru_cache(maxsize=1)
def _recorder() -> Recorder:
    from dlcore.runs.recorder import Recorder

    return Recorder(store())


def tended() -> Store:
    """The same, and looked after from now on though no run is: what troubles it is tried again."""
    with _opening:
        _recorder()
    return store()


def keep(run: Run) -> None:
    """Writes a run down from now on, until it is over or at rest."""
    with _opening:
        recorder = _recorder()
    recorder.keep(run)


def recall(engine: Engine, job: Job, run_id: str) -> Run | None:
    """Takes a run that is kept back into the engine, to be shown and to be gone on with.

    Args:
        job: its kind.

    Returns:
        The run; None where none of this kind is kept, where another server is busy with it, or
        where the database stopped answering in the midst of it: half a run would go on from its
        beginning, and be written over the whole one.
    """
    trouble = store().trouble
    record = store().get(run_id)
    if record is None or record.kind != job.name or record.status in UNDER_WAY:
        return None
    failed = record.status == "failed"
    past = Past(
        id=record.id,
        status=cast(Status, record.status),
        owner=record.owner,
        created=record.created,
        started=record.started,
        finished=record.finished,
        history={name: map(tuple, xy.tolist()) for name, xy in store().series(run_id).items()},
        pictures=store().pictures(run_id),
        changes=record.changes,
        checkpoint=store().checkpoint(run_id) or b"",
        snapshot=store().snapshot(run_id),
        result=store().result(run_id) if record.status == "done" else None,  # else of before
        # A plain error: the sentence is no template any more, and may have braces of its own.
        failure=Failure("exception", RuntimeError(record.error)) if failed else None,
        supply=store().supply(run_id) or b"",
    )
    if store().trouble is not trouble:
        return None
    size = record.size - len(past.checkpoint) - len(past.supply)
    return engine.recall(job.task, record.config, past, size)


def may_come_back(job: Job, run_id: str) -> bool:
    """Whether a run that could not be recalled may be there later: who can tell, without an answer.

    Args:
        job: its kind.
    """
    record = store().get(run_id)
    if record is None:
        return store().is_silent
    return record.kind == job.name and (record.status in UNDER_WAY or store().is_silent)


def is_elsewhere(run: Run) -> bool:
    """Whether another server has gone on with a run that is at rest here."""
    record = store().get(run.id)
    if record is None or not run.over or _recorder().is_behind(run):
        return False
    return (record.status, record.finished) != (run.status, run.finished)


def close() -> None:
    """Writes what is left. What is under way is then interrupted, and can be gone on with."""
    if _recorder.cache_info().currsize:
        _recorder().close()
    if _opened.cache_info().currsize:
        store().close()
