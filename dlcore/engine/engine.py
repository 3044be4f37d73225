"""The one handle that pages hold on the process, or the cluster, that runs Keras."""

import asyncio
import concurrent.futures
import os
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from dlcore.engine.dispatcher import Dispatcher
from dlcore.engine.errors import EngineTimeout, EngineUnavailable
from dlcore.engine.limits import USUAL, Limits
from dlcore.engine.reaper import Reaper
from dlcore.engine.run import Failure, Order, Past, Run
from dlcore.engine.shelf import Shelf
from dlcore.engine.supervisor import EngineStatus, Supervisor, SupervisorConfig

SCHEDULER_VARIABLE = "DLCORE_SCHEDULER"
MEMORY_LIMIT = 1_300_000_000


class Engine:
    """Runs tasks in another process: short calls at once, trainings one at a time per worker.

    Thread-safe, and to be shared by all visitors of a web process. Everything that talks to the
    cluster happens on one event loop in one background thread.

    Args:
        scheduler: address of a Dask scheduler, such as "tls://host:8786", with certificates from
            Dask's own configuration; its scheduler and workers must be able to import the tasks,
            and workers train only if started with `--resources "train=1"`. None runs a process of
            its own.
        warm_task: called without arguments in every new worker before it takes any task.
        threads: tasks at the same time in the own process' worker, the training included.
        memory_limit: bytes; an idle worker of the own process that has grown larger is replaced.
        limits: of what one visitor can have.

    Attributes:
        limits: these.
    """

    def __init__(
        self,
        scheduler: str | None = None,
        *,
        warm_task: Callable[[], Any] | None = None,
        threads: int = 4,
        memory_limit: int = MEMORY_LIMIT,
        limits: Limits = USUAL,
    ) -> None:
        self.limits = limits
        self._shelf = Shelf(max_of_owner=limits.runs_per_visitor)
        self._reaper = Reaper(self._shelf, limits)
        self._dispatcher = Dispatcher(self._shelf)
        self._supervisor = Supervisor(
            SupervisorConfig(scheduler, warm_task, threads, memory_limit),
            self._dispatcher,
            self._note,
        )
        self._changed = threading.Condition()  # guards everything below
        self._status: EngineStatus = "starting"
        self._error = ""
        self._closed = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._reaping: concurrent.futures.Future[None] | None = None

    @classmethod
    def from_environment(cls, **options: Any) -> "Engine":
        """The engine that the variable DLCORE_SCHEDULER names, or one of its own.

        Raises:
            ValueError: a variable that says a limit says no number; see `Limits`.
        """
        scheduler = os.environ.get(SCHEDULER_VARIABLE) or None
        return cls(scheduler, limits=Limits.from_environment(), **options)

    def start(self) -> None:
        """Start in the background; returns at once. Starting twice is starting once."""
        with self._changed:
            if self._loop or self._closed:
                return
            self._loop = asyncio.new_event_loop()
            asyncio.run_coroutine_threadsafe(self._supervisor.live(), self._loop)
            self._reaping = asyncio.run_coroutine_threadsafe(self._reaper.live(), self._loop)
            self._thread = threading.Thread(
                target=self._loop.run_forever, name="dlcore-engine", daemon=True
            )
            self._thread.start()

    @property
    def status(self) -> EngineStatus:
        """Where the engine is: starting, warming, ready, restarting or failed.

        A failed engine goes on trying, ever more slowly, and may yet become ready.
        """
        return self._status

    @property
    def error(self) -> str:
        """What went wrong last; an empty string while all is well."""
        return self._error

    def wait_ready(self, timeout: float) -> bool:
        """Block until the engine is ready or has failed.

        Args:
            timeout: seconds.

        Returns:
            Whether it is ready.
        """
        with self._changed:
            self._changed.wait_for(
                lambda: self._closed or self._status in ("ready", "failed"), timeout
            )
            return self._status == "ready" and not self._closed

    def call(
        self, task: Callable[..., Any], *args: Any, timeout: float = 30.0, **kwargs: Any
    ) -> Any:
        """Run a short task and return its result; it never waits behind a training.

        Args:
            task: a function that workers can import; called as task(*args, **kwargs).
            timeout: seconds, the time until a starting engine is ready included.

        Raises:
            EngineUnavailable: if the engine is not ready in time, is lost during the call, or was
                never started or is closed.
            EngineTimeout: if the answer does not come in time.
            Exception: whatever the task raises.
        """
        deadline = time.monotonic() + timeout
        loop = self._running_loop()
        if not self.wait_ready(timeout):
            raise EngineUnavailable(self._error or f"The engine is still {self._status}.")
        answer = asyncio.run_coroutine_threadsafe(self._supervisor.call(task, args, kwargs), loop)
        try:
            return answer.result(max(0.0, deadline - time.monotonic()))
        except TimeoutError as error:
            if answer.done():  # it is the task's own
                raise
            answer.cancel()
            raise EngineTimeout(f"No answer from the engine within {timeout} seconds.") from error
        except concurrent.futures.CancelledError as error:
            raise EngineUnavailable("The engine was closed.") from error

    def start_run(
        self,
        task: Callable[..., Any],
        config: Any,
        *,
        owner: str | None = None,
        supply: bytes = b"",
    ) -> Run:
        """Put a training in line.

        Args:
            task: a function that workers can import; called as
                task(config, report, orders), see `dlcore.reports`, and with a checkpoint of its own
                behind where it goes on. Its result is pickled.
            config: anything that can be pickled.
            owner: who starts it; see `Run`.
            supply: what the task needs and is no part of what is asked for, such as images to learn
                from: given to it as `supply=`, whenever it begins or goes on, unless it is empty.

        Returns:
            The run, queued.

        Raises:
            TooManyRuns: if the owner has as many waiting or running as one may have.
            EngineUnavailable: if far too many are in line already, or the engine is closed.
        """
        loop = self._running_loop()
        run = Run(task, config, self._tell, owner, supply=supply)
        self._shelf.add(run)
        loop.call_soon_threadsafe(self._dispatcher.enqueue, run)
        return run

    def go_on(self, run: Run, *, ending: bool = False) -> None:
        """Put a run that can be gone on with back in line, from its checkpoint or the beginning.

        Args:
            run: nothing happens unless it `can_go_on`, nor where the shelf has let it go meanwhile
                and another page has had it recalled: then that one is the run.
            ending: only to be measured as it is, as a stop would have done.

        Raises:
            TooManyRuns, EngineUnavailable: as `start_run` does.
        """
        loop = self._running_loop()
        if self._shelf.keep(run) is not run or not run.can_go_on:
            return
        self._shelf.add(run)
        if run.go_on(ending=ending):
            self._shelf.keep(run)  # in between it may have gone as the oldest of those at rest
            loop.call_soon_threadsafe(self._dispatcher.enqueue, run)

    def recall(self, task: Callable[..., Any], config: Any, past: Past, size: int = 0) -> Run:
        """Take in a run of an earlier process, to be shown and to be gone on with.

        Args:
            size: bytes of its result.

        Returns:
            The run; the one that is here where there is one with its id.
        """
        return self._shelf.keep(Run(task, config, self._tell, past=past), size)

    def run(self, run_id: str) -> Run | None:
        """The run with this id; None if there is none, or if it was over long ago."""
        return self._shelf.get(run_id)

    def forget(self, run: Run) -> None:
        """Keep a run no longer; nothing happens while it is under way."""
        self._shelf.forget(run)

    def active_runs(self, owner: str) -> list[Run]:
        """The runs of this owner that wait or run, oldest first."""
        return [run for run in self._shelf.active() if run.owner == owner]

    def runs_of(self, task: Callable[..., Any]) -> list[Run]:
        """All runs of this task that are kept, of whoever they are, newest first.

        For what they have in common, such as their pace: no page shows whose they are.
        """
        return self._shelf.of(task)

    def close(self) -> None:
        """Stop everything; returns when the engine process is gone."""
        with self._changed:
            loop, thread, self._closed = self._loop, self._thread, True
            self._changed.notify_all()
        if loop is None or thread is None or not thread.is_alive():
            return
        if self._reaping:
            self._reaping.cancel()
        asyncio.run_coroutine_threadsafe(self._supervisor.close(), loop).result()
        for run in self._shelf.active():
            run.fail(Failure("engine_lost", EngineUnavailable("The engine was closed.")))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()

    def _tell(self, run: Run, order: Order, settings: Mapping[str, float]) -> None:
        told = run, run.ticket, order, settings  # as it is now: it may be gone on with soon
        self._running_loop().call_soon_threadsafe(self._dispatcher.order, *told)

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        with self._changed:
            if self._loop is None or self._closed:
                raise EngineUnavailable("The engine was not started, or is closed.")
            return self._loop

    def _note(self, status: EngineStatus, error: str) -> None:
        with self._changed:
            self._status, self._error = status, error
            self._changed.notify_all()
