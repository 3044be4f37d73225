"""The line of trainings in front of a cluster; runs inside the Dask scheduler.

Dask by itself sends a task to a worker as soon as it is submitted, and there it waits for its
resource, even when another worker becomes free first; nobody can tell its place; and when a worker
dies, its tasks start all over on another one. A training must do none of that, so it is submitted
only once this line has found a worker for it, and then to that worker alone.
"""

import asyncio
import itertools
import logging
from collections import Counter
from dataclasses import dataclass

from distributed import Scheduler, SchedulerPlugin, Status
from distributed.scheduler import WorkerState

from dlcore.engine import events

logger = logging.getLogger(__name__)

NAME = "dlcore-line"
RESOURCE = "train"
KEY_PREFIX = "dlcore-run"


@dataclass
class Ticket:
    """A training in line (`worker` is None) or at a worker, and the client that wants it.

    `since` grows from ticket to ticket: when it joined or, where that was later, when its owner
    last had a turn.
    """

    run_id: str
    client: str
    owner: str
    since: int
    worker: str | None = None
    told_place: int = -1


class TrainingLine(SchedulerPlugin):
    """Gives each training a worker that has the resource free: the owners take turns.

    Among owners who have waited equally long it is first come, first served; so it is for all where
    each has one training at a time. Who has had a turn waits for everybody who is there by its end.

    All of it happens on the scheduler's event loop, so there are no locks.

    Args:
        memory_limit: bytes. A worker that has trained and is above it is replaced as soon as it is
            idle: Keras keeps a little memory each time a model is compiled. None never replaces.
    """

    idempotent = True

    def __init__(self, memory_limit: int | None = None) -> None:
        self._memory_limit = memory_limit
        self._tickets: dict[str, Ticket] = {}
        self._count = itertools.count()
        self._departures: dict[str, asyncio.Event] = {}
        self._have_trained: set[str] = set()
        self._leaving: set[str] = set()
        self._replacements: set[asyncio.Task[None]] = set()

    async def start(self, scheduler: Scheduler) -> None:
        """Called by Dask when the line is put up."""
        self._scheduler = scheduler

    # What clients ask for, see the functions below the class.

    def join(self, run_id: str, client: str, owner: str | None = None) -> None:
        """Put a training in line, unless it is there already.

        Args:
            run_id: the training, by `Run.ticket`.
            client: the web process that wants it.
            owner: the visitor, the same in all web processes; None for one of its own.
        """
        if run_id not in self._tickets:
            self._tickets[run_id] = Ticket(run_id, client, owner or run_id, next(self._count))
        self._advance()

    def leave(self, run_id: str) -> None:
        """Take a training out, wherever it is."""
        self._take_out(run_id)
        self._advance()

    async def until_departure(self, client: str) -> None:
        """Return once the client has left."""
        await self._departures.setdefault(client, asyncio.Event()).wait()

    # What Dask tells.

    def log_event(self, topic: str, msg: object) -> None:
        """A new worker is ready, or an old one takes tasks again, or anything else."""
        if isinstance(msg, dict) and msg.get("action") == "worker-status-change":
            self._advance()

    def remove_worker(
        self, scheduler: Scheduler, worker: str, *, stimulus_id: str, **kwargs: object
    ) -> None:
        """A worker is gone, and with it the trainings that were there."""
        self._have_trained.discard(worker)
        self._leaving.discard(worker)
        scheduler.log_event(events.WARM_TOPIC, events.gone(worker))
        for ticket in self._at(worker):
            self._take_out(ticket.run_id)
            self._tell(ticket, events.lost(ticket.run_id, worker))
        self._advance()

    def remove_client(self, scheduler: Scheduler, client: str) -> None:
        """A web process is gone; nobody wants its trainings any more."""
        for ticket in [t for t in self._tickets.values() if t.client == client]:
            self._take_out(ticket.run_id)
        if client in self._departures:
            self._departures.pop(client).set()
        self._advance()

    def transition(
        self, key: object, start: str, finish: str, *args: object, **kwargs: object
    ) -> None:
        """A task has changed its state."""
        if finish != "forgotten":
            return
        # Only now, and not when the training ends: until its client has fetched the result,
        # the worker must not be replaced.
        ticket = self._take_out(run_id_of(key))
        if ticket and ticket.worker:
            self._have_trained.add(ticket.worker)
        self._replace_swollen_workers()
        if ticket:
            self._advance()

    # Giving out workers.

    def _take_out(self, run_id: str) -> Ticket | None:
        ticket = self._tickets.pop(run_id, None)
        if ticket and ticket.worker:  # its owner has had a turn, and is behind all others now
            for other in [t for t in self._tickets.values() if t.owner == ticket.owner]:
                other.since = next(self._count)
        return ticket

    def _in_turn(self) -> list[Ticket]:
        """Who waits, first of all the first of each owner who has none at a worker."""
        before = Counter(t.owner for t in self._tickets.values() if t.worker)
        ranked = []
        for ticket in self._tickets.values():
            if ticket.worker is None:
                ranked.append((before[ticket.owner], ticket.since, ticket))
                before[ticket.owner] += 1
        return [ticket for _, _, ticket in sorted(ranked, key=lambda entry: entry[:2])]

    def _advance(self) -> None:
        waiting = self._in_turn()
        while waiting and (worker := self._free_worker()):
            ticket = waiting[0]
            ticket.worker = worker.address
            waiting = self._in_turn()
            self._tell(ticket, events.turn(ticket.run_id, worker.address))
        for place, ticket in enumerate(waiting, start=1):
            if ticket.told_place != place:
                ticket.told_place = place
                self._tell(ticket, events.place(ticket.run_id, place))

    def _free_worker(self) -> WorkerState | None:
        free = [ws for ws in self._running() if self._slots(ws) > 0]
        return min(free, key=lambda ws: len(ws.processing), default=None)

    def _running(self) -> list[WorkerState]:
        # `Scheduler.running` is brought up to date only after the event that says so.
        return [ws for ws in self._scheduler.workers.values() if ws.status == Status.running]

    def _slots(self, worker: WorkerState) -> int:
        if worker.address in self._leaving:
            return 0
        return int(worker.resources.get(RESOURCE, 0)) - len(self._at(worker.address))

    def _at(self, worker: str) -> list[Ticket]:
        return [t for t in self._tickets.values() if t.worker == worker]

    def _tell(self, ticket: Ticket, event: dict[str, object]) -> None:
        self._scheduler.log_event(events.topic(ticket.client), event)

    # Memory.

    def _replace_swollen_workers(self) -> None:
        swollen = [ws.address for ws in self._running() if self._is_swollen(ws)]
        if not swollen:
            return
        logger.warning("Replacing workers that kept too much memory: %s", swollen)
        self._have_trained.difference_update(swollen)
        self._leaving.update(swollen)
        replacement = asyncio.create_task(self._replace(swollen))
        self._replacements.add(replacement)  # asyncio itself keeps only a weak reference
        replacement.add_done_callback(self._replacements.discard)

    def _is_swollen(self, worker: WorkerState) -> bool:
        idle = not worker.processing and not worker.has_what and not self._at(worker.address)
        if self._memory_limit is None or worker.address not in self._have_trained or not idle:
            return False
        return worker.metrics.get("memory", 0) > self._memory_limit

    async def _replace(self, workers: list[str]) -> None:
        await self._scheduler.restart_workers(
            workers, wait_for_workers=False, on_error="return", stimulus_id=f"{NAME}-memory"
        )
        self._leaving.difference_update(workers)  # any that are still there may stay
        self._advance()


def key_of(run_id: str) -> tuple[str, str]:
    """The Dask key of a training; all trainings share one prefix, which Dask never forgets."""
    return (KEY_PREFIX, run_id)


def run_id_of(key: object) -> str:
    """The run behind a Dask key; an empty string if it is no training."""
    if isinstance(key, tuple) and len(key) == 2 and key[0] == KEY_PREFIX:
        return key[1]
    return ""


# Called with `Client.run_on_scheduler`, which hands in the scheduler.


def subscribe(client: str, dask_scheduler: Scheduler) -> None:
    """Let a client hear of its runs and of warm workers.

    What `Client.subscribe_topic` does goes another way, on which it may be overtaken by a `join`.
    """
    for topic in (events.topic(client), events.WARM_TOPIC):
        dask_scheduler.subscribe_topic(topic, client)


def join(run_id: str, client: str, owner: str | None, dask_scheduler: Scheduler) -> None:
    """Put a training in line."""
    _line(dask_scheduler).join(run_id, client, owner)


def leave(run_id: str, dask_scheduler: Scheduler) -> None:
    """Take a training out of the line."""
    _line(dask_scheduler).leave(run_id)


async def until_departure(client: str, dask_scheduler: Scheduler) -> None:
    """Never answer while the client is there: it waits for this call to break off."""
    await _line(dask_scheduler).until_departure(client)


def _line(scheduler: Scheduler) -> TrainingLine:
    line = scheduler.plugins[NAME]
    assert isinstance(line, TrainingLine)
    return line
