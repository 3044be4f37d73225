"""One connection to one Dask cluster; everything here lives on the engine's event loop."""

import contextlib
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import dask
from distributed import Client, KilledWorker, Security
from distributed.client import FutureCancelledError

from dlcore.engine import events, line, worker
from dlcore.engine.errors import EngineUnavailable, WorkerLost
from dlcore.engine.run import Order, Run

# Dask keeps the last 1,000 messages of each connection; with a picture in each, that is 300 MB.
LOG_LENGTH = 10
# Dask warns of arguments above 10 MB; those of a training are sent once, and so are its images.
WARNING_SIZE = "1GB"
CONNECT_SECONDS = 10.0
CLOSE_SECONDS = 1.0
CALL_PRIORITY = 10  # any number above the trainings' 0


class Connection:
    """What the engine asks of a cluster.

    Args:
        client: connected and asynchronous.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._warm: set[str] = set()
        self._has_several = False

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
        client = Client(
            address,
            security=security,
            timeout=CONNECT_SECONDS,
            asynchronous=True,
            set_as_default=False,
        )
        connection = cls(client)
        try:
            with dask.config.set({"distributed.admin.low-level-log-length": LOG_LENGTH}):
                await client
            client.subscribe_topic(events.topic(client.id), lambda stamped: on_event(stamped[1]))
            client.subscribe_topic(events.WARM_TOPIC, lambda stamped: connection._note(stamped[1]))
            await client.register_plugin(line.TrainingLine(memory_limit), name=line.NAME)
            await client.run_on_scheduler(line.subscribe, client.id)
        except BaseException:
            await connection.close()
            raise
        return connection

    async def warm(self, task: Callable[[], Any] | None) -> None:
        """Wait for a first worker, and until `task` has run in all that are there."""
        await self._client.wait_for_workers(1)  # type: ignore[func-returns-value, misc]
        if task is None:
            return
        name = f"dlcore-warm-up-{task.__module__}.{task.__qualname__}"
        await self._client.register_plugin(worker.WarmUp(task), name=name)
        for _, event in await self._client.get_events(events.WARM_TOPIC):  # before we subscribed
            self._note(event)

    def _note(self, event: events.Event) -> None:
        match event:
            case {"warm": address}:
                self._warm.add(address)
                self._has_several = self._has_several or len(self._warm) > 1
            case {"gone": address}:
                self._warm.discard(address)

    async def call(
        self, task: Callable[..., Any], args: Sequence[Any], kwargs: dict[str, Any]
    ) -> Any:
        """Run a short task somewhere, beside the trainings.

        Raises:
            EngineUnavailable: if the cluster was lost meanwhile, or too many workers over it.
            Exception: whatever the task raises.
        """
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": WARNING_SIZE}):
            future = self._client.submit(
                # Bound, so that Dask does not look into the arguments for futures.
                partial(worker.answer, task, args, kwargs),
                # By the task's name: Dask knows by it how long the last ones took.
                key=f"{getattr(task, '__name__', 'task')}-{uuid.uuid4()}",
                priority=CALL_PRIORITY,
                **self._warm_workers(),
            )
        try:
            with _our_errors():
                return _answered(await future)
        finally:
            future.release()

    def _warm_workers(self) -> dict[str, Any]:
        # A worker that is still warming up has nothing to do, so Dask would send it each call. The
        # only worker of a cluster is not named: should it die before the call gets there, Dask
        # would wait for that address to come back instead of taking its replacement.
        if not self._warm or not self._has_several:
            return {}
        return {"workers": list(self._warm), "allow_other_workers": True}

    async def join(self, ticket: str, owner: str | None) -> None:
        """Put a training in line; an event says when its turn has come."""
        await self._client.run_on_scheduler(line.join, ticket, self._client.id, owner)

    async def leave(self, ticket: str) -> None:
        """Give up a training's place in line or at a worker."""
        await self._client.run_on_scheduler(line.leave, ticket)

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
            with dask.config.set({"distributed.admin.large-graph-warning-threshold": WARNING_SIZE}):
                future = self._client.submit(
                    worker.train,
                    run.task,
                    run.config,
                    run.ticket,
                    events.topic(self._client.id),
                    run.checkpoint,
                    run.ending,
                    run.supply,
                    key=line.key_of(run.ticket),
                    workers=[address],
                    resources={line.RESOURCE: 1},
                )
        except Exception:
            await self.leave(run.ticket)
            raise
        try:
            with _our_errors():
                return _answered(await future)
        finally:
            future.release()

    async def order(
        self, ticket: str, order: Order, settings: Mapping[str, float], address: str
    ) -> None:
        """Tell a running training something; see `dlcore.reports.Orders`."""
        await self._client.run(worker.order, ticket, order, dict(settings), workers=[address])

    async def until_lost(self) -> None:
        """Return when the connection is lost or the scheduler has closed."""
        try:
            await self._client.run_on_scheduler(line.until_departure, self._client.id)
        except OSError:
            return

    async def close(self) -> None:
        """Disconnect; does not wait long for a scheduler that is gone."""
        with contextlib.suppress(TimeoutError):
            await self._client.close(timeout=CLOSE_SECONDS)


def _answered(answer: Any) -> Any:
    """A result as it came; raises what is wrong with the question."""
    if isinstance(answer, worker.Refusal):
        raise answer.error
    return answer


@contextlib.contextmanager
def _our_errors() -> Iterator[None]:
    try:
        yield
    except FutureCancelledError as error:
        raise EngineUnavailable("The connection to the engine was lost.") from error
    except KilledWorker as error:
        raise WorkerLost(f"The worker {error.last_worker.address} died.") from error
