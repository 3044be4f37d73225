"""Keeps an engine up: starts it, connects, warms it, and does so again whenever it is lost.

Lives on the engine's event loop. `distributed` takes about a second to import, so this happens
here, in the background, while the engine process starts.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from dlcore.engine.dispatcher import Dispatcher
from dlcore.engine.errors import EngineUnavailable
from dlcore.engine.process import EngineProcess

if TYPE_CHECKING:
    from distributed import Security

    from dlcore.engine.connection import Connection

logger = logging.getLogger(__name__)

EngineStatus = Literal["starting", "warming", "ready", "restarting", "failed"]

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds between attempts that fail
PATIENCE = 3  # attempts in a row that may fail before visitors are told


@dataclass(frozen=True)
class SupervisorConfig:
    """What an engine is made of; see `Engine` for the fields."""

    scheduler: str | None
    warm_task: Callable[[], Any] | None
    threads: int
    memory_limit: int


class Supervisor:
    """The life of an engine, from first start to close.

    Args:
        settings: what to start or connect to.
        dispatcher: gets each new connection.
        tell: called with each new status and what went wrong last.
    """

    def __init__(
        self,
        settings: SupervisorConfig,
        dispatcher: Dispatcher,
        tell: Callable[[EngineStatus, str], None],
    ) -> None:
        self._settings = settings
        self._dispatcher = dispatcher
        self._tell = tell
        self._connection: Connection | None = None
        self._failures = 0
        self._life: asyncio.Task[None] | None = None

    async def live(self) -> None:
        """Keep an engine up until cancelled."""
        self._life = asyncio.current_task()
        while True:
            try:
                await self._serve_once()
            except Exception as error:  # an engine can fail in any way; visitors are told which
                logger.exception("The engine could not be started")
                self._failures += 1
                status: EngineStatus = "failed" if self._failures >= PATIENCE else "restarting"
                self._tell(status, f"{type(error).__name__}: {error}")
            await asyncio.sleep(min(FIRST_PAUSE * 2**self._failures, LONGEST_PAUSE))

    async def close(self) -> None:
        """End `live`, and with it the engine; returns when it is gone."""
        if self._life:
            self._life.cancel()
            await asyncio.wait([self._life])

    async def call(
        self, task: Callable[..., Any], args: Sequence[Any], kwargs: dict[str, Any]
    ) -> Any:
        """See `Connection.call`."""
        if self._connection is None:
            raise EngineUnavailable("The engine is not ready.")
        return await self._connection.call(task, args, kwargs)

    async def _serve_once(self) -> None:
        async with contextlib.AsyncExitStack() as stack:
            connection = await self._connect(stack)
            if not self._failures:
                self._tell("warming", "")
            await connection.warm(self._settings.warm_task)
            self._connection = connection
            stack.callback(self._give_up)
            await self._dispatcher.connect(connection)
            self._failures = 0
            self._tell("ready", "")
            await connection.until_lost()

    async def _connect(self, stack: contextlib.AsyncExitStack) -> "Connection":
        address, security = self._settings.scheduler, None
        memory_limit = None  # other people's workers are theirs to look after
        if address is None:
            address, security = await self._start_process(stack)
            memory_limit = self._settings.memory_limit
        from dlcore.engine.connection import Connection

        connection = await Connection.open(
            address, security, self._dispatcher.on_event, memory_limit
        )
        stack.push_async_callback(connection.close)
        return connection

    async def _start_process(self, stack: contextlib.AsyncExitStack) -> tuple[str, "Security"]:
        process = EngineProcess(self._settings.threads)
        stack.push_async_callback(asyncio.to_thread, process.close)
        credentials = await asyncio.to_thread(process.credentials)
        return credentials.address, credentials.security()

    def _give_up(self) -> None:
        # At once, before the remains are cleared away: whoever asks now waits for the next one.
        self._connection = None
        self._tell("restarting", "The engine was lost and is being started again.")
        self._dispatcher.disconnect("The engine was lost.")
