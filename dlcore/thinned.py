"""A list of any number of items in bounded memory, thinned evenly."""

from __future__ import annotations

from typing import Generic, TypeVar

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

    def copy(self) -> Thinned[Item]:
        """Another list with the same items, which goes on growing by itself, as evenly."""
        other: Thinned[Item] = Thinned(self._max_kept + 1)
        other._kept, other._newest = list(self._kept), list(self._newest)
        other._stride, other._count = self._stride, self._count
        return other

    def items(self) -> list[Item]:
        """A copy of the items, oldest first."""
        newest_is_kept = (self._count - 1) % self._stride == 0
        return list(self._kept) if newest_is_kept else [*self._kept, *self._newest]
