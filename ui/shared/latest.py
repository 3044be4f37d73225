"""What this server has at hand of late, for all visitors, as much as a number of bytes allows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """Things by name, of which the newest stay; thread-safe.

    Args:
        most_bytes: of all of them; one that is larger is there alone.
        size: bytes of one.
    """

    def __init__(self, most_bytes: int, size: Callable[[T], int]) -> None:
        self._most, self._size = most_bytes, size
        self._held: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def get(self, name: Hashable) -> T | None:
        """One of them; None where it is not at hand."""
        with self._lock:
            found = self._held.get(name)
            if found is not None:
                self._held.move_to_end(name)
            return found

    def put(self, name: Hashable, one: T) -> None:
        """Has one more at hand, and others no more where they are too much together."""
        with self._lock:
            self._held[name] = one
            self._held.move_to_end(name)
            while len(self._held) > 1 and sum(map(self._size, self._held.values())) > self._most:
                self._held.popitem(last=False)

    def made(self, name: Hashable, make: Callable[[], T]) -> T:
        """One of them, made where it is not at hand.

        Two who ask at once may make it twice: nobody waits for another visitor.
        """
        found = self.get(name)
        if found is None:
            found = make()
            self.put(name, found)
        return found
