"""Compiled models that are lent to one run after another."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

Made = TypeVar("Made")


class ModelPool(Generic[Made]):
    """Keeps the compiled models used last; each is lent to one run at a time.

    Args:
        size: how many are kept.
        make: compiles a model for a recipe.
    """

    def __init__(self, size: int, make: Callable[[Any], Made]) -> None:
        self._size = size
        self._make = make
        self._idle: OrderedDict[Hashable, Made] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def borrow(self, recipe: Hashable) -> Iterator[Made]:
        """Lends a model of that recipe, used before or new, for the length of a `with`."""
        with self._lock:
            compiled = self._idle.pop(recipe, None)
        compiled = compiled or self._make(recipe)
        try:
            yield compiled
        finally:
            self._give_back(recipe, compiled)

    def _give_back(self, recipe: Hashable, compiled: Made) -> None:
        with self._lock:
            self._idle[recipe] = compiled
            if len(self._idle) > self._size:
                self._idle.popitem(last=False)
