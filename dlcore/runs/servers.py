"""Which of the servers that share a database are alive.

Each holds a file locked for as long as it lives; the system gives the lock up with the process,
however that ends. Where the file of another is on another machine, its heartbeat is watched.
"""

from __future__ import annotations

import os
import secrets
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

SILENT_SECONDS = 30.0

Sign = Literal["alive", "dead", "absent"]


class Presence:
    """This server, alive until it is closed or dies.

    Args:
        place: where the file of a server is, by its id.

    Attributes:
        id: random.
    """

    def __init__(self, place: Callable[[str], Path]) -> None:
        self.id = secrets.token_hex(8)
        self._place = place
        self._file: int | None = None

    def show(self) -> None:
        """Makes the file and locks it, unless that was done.

        Raises:
            OSError: it cannot be made.
        """
        if self._file is None:
            file = os.open(self._place(self.id), os.O_RDWR | os.O_CREAT, 0o600)
            _lock(file)
            self._file = file

    def sign_of(self, other: str) -> Sign:
        """Whether another server holds its file; takes away that of a dead one."""
        path = self._place(other)
        try:
            file = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            return "absent"
        except OSError:  # another user's
            return "alive"
        free = _lock(file)
        os.close(file)
        if not free:
            return "alive"
        path.unlink(missing_ok=True)
        return "dead"

    def close(self) -> None:
        """Gives the lock up."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
            self._place(self.id).unlink(missing_ok=True)


class Heartbeats:
    """When each server was last seen to change, by this server's own clock."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._seen: dict[str, tuple[int, float]] = {}

    def is_silent(self, server: str, beats: int) -> bool:
        """Whether its count of beats has stayed the same for `SILENT_SECONDS`."""
        counted, since = self._seen.get(server, (-1, 0.0))
        if counted != beats:
            self._seen[server] = (beats, self._now())
            return False
        return self._now() - since > SILENT_SECONDS


def _lock(file: int) -> bool:
    """Locks an open file; False where another holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
