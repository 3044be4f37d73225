"""A visitor's third question waits for the first two; another visitor's does not."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from ui.frame.turns import Turns

SECONDS = 60.0


def test_one_visitors_things_wait_for_each_other_and_for_nobody_elses():
    turns, leave = Turns(2), threading.Event()
    entered: list[str] = []

    def stay(visitor: str) -> None:
        with turns.take(visitor, SECONDS):
            entered.append(visitor)
            assert leave.wait(SECONDS)

    with ThreadPoolExecutor(8) as pool:
        flood = [pool.submit(stay, "many") for _ in range(6)]
        while len(entered) < 2:
            pass
        with turns.take("one", 0), turns.take("one", 0):
            assert entered == ["many"] * 2
        with pytest.raises(TimeoutError), turns.take("many", 0.01):
            pass
        leave.set()
        for thing in flood:
            thing.result(SECONDS)
    assert entered == ["many"] * 6


def test_what_fails_gives_its_turn_back():
    turns = Turns(1)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), turns.take("one", 0):
            raise ZeroDivisionError
    assert not turns._busy
