"""A list of any number of items in bounded memory, thinned evenly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, Self, TypeVar

Item = TypeVar("Item")

MAX_ITEMS = 500


class Thinned(Generic[Item]):
    """A growing list that thins itself.

    Keeps every n-th item and doubles n whenever the limit is reached, so that what is left is
    spread evenly over the whole. The first and the newest item are always there.

    Args:
        max_items: most items ever held; at least 3.

    Raises:
        ValueError: if `max_items` is below 3.
    """

    def __init__(self, max_items: int = MAX_ITEMS) -> None:
        if max_items < 3:
            raise ValueError(f"max_items must be at least 3. Received: {max_items!r}")
        self._max_kept = max_items - 1  # one place is for the newest item
        self._kept: list[Item] = []
        self._newest: list[Item] = []
        self._stride = 1
        self._count = 0

    def append(self, item: Item) -> None:
        """Add an item, which comes after all the others."""
        self._newest = [item]
        if self._count % self._stride == 0:
            self._kept.append(item)
        self._count += 1
        if len(self._kept) > self._max_kept:
            self._kept = self._kept[::2]
            self._stride *= 2

    @classmethod
    def resumed(cls, items: Sequence[Item], stride: int, count: int, max_items: int) -> Self:
        """A list as another was, to go on growing as evenly as that one would have.

        Args:
            items, stride, count: of that one.
        """
        thinned = cls(max_items)
        thinned._stride, thinned._count = stride, count
        thinned._newest = list(items[-1:])
        thinned._kept = list(items if thinned._newest_is_kept else items[:-1])
        return thinned

    @property
    def stride(self) -> int:
        """How many items were added for each that is kept."""
        return self._stride

    @property
    def count(self) -> int:
        """How many items were added."""
        return self._count

    @property
    def _newest_is_kept(self) -> bool:
        return (self._count - 1) % self._stride == 0

    def cut(self, holds: Callable[[Item], bool]) -> None:
        """Forget the items at the end that do not hold; it goes on growing as evenly.

        Args:
            holds: true for all items up to one, and false after it.
        """
        if all(map(holds, self._newest)):
            return
        self._kept = [item for item in self._kept if holds(item)]
        self._newest = self._kept[-1:]
        self._count = (len(self._kept) - 1) * self._stride + 1 if self._kept else 0

    def items(self) -> list[Item]:
        """A copy of the items, oldest first."""
        return list(self._kept) if self._newest_is_kept else [*self._kept, *self._newest]
