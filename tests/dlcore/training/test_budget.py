"""Budgets of time, with a clock of their own."""

import pytest

from dlcore.training import budget
from dlcore.training.budget import Budget


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 100.0

        def monotonic(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(budget, "time", clock)
    return clock


def test_what_is_cheap_comes_at_its_pace(clock):
    some = Budget(0.1, least=1.0)
    assert some.due
    with some.spend():
        clock.now += 0.01
    assert not some.due
    clock.now += 0.98
    assert not some.due
    clock.now += 0.02
    assert some.due


def test_what_is_dear_becomes_rare(clock):
    some = Budget(0.1, least=1.0)
    with some.spend():
        clock.now += 3
    clock.now += 26.9
    assert not some.due
    clock.now += 0.2
    assert some.due  # 3 of 30 seconds


def test_the_first_time_can_be_later(clock):
    some = Budget(0.1, least=1.0, first=5.0)
    assert not some.due
    clock.now += 5
    assert some.due


def test_what_fails_has_cost_time_too(clock):
    some = Budget(0.5, least=1.0)

    def fail():
        with some.spend():
            clock.now += 4
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not some.due
