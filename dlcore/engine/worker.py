"""What happens inside a worker: trainings that report and can be stopped, and the warm-up."""

import asyncio
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from distributed import Worker, WorkerPlugin, get_worker

from dlcore.engine import events
from dlcore.engine.line import key_of
from dlcore.engine.run import Order
from dlcore.errors import LabError
from dlcore.reports import Orders, Report

TrainingTask = Callable[..., Any]

_orders: dict[str, Orders] = {}


@dataclass(frozen=True)
class Refusal:
    """An answer in place of a result: what is asked for is not possible.

    Nothing has failed, so it comes as a result does: of what is raised, Dask writes a traceback
    into the log for every mistyped setting and every file that is none.
    """

    error: LabError


def answer(task: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """What a short task returns, or its refusal; this is what Dask executes."""
    try:
        return task(*args, **kwargs)
    except LabError as error:
        return Refusal(error)


def train(
    task: TrainingTask,
    config: Any,
    ticket: str,
    topic: str,
    checkpoint: bytes,
    ending: bool,
    supply: bytes,
) -> bytes | Refusal:
    """Run one training to its end; this is what Dask executes.

    Args:
        task: called as task(config, report, orders), with the checkpoint behind where there is one.
        config: handed to the task.
        ticket: names this stretch of a run in everything that is reported; see `Run.ticket`.
        topic: the Dask topic to report on.
        checkpoint: to go on from; empty to begin.
        ending: whether it is to end at once, and to be measured.
        supply: handed to the task as `supply=` unless it is empty.

    Returns:
        The pickled result. Pickled here, so that a result that cannot be is the task's error. Or
        what is wrong with what was asked for.
    """
    worker = get_worker()
    orders = _orders[ticket] = Orders(lambda: _is_abandoned(worker, ticket))
    if ending:
        orders.stop()

    def report(message: Report) -> None:
        worker.log_event(topic, events.report(ticket, message))

    worker.log_event(topic, events.started(ticket))
    before = (checkpoint,) if checkpoint else ()
    besides = {"supply": supply} if supply else {}
    try:
        result = task(config, report, orders, *before, **besides)
        return pickle.dumps(result, protocol=pickle.HIGHEST_PROTOCOL)
    except LabError as error:
        return Refusal(error)
    finally:
        del _orders[ticket]


def order(ticket: str, order: Order, settings: Mapping[str, float]) -> None:
    """Tell a training in this process something; called with `Client.run`.

    Args:
        settings: of the order "change".
    """
    orders = _orders.get(ticket)
    if orders is None:  # over meanwhile
        return
    if order == "change":
        orders.change(settings)
    else:
        {"stop": orders.stop, "pause": orders.pause}[order]()


def _is_abandoned(worker: Worker, ticket: str) -> bool:
    # Dask cannot end a thread. When nobody wants the task any more (it was cancelled, or the web
    # process has died), it marks it and lets it run on.
    task = worker.state.tasks.get(key_of(ticket))
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
