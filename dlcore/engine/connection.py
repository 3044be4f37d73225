"""One connection to one Dask cluster; everything here lives on the engine's event loop."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from distributed import Client, KilledWorker, Security
from distributed.client import FutureCancelledError

from dlcore.engine import events, line, worker
from dlcore.engine.errors import EngineUnavailable, WorkerLost
from dlcore.engine.run import Run

CALL_PRIORITY = 10  # any number above the trainings' 0


class Connection:
    """What the engine asks of a cluster.

    Args:
        client: connected and asynchronous.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    @classmethod
    async def open(
        cls,
        address: str,
        security: Security | None,
        on_event: Callable[[events.Event], None],
        memory_limit: int | None,
    ) -> "Connection":
        """Connect, and see to it that the cluster has its line of trainings.

        Args:
            address: of the scheduler.
            security: None takes Dask's own configuration.
            on_event: called on the event loop with each message about a run; must not block.
            memory_limit: see `TrainingLine`; a line that is there already keeps its own.

        Raises:
            OSError: if no scheduler answers there.
        """
        client = await Client(address, security=security, asynchronous=True, set_as_default=False)
        client.subscribe_topic(events.topic(client.id), lambda stamped: on_event(stamped[1]))
        await client.register_plugin(line.TrainingLine(memory_limit), name=line.NAME)
        return cls(client)

    async def warm(self, task: Callable[[], Any] | None) -> None:
        """Wait for a first worker, and until `task` has run in all that are there."""
        await self._client.wait_for_workers(1)  # type: ignore[func-returns-value, misc]
        if task is not None:
            name = f"dlcore-warm-up-{task.__module__}.{task.__qualname__}"
            await self._client.register_plugin(worker.WarmUp(task), name=name)

    async def call(
        self, task: Callable[..., Any], args: Sequence[Any], kwargs: dict[str, Any]
    ) -> Any:
        """Run a short task somewhere, beside the trainings.

        Raises:
            EngineUnavailable: if the cluster was lost meanwhile, or too many workers over it.
            Exception: whatever the task raises.
        """
        bound = partial(task, *args, **kwargs)  # keeps clear of the names of submit's arguments
        future = self._client.submit(bound, pure=False, priority=CALL_PRIORITY)
        try:
            with _our_errors():
                return await future
        finally:
            future.release()

    async def join(self, run_id: str) -> None:
        """Put a training in line; an event says when its turn has come."""
        await self._client.run_on_scheduler(line.join, run_id, self._client.id)

    async def leave(self, run_id: str) -> None:
        """Give up a training's place in line or at a worker."""
        await self._client.run_on_scheduler(line.leave, run_id)

    async def train(self, run: Run, address: str) -> bytes:
        """Train at one worker and no other.

        Cancelling this coroutine makes the training end early and drops its result.

        Returns:
            The pickled result.

        Raises:
            EngineUnavailable: if the cluster or the worker was lost meanwhile.
            Exception: whatever the training raises.
        """
        try:
            future = self._client.submit(
                worker.train,
                run.task,
                run.config,
                run.id,
                events.topic(self._client.id),
                key=line.key_of(run.id),
                workers=[address],
                resources={line.RESOURCE: 1},
            )
        except Exception:
            await self.leave(run.id)
            raise
        try:
            with _our_errors():
                return await future
        finally:
            future.release()

    async def stop(self, run_id: str, address: str) -> None:
        """Ask a running training to end; it then returns what it has."""
        await self._client.run(worker.stop, run_id, workers=[address])

    async def until_lost(self) -> None:
        """Return when the connection is lost or the scheduler has closed."""
        try:
            await self._client.run_on_scheduler(line.until_departure, self._client.id)
        except OSError:
            return

    async def close(self) -> None:
        """Disconnect."""
        await self._client.close()


@contextlib.contextmanager
def _our_errors() -> Iterator[None]:
    try:
        yield
    except FutureCancelledError as error:
        raise EngineUnavailable("The connection to the engine was lost.") from error
    except KilledWorker as error:
        raise WorkerLost(f"The worker {error.last_worker.address} died.") from error
