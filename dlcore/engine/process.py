"""The engine process, seen from the web process that starts it."""

import os
import subprocess
import sys
from typing import IO

from dlcore.engine.credentials import Credentials
from dlcore.engine.errors import EngineUnavailable

CLOSE_SECONDS = 10.0


class EngineProcess:
    """A child process that runs a cluster of its own for as long as this one lives.

    Args:
        threads: tasks at the same time in its worker, the training included.
    """

    def __init__(self, threads: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "dlcore.engine", "--threads", str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Tasks are sent by name, so the child must find the modules that this process finds.
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            start_new_session=True,  # Ctrl-C in the terminal is for the web process to handle
        )

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def credentials(self) -> Credentials:
        """Wait until the engine is up and says how to reach it.

        Raises:
            EngineUnavailable: if it ends instead.
        """
        with pipe(self._process.stdout) as stdout:
            line = stdout.readline()
        if not line:
            code = self._process.wait()
            raise EngineUnavailable(
                f"The engine process ended with code {code} while it was starting; "
                f"it says why on standard error."
            )
        return Credentials.from_line(line)

    def close(self) -> None:
        """Let the process leave, or make it; returns when it is gone."""
        pipe(self._process.stdin).close()
        try:
            self._process.wait(CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()  # its worker notices, and leaves too
            self._process.wait()


def pipe(stream: IO[bytes] | None) -> IO[bytes]:
    """One of a process' standard streams."""
    assert stream is not None, "opened with PIPE"
    return stream
