"""The line by itself, with a stand-in for the scheduler that only keeps what the line looks at."""

import asyncio
from types import SimpleNamespace

import pytest
from distributed import Status

from dlcore.engine.line import TrainingLine, key_of, run_id_of


class FakeScheduler:
    def __init__(self):
        self.workers = {}
        self.told = []

    def log_event(self, topic, event):
        self.told.append((topic, event))


def worker(address, slots=1):
    return SimpleNamespace(
        address=address,
        status=Status.running,
        resources={"train": slots},
        processing={},
        has_what={},
    )


@pytest.fixture
def scheduler():
    return FakeScheduler()


@pytest.fixture
def line(scheduler):
    line = TrainingLine()
    asyncio.run(line.start(scheduler))
    return line


def add(line, scheduler, new):
    scheduler.workers[new.address] = new
    line.log_event(new.address, {"action": "worker-status-change"})


def forget(line, run_id):
    line.transition(key_of(run_id), "released", "forgotten")


def turns(scheduler):
    return {event["run"]: event["turn"] for _, event in scheduler.told if "turn" in event}


def places(scheduler):
    return {event["run"]: event["place"] for _, event in scheduler.told if "place" in event}


def test_without_workers_all_wait(line, scheduler):
    line.join("a", "web")
    line.join("b", "web")
    assert scheduler.told == [
        ("dlcore-web", {"run": "a", "place": 1}),
        ("dlcore-web", {"run": "b", "place": 2}),
    ]


def test_first_come_first_served(line, scheduler):
    add(line, scheduler, worker("w"))
    for run_id in "abc":
        line.join(run_id, "web")
    assert turns(scheduler) == {"a": "w"}
    assert places(scheduler) == {"b": 1, "c": 2}
    forget(line, "a")
    assert turns(scheduler) == {"a": "w", "b": "w"}
    assert places(scheduler)["c"] == 1


def test_joining_twice_is_joining_once(line, scheduler):
    add(line, scheduler, worker("w"))
    line.join("a", "web")
    line.join("a", "web")
    assert len(scheduler.told) == 1


def test_two_workers_take_two_trainings(line, scheduler):
    add(line, scheduler, worker("v"))
    add(line, scheduler, worker("w"))
    for run_id in "abc":
        line.join(run_id, "web")
    assert sorted(turns(scheduler)) == ["a", "b"]
    assert sorted(turns(scheduler).values()) == ["v", "w"]
    assert places(scheduler) == {"c": 1}


def test_the_less_busy_worker_is_preferred(line, scheduler):
    busy, idle = worker("busy"), worker("idle")
    busy.processing = {"something": 1}
    add(line, scheduler, busy)
    add(line, scheduler, idle)
    line.join("a", "web")
    assert turns(scheduler) == {"a": "idle"}


def test_workers_without_the_resource_get_none(line, scheduler):
    add(line, scheduler, worker("w", slots=0))
    line.join("a", "web")
    assert turns(scheduler) == {}


def test_paused_workers_get_none_until_they_run_again(line, scheduler):
    paused = worker("w")
    paused.status = Status.paused
    add(line, scheduler, paused)
    line.join("a", "web")
    assert turns(scheduler) == {}
    paused.status = Status.running
    line.log_event("w", {"action": "worker-status-change"})
    assert turns(scheduler) == {"a": "w"}


def test_leaving_moves_the_others_up(line, scheduler):
    for run_id in "abc":
        line.join(run_id, "web")
    line.leave("a")
    assert places(scheduler) == {"a": 1, "b": 1, "c": 2}


def test_leaving_at_the_worker_frees_it(line, scheduler):
    add(line, scheduler, worker("w"))
    line.join("a", "web")
    line.join("b", "web")
    line.leave("a")
    assert turns(scheduler)["b"] == "w"


def test_a_lost_worker_is_told_to_those_who_trained_there(line, scheduler):
    add(line, scheduler, worker("v"))
    line.join("a", "web")
    del scheduler.workers["v"]
    line.remove_worker(scheduler, "v", stimulus_id="")
    assert scheduler.told[-1] == ("dlcore-web", {"run": "a", "lost": "v"})
    add(line, scheduler, worker("w"))
    assert turns(scheduler) == {"a": "v"}  # not a second time


def test_a_client_that_leaves_takes_its_trainings_along(line, scheduler):
    add(line, scheduler, worker("w"))
    line.join("a", "one")
    line.join("b", "one")
    line.join("c", "two")
    line.remove_client(scheduler, "one")
    assert turns(scheduler) == {"a": "w", "c": "w"}


def test_places_count_the_trainings_of_other_clients(line, scheduler):
    add(line, scheduler, worker("w"))
    for run_id, client in [("a", "one"), ("b", "two"), ("c", "one")]:
        line.join(run_id, client)
    assert places(scheduler) == {"b": 1, "c": 2}


def test_departure_is_an_answer(line, scheduler):
    async def depart():
        waiting = asyncio.create_task(line.until_departure("web"))
        await asyncio.sleep(0)
        assert not waiting.done()
        line.remove_client(scheduler, "web")
        await asyncio.wait_for(waiting, 10.0)

    asyncio.run(depart())


def test_other_peoples_tasks_are_none_of_our_business():
    assert run_id_of(key_of("a")) == "a"
    assert [run_id_of(key) for key in ("a", ("x", "a"), ("dlcore-run", "a", 1), 3)] == [""] * 4


def serve(line, scheduler, now):
    """Ends one training after another, first `now`; returns all who ever had a turn, in order."""
    served = len(turns(scheduler))
    while now:
        forget(line, now)
        known, order = served, list(turns(scheduler))
        served = len(order)
        assert served <= known + 1
        now = order[-1] if served > known else None
    return order


def test_who_floods_the_line_makes_nobody_else_wait_longer(line, scheduler):
    add(line, scheduler, worker("w"))
    for n in range(30):
        line.join(f"a{n}", "web", "a")
    line.join("b0", "web", "b")
    assert places(scheduler)["b0"] == 1
    line.join("b1", "other web", "b")
    line.join("c0", "web", "c")
    assert places(scheduler) | {"a2": 5} == places(scheduler)
    order = serve(line, scheduler, "a0")
    assert order[:6] == ["a0", "b0", "c0", "a1", "b1", "a2"]
    assert order[6:] == [f"a{n}" for n in range(3, 30)]


def test_a_newcomer_is_before_all_who_have_had_a_turn_and_none_waits_for_ever(line, scheduler):
    add(line, scheduler, worker("w"))
    for owner in "ab":
        for n in range(3):
            line.join(f"{owner}{n}", "web", owner)
    forget(line, "a0")
    assert list(turns(scheduler)) == ["a0", "b0"]
    line.join("c0", "web", "c")
    line.join("d0", "web", "d")  # after a's turn, so a is first
    assert serve(line, scheduler, "b0") == ["a0", "b0", "a1", "c0", "d0", "b1", "a2", "b2"]


def test_one_at_a_time_each_is_first_come_first_served_whoever_had_a_turn(line, scheduler):
    add(line, scheduler, worker("w"))
    line.join("a0", "web", "a")
    line.join("b0", "web", "b")
    forget(line, "a0")
    line.join("a1", "web", "a")
    line.join("c0", "web", "c")
    assert serve(line, scheduler, "b0") == ["a0", "b0", "a1", "c0"]


def test_with_two_workers_nobody_takes_both_while_others_wait(line, scheduler):
    for run_id in ("a0", "a1", "b0"):
        line.join(run_id, "web", run_id[0])
    add(line, scheduler, worker("v"))
    add(line, scheduler, worker("w"))
    assert sorted(turns(scheduler)) == ["a0", "b0"]


def test_what_leaves_without_a_turn_costs_no_place(line, scheduler):
    add(line, scheduler, worker("w"))
    for run_id, owner in (("z", "z"), ("a0", "a"), ("a1", "a"), ("b0", "b")):
        line.join(run_id, "web", owner)
    line.leave("a0")
    assert serve(line, scheduler, "z") == ["z", "a1", "b0"]


def test_runs_of_nobody_are_each_of_somebody_else(line, scheduler):
    for run_id in "abc":
        line.join(run_id, "web")
    assert places(scheduler) == {"a": 1, "b": 2, "c": 3}
