"""Compiled models that are lent to one run after another."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from dlcore.reports import Orders
from dlcore.training.leavable import LeavableCall

Made = TypeVar("Made")


class NothingLearnt(Exception):  # noqa: N818 - named for what happened
    """A training was told to stop before there was a network to train."""


def leaving(orders: Orders, state: object | None) -> Callable[[], bool]:
    """When not to wait until a model is made: what was learnt before is tested at a stop."""
    return orders if state is None else lambda: orders.paused


class ModelPool(Generic[Made]):
    """Keeps the compiled models used last; each is lent to one run at a time.

    Args:
        size: how many are kept.
        make: compiles a model; its argument is the key, all that a model is compiled for.
    """

    def __init__(self, size: int, make: Callable[[Any], Made]) -> None:
        self._size = size
        self._make = make
        self._idle: OrderedDict[Hashable, Made] = OrderedDict()
        self._held: dict[int, threading.Event] = {}
        self._lock = threading.Lock()

    @contextmanager
    def borrow(
        self, key: Hashable, should_stop: Callable[[], bool] = lambda: False
    ) -> Iterator[Made]:
        """Lends the model of that key, used before or new, for the length of a `with`.

        Args:
            key: all that it is compiled for.
            should_stop: asked while a new one is made, which takes seconds for a large network.

        Raises:
            NothingLearnt: it was told to stop; the model is for whoever comes next.
        """
        with self._lock:
            compiled = self._idle.pop(key, None)
        compiled = compiled or self._new(key, should_stop)
        try:
            yield compiled
        finally:
            self._give_back_once_free(key, compiled)

    def _new(self, key: Hashable, should_stop: Callable[[], bool]) -> Made:
        made: list[Made] = []
        call = LeavableCall(lambda: made.append(self._make(key)))
        if call.wait(should_stop):
            return made[0]

        def keep() -> None:
            call.over.wait()
            for compiled in made:
                self._give_back(key, compiled)

        threading.Thread(target=keep, name="dlcore-pool", daemon=True).start()
        raise NothingLearnt("It was told to stop before it had begun.")

    def hold(self, compiled: Made, until: threading.Event) -> None:
        """Keeps a model that is lent from being lent again before something else is over."""
        with self._lock:
            self._held[id(compiled)] = until

    def _give_back_once_free(self, key: Hashable, compiled: Made) -> None:
        with self._lock:
            busy = self._held.pop(id(compiled), None)
        if busy is None or busy.is_set():
            self._give_back(key, compiled)
            return

        def wait() -> None:
            busy.wait()
            self._give_back(key, compiled)

        threading.Thread(target=wait, name="dlcore-pool", daemon=True).start()

    def _give_back(self, key: Hashable, compiled: Made) -> None:
        with self._lock:
            self._idle[key] = compiled
            if len(self._idle) > self._size:
                self._idle.popitem(last=False)
