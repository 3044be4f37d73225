"""From the line to a worker and home again, without a cluster."""

import asyncio
from types import SimpleNamespace

from dlcore.engine.dispatcher import Dispatcher
from dlcore.engine.run import Run
from dlcore.engine.shelf import Shelf


class SlowAtFirst:
    """A connection on which each message is quicker than the one before."""

    def __init__(self) -> None:
        self.joined: list[tuple[str, str]] = []
        self._seconds = 0.2

    async def join(self, ticket: str, owner: str) -> None:
        self._seconds /= 2
        await asyncio.sleep(self._seconds)
        self.joined.append((ticket, owner))

    async def leave(self, ticket: str) -> None:
        self.joined.append((ticket, "left"))


def test_runs_join_the_line_in_the_order_of_asking():
    async def ask() -> list[tuple[str, str]]:
        dispatcher, connection = Dispatcher(Shelf()), SlowAtFirst()
        await dispatcher.connect(connection)
        for name in "abcd":
            dispatcher.enqueue(SimpleNamespace(ticket=name, owner=name.upper()))
        while len(connection.joined) < 4:
            await asyncio.sleep(0.01)
        return connection.joined

    assert asyncio.run(ask()) == [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")]


def test_what_rests_in_line_leaves_it_before_it_joins_again_as_another_stretch():
    async def ask() -> tuple[list[tuple[str, str]], list[str]]:
        dispatcher, connection = Dispatcher(Shelf()), SlowAtFirst()
        await dispatcher.connect(connection)
        run = Run(print, None, lambda run, *told: dispatcher.order(run, run.ticket, *told), "A")
        tickets = [run.ticket]
        dispatcher.enqueue(run)
        run.pause()
        run.go_on()
        tickets.append(run.ticket)
        dispatcher.enqueue(run)
        while len(connection.joined) < 3:
            await asyncio.sleep(0.01)
        return connection.joined, tickets

    joined, (first, second) = asyncio.run(ask())
    assert joined == [(first, "A"), (first, "left"), (second, "A")]


def test_what_comes_of_an_earlier_stretch_is_not_taken_for_this_ones():
    shelf = Shelf()
    run = Run(print, None, lambda *told: None)
    shelf.add(run)
    dispatcher, earlier = Dispatcher(shelf), run.ticket
    run.pause()
    run.go_on()
    for event in ({"started": True}, {"place": 3}, {"report": {"phase": "training"}}):
        dispatcher.on_event({"run": earlier, **event})
    dispatcher.on_event({"run": earlier, "turn": "somewhere"})
    assert (run.status, run.place, run.phase) == ("queued", 0, None)
    dispatcher.on_event({"run": run.ticket, "started": True})
    assert run.status == "running"


def test_a_turn_that_nobody_wants_any_more_is_given_back():
    async def ask() -> list[tuple[str, str]]:
        dispatcher, connection = Dispatcher(Shelf()), SlowAtFirst()
        await dispatcher.connect(connection)
        dispatcher.on_event({"run": "gone.1", "turn": "somewhere"})
        while not connection.joined:
            await asyncio.sleep(0.01)
        return connection.joined

    assert asyncio.run(ask()) == [("gone.1", "left")]
