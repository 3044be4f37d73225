"""Where runs are kept, so that a reloaded page finds its own again."""

import threading
from collections.abc import Callable
from typing import Any

from dlcore.engine.errors import EngineUnavailable, TooManyRuns
from dlcore.engine.run import Run

MAX_ACTIVE = 100
MAX_FINISHED = 50
MAX_BYTES = 64_000_000


class Shelf:
    """Runs by id, bounded: of those that are over, those go first that were not looked at longest.

    Thread-safe.

    Args:
        max_active: most runs that are queued or running at the same time.
        max_of_owner: most of them that one owner has; what nobody owns is not counted.
        max_finished: most runs kept after their end.
        max_bytes: most bytes of results, checkpoints and supplies kept after their runs' ends; the
            newest stays whatever its size.
    """

    def __init__(
        self,
        max_active: int = MAX_ACTIVE,
        max_finished: int = MAX_FINISHED,
        max_bytes: int = MAX_BYTES,
        max_of_owner: int = MAX_ACTIVE,
    ) -> None:
        self._max_active = max_active
        self._max_finished = max_finished
        self._max_bytes = max_bytes
        self._max_of_owner = max_of_owner
        self._lock = threading.Lock()
        self._runs: dict[str, Run] = {}
        self._sizes: dict[str, int] = {}

    def add(self, run: Run) -> None:
        """Keep a new run.

        Raises:
            TooManyRuns: if too many of its owner are queued or running already.
            EngineUnavailable: if too many of all are.
        """
        with self._lock:
            self._forget_oldest()
            active = [other.owner for other in self._runs.values() if not other.over]
            if run.owner is not None and active.count(run.owner) >= self._max_of_owner:
                raise TooManyRuns(
                    f"At most {self._max_of_owner} trainings of one owner can wait or run at the "
                    f"same time. Received one more."
                )
            if len(active) >= self._max_active:
                raise EngineUnavailable(
                    f"At most {self._max_active} trainings can wait or run at the same time. "
                    f"Received one more."
                )
            self._runs[run.id] = run

    def keep(self, run: Run, size: int = 0) -> Run:
        """Keep a run that is over; the one that is here already where there is one with its id.

        Args:
            size: bytes of its result; 0 where there is none or they are noted.
        """
        with self._lock:
            self._forget_oldest()
            self._sizes.setdefault(run.id, size)
            return self._runs.setdefault(run.id, run)

    def forget(self, run: Run) -> None:
        """Keep a run that is over no longer."""
        with self._lock:
            if run.over and self._runs.get(run.id) is run:
                self._sizes.pop(run.id, None)
                del self._runs[run.id]

    def note_size(self, run_id: str, size: int) -> None:
        """Note how many bytes the result of a run takes."""
        with self._lock:
            self._sizes[run_id] = size
            self._forget_oldest()

    def get(self, run_id: str) -> Run | None:
        """The run with this id, or None."""
        with self._lock:
            return self._runs.get(run_id)

    def of(self, task: Callable[..., Any]) -> list[Run]:
        """All runs of this task that are kept, newest first."""
        with self._lock:
            return [run for run in reversed(self._runs.values()) if run.task is task]

    def active(self) -> list[Run]:
        """All runs that are not over, oldest first."""
        with self._lock:
            return [run for run in self._runs.values() if not run.over]

    def _over(self) -> list[Run]:
        over = [run for run in self._runs.values() if run.over]
        return sorted(over, key=lambda run: max(run.finished or 0.0, run.seen))

    def _forget_oldest(self) -> None:
        over = self._over()
        size = sum(self._sizes.values()) + sum(map(_carried, over))
        while len(over) > self._max_finished or (size > self._max_bytes and len(over) > 1):
            oldest = over.pop(0)
            size -= self._sizes.pop(oldest.id, 0) + _carried(oldest)
            del self._runs[oldest.id]


def _carried(run: Run) -> int:
    """Bytes that it takes besides its result."""
    return len(run.checkpoint) + len(run.supply)
