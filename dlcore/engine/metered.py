"""A process apart for what may compute for ever: each answer has so much processor time.

It is a child of the worker that asks it, so that any cluster has it without a word. The operating
system keeps the time: neither a busy machine nor code that holds Python's lock makes a difference.
"""

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from dlcore.engine.errors import EngineTimeout, WorkerLost
from dlcore.engine.process import pipe

TURN_SECONDS = 30.0  # then whoever asked has given up
WALL_SECONDS = 60.0  # for one answer, or to prepare: a second fence
IDLE_SECONDS = 600.0
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0) or None  # how the system ends such a process


class OutOfTime(Exception):  # noqa: N818
    """The answer would have taken more processor time than it may."""


class MeteredProcess:
    """Answers one call at a time, in a process that starts with the first and ends when idle.

    One that takes too long is killed, and the next call gets a new one. Thread-safe.

    Args:
        prepare: called without arguments in each new process; its time does not count.
        seconds: of processor time that an answer may take, all threads together; the system may
            grant up to one more. Where it keeps no such time (Windows), only the wall clock ends
            a call.
        idle_seconds: without a call, after which the process ends and gives its memory back.
    """

    def __init__(
        self, prepare: Callable[[], object], seconds: float, idle_seconds: float = IDLE_SECONDS
    ) -> None:
        self._prepare = prepare
        self._seconds = seconds
        self._idle_seconds = idle_seconds
        self._turn = threading.Lock()  # guards everything below
        self._process: subprocess.Popen[bytes] | None = None
        self._idle: threading.Timer | None = None

    def call(self, task: Callable[..., Any], *args: Any) -> Any:
        """Call a function there, and wait for what it returns.

        Args:
            task: a function that the process can import; called as task(*args).

        Raises:
            OutOfTime: it took too much processor time.
            EngineTimeout: others are asking, or the machine is so busy that it takes a minute.
            WorkerLost: the process died over it in another way.
            Exception: whatever the task raises.
        """
        _leave_the_thread_pool()
        if not self._turn.acquire(timeout=TURN_SECONDS):
            raise EngineTimeout(f"No turn within {TURN_SECONDS} seconds.")
        try:
            return self._ask(task, *args)
        finally:
            self._turn.release()

    def _ask(self, task: Callable[..., Any], *args: Any) -> Any:
        if self._idle:
            self._idle.cancel()
        try:
            if self._process is None:
                self._process = _start()
                self._exchange(None, self._prepare)
            return self._exchange(self._seconds, task, *args)
        finally:
            self._idle = threading.Timer(self._idle_seconds, self._rest)
            self._idle.daemon = True
            self._idle.start()

    def _exchange(self, seconds: float | None, task: Callable[..., Any], *args: Any) -> Any:
        asked, began = pickle.dumps((seconds, task, args)), time.monotonic()
        try:
            result, raised = self._send(asked)
        except Exception as error:  # nothing came back, or it broke off in the middle
            code = self._end()
            if code == _OUT_OF_TIME:
                raise OutOfTime(f"More than {seconds} seconds of processor time.") from error
            if time.monotonic() - began >= WALL_SECONDS:
                raise EngineTimeout(f"No answer within {WALL_SECONDS} seconds.") from error
            raise WorkerLost(f"The metered process ended with code {code}.") from error
        if raised:
            raise raised
        return result

    def _send(self, asked: bytes) -> tuple[Any, Exception | None]:
        process = self._process
        assert process, "started by `_ask`"
        fence = threading.Timer(WALL_SECONDS, process.kill)
        fence.start()
        try:
            stdin = pipe(process.stdin)
            stdin.write(asked)
            stdin.flush()
            return pickle.load(pipe(process.stdout))
        finally:
            fence.cancel()

    def _rest(self) -> None:
        if self._turn.acquire(blocking=False):  # else somebody asks just now
            try:
                self._end()
            finally:
                self._turn.release()

    def _end(self) -> int:
        """Ends the process, if it has not ended; returns its code, 0 where there was none."""
        process, self._process = self._process, None
        if process is None:
            return 0
        process.kill()
        code = process.wait()
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):  # what had not been read there
                pipe(stream).close()
        return code


def _leave_the_thread_pool() -> None:
    # Another task of the worker gets the thread that waits here.
    from distributed import secede

    with contextlib.suppress(ValueError):  # called outside of a worker
        secede()


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "dlcore.engine.metered_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
