"""Turns: so many questions of one visitor at a time, however many pages they have open.

The engine answers a few questions side by side. Thirty tabs that each ask for what takes a second
would otherwise keep everybody else waiting for half a minute.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Lets each visitor do so many things at a time; their next ones wait. Thread-safe.

    Args:
        most: at a time, of one visitor.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._busy: Counter[str] = Counter()
        self._changed = threading.Condition()

    @contextmanager
    def take(self, visitor: str, timeout: float) -> Iterator[None]:
        """Around what is done.

        Args:
            visitor: whose turn it is.
            timeout: seconds.

        Raises:
            TimeoutError: their other things took longer.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._busy[visitor] < self._most, timeout):
                raise TimeoutError(f"No turn within {timeout} seconds.")
            self._busy[visitor] += 1
        try:
            yield
        finally:
            with self._changed:
                self._busy[visitor] -= 1
                if not self._busy[visitor]:
                    del self._busy[visitor]
                self._changed.notify_all()
