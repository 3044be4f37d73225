"""What happens inside a worker: trainings that report and can be stopped, and the warm-up."""

import asyncio
import pickle
import threading
from collections.abc import Callable
from typing import Any

from distributed import Worker, WorkerPlugin, get_worker

from dlcore.engine import events
from dlcore.engine.line import key_of
from dlcore.reports import Report

TrainingTask = Callable[..., Any]

_stops: dict[str, threading.Event] = {}


def train(task: TrainingTask, config: Any, run_id: str, topic: str) -> bytes:
    """Run one training to its end; this is what Dask executes.

    Args:
        task: called as task(config, report, should_stop).
        config: handed to the task.
        run_id: names the run in everything that is reported.
        topic: the Dask topic to report on.

    Returns:
        The pickled result. Pickled here, so that a result that cannot be is the task's error.
    """
    worker = get_worker()
    stop_asked = _stops[run_id] = threading.Event()

    def report(message: Report) -> None:
        worker.log_event(topic, events.report(run_id, message))

    def should_stop() -> bool:
        return stop_asked.is_set() or _is_abandoned(worker, run_id)

    worker.log_event(topic, events.started(run_id))
    try:
        return pickle.dumps(task(config, report, should_stop), protocol=pickle.HIGHEST_PROTOCOL)
    finally:
        del _stops[run_id]


def stop(run_id: str) -> None:
    """Ask a training in this process to end; called with `Client.run`."""
    if run_id in _stops:
        _stops[run_id].set()


def _is_abandoned(worker: Worker, run_id: str) -> bool:
    # Dask cannot end a thread. When nobody wants the task any more (it was cancelled, or the web
    # process has died), it marks it and lets it run on.
    task = worker.state.tasks.get(key_of(run_id))
    return task is None or task.state == "cancelled"


class WarmUp(WorkerPlugin):
    """Calls a function in each worker, new ones included, before the worker takes any task.

    Args:
        task: called without arguments, in a thread.
    """

    idempotent = True
    name = "dlcore-warm-up"

    def __init__(self, task: Callable[[], Any]) -> None:
        self._task = task

    async def setup(self, worker: Worker) -> None:
        """Called by Dask when the worker starts, or when the plugin reaches a running one."""
        await asyncio.to_thread(self._task)
        worker.log_event(events.WARM_TOPIC, events.warm(worker.address))
