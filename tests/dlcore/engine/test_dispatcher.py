"""From the line to a worker and home again, without a cluster."""

import asyncio
from types import SimpleNamespace

from dlcore.engine.dispatcher import Dispatcher
from dlcore.engine.shelf import Shelf


class SlowAtFirst:
    """A connection on which each message is quicker than the one before."""

    def __init__(self) -> None:
        self.joined: list[tuple[str, str]] = []
        self._seconds = 0.2

    async def join(self, run_id: str, owner: str) -> None:
        self._seconds /= 2
        await asyncio.sleep(self._seconds)
        self.joined.append((run_id, owner))


def test_runs_join_the_line_in_the_order_of_asking():
    async def ask() -> list[tuple[str, str]]:
        dispatcher, connection = Dispatcher(Shelf()), SlowAtFirst()
        await dispatcher.connect(connection)
        for name in "abcd":
            dispatcher.enqueue(SimpleNamespace(id=name, owner=name.upper()))
        while len(connection.joined) < 4:
            await asyncio.sleep(0.01)
        return connection.joined

    assert asyncio.run(ask()) == [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")]
