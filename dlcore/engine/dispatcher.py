"""Takes each run from the line to a worker and home again; lives on the engine's event loop."""

import asyncio
import logging
import pickle
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dlcore.engine.errors import EngineUnavailable, WorkerLost
from dlcore.engine.events import Event
from dlcore.engine.run import Failure, Order, Run
from dlcore.engine.shelf import Shelf

if TYPE_CHECKING:
    from dlcore.engine.connection import Connection

logger = logging.getLogger(__name__)


@dataclass
class _Training:
    """A run whose turn has come: where it is, and the coroutine that waits for its result."""

    run: Run
    worker: str
    task: asyncio.Task[None]


class Dispatcher:
    """What happens to runs between a page's Start and their result.

    Args:
        shelf: the runs; those in line outlive a lost connection, the others fail with it.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._connection: Connection | None = None
        self._trainings: dict[str, _Training] = {}
        self._background: set[asyncio.Task[None]] = set()
        self._at_the_end = asyncio.Lock()  # of the line: one after another, in the order of asking

    async def connect(self, connection: "Connection") -> None:
        """Use this connection from now on, first of all for the runs that have been waiting."""
        self._connection = connection
        for run in self._shelf.active():
            await connection.join(run.ticket, run.owner)

    def disconnect(self, reason: str) -> None:
        """Give up the trainings that were under way."""
        self._connection = None
        for training in list(self._trainings.values()):
            training.task.cancel()
            training.run.fail(Failure("engine_lost", EngineUnavailable(reason)))

    def enqueue(self, run: Run) -> None:
        """Put a new run in line, now or once there is a connection."""
        if self._connection:
            self._spawn(self._join(self._connection, run.ticket, run.owner))

    async def _join(self, connection: "Connection", ticket: str, owner: str | None) -> None:
        # Messages sent at once go by connections of their own, and may overtake each other.
        async with self._at_the_end:
            await connection.join(ticket, owner)

    def order(self, run: Run, ticket: str, order: Order, settings: Mapping[str, float]) -> None:
        """Carry out what `Run.stop`, `pause` or `change` have begun.

        Args:
            ticket: of the run as the order was given.
        """
        if not self._connection:
            return
        training = self._trainings.get(ticket)
        if training is None:
            self._spawn(self._leave(self._connection, ticket))
        elif run.over or run.ticket != ticket:
            training.task.cancel()
        else:
            self._spawn(self._connection.order(ticket, order, settings, training.worker))

    async def _leave(self, connection: "Connection", ticket: str) -> None:
        async with self._at_the_end:  # not before it has joined
            await connection.leave(ticket)

    def on_event(self, event: Event) -> None:
        """Take in what the cluster says about a run."""
        run = self._shelf.get(event["run"].partition(".")[0])
        if run is None or run.ticket != event["run"]:
            self._decline(event)
            return
        match event:
            case {"place": place}:
                run.move_to(place)
            case {"turn": worker}:
                self._take_turn(run, worker)
            case {"started": _}:
                run.begin()
            case {"report": report}:
                run.receive(report)
            case {"lost": worker}:
                self._lose_worker(run, worker)

    def _decline(self, event: Event) -> None:
        """A turn that nobody wants any more must not hold up the others."""
        if "turn" in event and self._connection:
            self._spawn(self._leave(self._connection, event["run"]))

    def _take_turn(self, run: Run, worker: str) -> None:
        if self._connection is None:
            return
        if run.over:  # stopped meanwhile
            self._spawn(self._connection.leave(run.ticket))
            return
        run.move_to(0)
        task = self._spawn(self._train(self._connection, run, run.ticket, worker))
        self._trainings[run.ticket] = _Training(run, worker, task)

    def _lose_worker(self, run: Run, worker: str) -> None:
        training = self._trainings.get(run.ticket)  # before it can be gone on with
        run.fail(Failure("worker_lost", WorkerLost(f"The worker {worker} died.")))
        if training:
            training.task.cancel()

    async def _train(self, connection: "Connection", run: Run, ticket: str, worker: str) -> None:
        try:
            pickled = await connection.train(run, worker)
            result = pickle.loads(pickled)
        except WorkerLost as error:
            run.fail(Failure("worker_lost", error))
        except EngineUnavailable as error:
            run.fail(Failure("engine_lost", error))
        except Exception as error:  # whatever a training raises is the run's to tell
            run.fail(Failure("exception", error))
        else:
            self._shelf.note_size(run.id, len(pickled))
            run.finish(result)
        finally:
            del self._trainings[ticket]

    def _spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._background.add(task)  # asyncio itself keeps only a weak reference
        task.add_done_callback(self._retire)
        return task

    def _retire(self, task: asyncio.Task[None]) -> None:
        self._background.discard(task)
        if not task.cancelled() and (error := task.exception()):
            # A lost connection or worker is dealt with where it is noticed; this only leaves word.
            logger.warning("A message to the cluster was lost: %r", error)
