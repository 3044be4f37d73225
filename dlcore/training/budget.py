"""Doing something beside a training, as often as it may cost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Budget:
    """Says when something is due that is to take at most a share of the time.

    What takes long on a busy machine becomes rarer, so that the share stays what it is.

    Args:
        share: of the time, in (0, 1).
        least: seconds from one beginning to the next, at least.
        first: seconds from now until it is first due.
    """

    def __init__(self, share: float, least: float, first: float = 0.0) -> None:
        self._share = share
        self._least = least
        self._next = time.monotonic() + first

    @property
    def due(self) -> bool:
        """Whether it may be done now."""
        return time.monotonic() >= self._next

    @contextmanager
    def spend(self) -> Iterator[None]:
        """Around what is done: notes how long it takes, and so when it is due again."""
        began = time.monotonic()
        try:
            yield
        finally:
            ended = time.monotonic()
            self._next = max(began + self._least, ended + (ended - began) * (1 / self._share - 1))
