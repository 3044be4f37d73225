import threading
from itertools import pairwise

import pytest

from dlcore.engine.run import MAX_PICTURES, Failure, Past, Run
from dlcore.reports import Held

FAILURE = Failure("exception", ValueError("no"))


def train(config, report, should_stop):
    raise AssertionError("never called here")


@pytest.fixture
def orders():
    return []


@pytest.fixture
def run(orders):
    return Run(train, {"epochs": 1}, lambda *told: orders.append(told))


def test_new_run(run):
    assert (run.status, run.place, run.version, run.over) == ("queued", 0, 0, False)
    assert (run.started, run.finished, run.result, run.failure) == (None, None, None, None)
    assert (run.phase, run.fraction, run.progress, run.history) == (None, None, None, {})
    assert (run.task, run.config) == (train, {"epochs": 1})


def test_ids_are_long_and_differ():
    ids = {Run(train, None, lambda *told: None).id for _ in range(100)}
    assert len(ids) == 100
    assert min(map(len, ids)) >= 20


def test_done(run):
    run.move_to(2)
    run.begin()
    run.finish(42)
    assert (run.status, run.place, run.result, run.over) == ("done", 0, 42, True)
    assert run.created <= run.started <= run.finished


def test_failed(run):
    run.begin()
    run.fail(FAILURE)
    assert (run.status, run.failure, run.result) == ("failed", FAILURE, None)


def test_what_ends_a_run_first_decides(run):
    run.begin()
    run.fail(FAILURE)
    run.finish(42)
    run.receive({"phase": "training"})
    run.stop()
    assert (run.status, run.result, run.phase) == ("failed", None, None)


def test_stop_while_queued_ends_at_once(run, orders):
    run.stop()
    assert (run.status, run.result, run.over, orders) == ("done", None, True, [(run, "stop", {})])
    run.begin()
    assert run.status == "done"


def test_stop_while_running_waits_for_the_result(run, orders):
    run.begin()
    run.stop()
    run.stop()
    assert (run.status, run.over, orders) == ("stopping", False, [(run, "stop", {})])
    run.finish("so far")
    assert (run.status, run.result) == ("done", "so far")


def test_a_failure_while_stopping_is_a_failure(run):
    run.begin()
    run.stop()
    run.fail(FAILURE)
    assert run.status == "failed"


def test_reports_change_only_what_they_name(run):
    run.receive({"phase": "data", "fraction": 0.5})
    run.receive({"progress": {"epoch": 1}})
    assert (run.phase, run.fraction, run.progress) == ("data", 0.5, {"epoch": 1})
    run.receive({"series": {"loss": [[1, 0.5], [2, 0.25]]}})
    run.receive({"series": {"loss": [[3, 0.125]], "accuracy": [[3, 0.9]]}})
    assert run.progress == {"epoch": 1}
    assert run.history == {"loss": [(1, 0.5), (2, 0.25), (3, 0.125)], "accuracy": [(3, 0.9)]}


def test_the_newest_snapshot_stands(run):
    assert run.snapshot is None
    run.receive({"snapshot": {"right": 1}})
    run.receive({"phase": "training"})
    assert run.snapshot == {"right": 1}
    run.receive({"snapshot": {"right": 2}})
    assert run.snapshot == {"right": 2}


def test_a_new_phase_forgets_the_fraction_of_the_old(run):
    run.receive({"phase": "data", "fraction": 1.0})
    run.receive({"phase": "training"})
    assert (run.phase, run.fraction) == ("training", None)


def test_history_is_bounded(run):
    for step in range(5000):
        run.receive({"series": {"loss": [[step, 1.0]]}})
    loss = run.history["loss"]
    assert len(loss) <= 500
    assert (loss[0][0], loss[-1][0]) == (0, 4999)


def picture(step, **facts):
    return {"step": step, "seconds": step / 2, "packed": b"so many bytes", "facts": facts}


def test_pictures_are_kept_as_they_came(run):
    assert run.pictures == []
    run.receive({"picture": picture(0, share=0.5)})
    run.receive({"phase": "training"})
    run.receive({"picture": picture(10, share=0.75, names=["a"])})
    assert run.pictures == [picture(0, share=0.5), picture(10, share=0.75, names=["a"])]


def test_pictures_are_bounded_and_keep_their_ends(run):
    for step in range(1001):
        run.receive({"picture": picture(step)})
    steps = [shown["step"] for shown in run.pictures]
    assert len(steps) <= MAX_PICTURES
    assert (steps[0], steps[-1]) == (0, 1000)
    gaps = {later - earlier for earlier, later in pairwise(steps[:-1])}
    assert len(gaps) == 1  # the newest is there in any case


def points(*xs):
    return {"loss": [[x, 1.0] for x in xs]}


def test_a_paused_run_rests_and_is_gone_on_with(run, orders):
    run.begin()
    run.receive({"series": points(1, 2), "checkpoint": b"at 1"})
    run.pause()
    assert (run.status, run.over, run.can_go_on) == ("pausing", False, False)
    run.finish(Held(b"at 2"))
    assert (run.status, run.over, run.can_go_on) == ("paused", True, True)
    assert (run.checkpoint, run.result) == (b"at 2", None)
    started = run.started
    run.go_on()
    assert (run.status, run.over, run.finished) == ("queued", False, None)
    run.begin()
    run.receive({"rewind": 2, "series": points(3)})
    assert (run.status, run.started) == ("running", started)
    assert run.since >= started
    assert run.history == {"loss": [(1, 1.0), (2, 1.0), (3, 1.0)]}
    assert orders == [(run, "pause", {})]


def test_a_stop_comes_before_a_pause(run):
    run.begin()
    run.pause()
    run.stop()
    assert run.status == "stopping"
    run.pause()
    assert run.status == "stopping"


def test_what_waits_can_be_paused_and_goes_on_from_the_beginning(run):
    run.pause()
    assert (run.status, run.can_go_on, run.checkpoint) == ("paused", True, b"")


@pytest.mark.parametrize("reason", ["asked", "unseen"])
def test_what_has_learnt_something_and_leaves_the_line_rests_again(run, reason):
    run.begin()
    run.pause()
    run.finish(Held(b"at 2"))
    assert run.go_on()
    assert not run.go_on()  # it is in line already
    run.stop(reason)
    assert (run.status, run.can_go_on, run.checkpoint) == ("paused", True, b"at 2")


def test_what_leaves_the_line_again_has_what_it_had(run):
    run.begin()
    run.receive({"checkpoint": b"at 1"})
    run.stop()
    run.finish(42)
    run.go_on()
    run.stop()
    assert (run.status, run.result, run.can_go_on) == ("done", 42, True)
    run.go_on()
    run.begin()
    assert run.result is None


def test_what_leaves_the_line_again_unmeasured_rests_as_before(run):
    run.begin()
    run.pause()
    run.finish(Held(b"at 2"))
    for ending in (False, True):
        run.go_on(ending=ending)
        run.stop()
        assert (run.status, run.can_go_on, run.checkpoint) == ("paused", True, b"at 2")


def test_what_was_reported_after_a_checkpoint_is_forgotten_with_it(run):
    run.begin()
    run.receive({"series": points(1, 2, 3, 4), "picture": picture(2), "checkpoint": b"at 2"})
    run.receive({"picture": picture(4), "changes": [[1, "dropout", 0.5], [3, "dropout", 0.1]]})
    run.fail(FAILURE)
    assert run.can_go_on
    run.go_on()
    run.begin()
    run.receive({"rewind": 2})
    assert run.history == {"loss": [(1, 1.0), (2, 1.0)]}
    assert [shown["step"] for shown in run.pictures] == [2]
    assert run.changes == ((1, "dropout", 0.5),)
    assert run.failure is None


def test_what_is_through_cannot_be_gone_on_with(run):
    run.begin()
    run.receive({"checkpoint": b"at 1"})
    run.receive({"checkpoint": b""})
    run.finish(42)
    assert not run.can_go_on


def test_a_run_that_is_only_to_be_measured_is_stopping_from_the_start(run):
    run.begin()
    run.pause()
    run.finish(Held(b"at 2"))
    run.go_on(ending=True)
    run.begin()
    assert (run.status, run.ending, run.stopped_by) == ("stopping", True, "asked")


def test_changes_are_told_while_it_runs_and_only_then(run, orders):
    run.change({"learning_rate": 0.1})
    run.begin()
    run.change({"learning_rate": 0.1})
    run.finish(1)
    run.change({"learning_rate": 0.1})
    assert orders == [(run, "change", {"learning_rate": 0.1})]


def test_a_run_of_an_earlier_process_is_as_it_was():
    past = Past(
        id="long ago",
        status="interrupted",
        owner="somebody",
        created=1.0,
        started=2.0,
        history={"loss": [(1, 0.5)]},
        pictures=[picture(1)],
        changes=[(1, "dropout", 0.5)],
        checkpoint=b"at 1",
    )
    run = Run(train, None, lambda *told: None, past=past)
    assert (run.id, run.owner, run.status, run.over) == (
        "long ago",
        "somebody",
        "interrupted",
        True,
    )
    assert (run.created, run.started, run.checkpoint) == (1.0, 2.0, b"at 1")
    assert (run.history, run.pictures) == ({"loss": [(1, 0.5)]}, [picture(1)])
    assert run.can_go_on


def test_a_run_gone_on_with_often_keeps_as_little_as_one_and_as_evenly(run):
    for part in range(20):
        run.begin()
        run.receive({"rewind": part * 100})
        for step in range(part * 100 + 1, part * 100 + 101):
            run.receive({"series": points(step), "picture": picture(step)})
        run.pause()
        run.finish(Held(b""))
        run.go_on()
    steps = [shown["step"] for shown in run.pictures]
    for found, most in ((steps, MAX_PICTURES), ([x for x, _ in run.history["loss"]], 500)):
        assert len(found) <= most
        assert (found[0], found[-1]) == (1, 2000)
        gaps = {later - earlier for earlier, later in pairwise(found[:-1])}
        assert len(gaps) == 1


def test_version_grows_with_each_change_and_only_then(run):
    versions = [run.version]
    for change in (
        lambda: run.move_to(3),
        run.begin,
        lambda: run.receive({"phase": "training"}),
        run.stop,
        lambda: run.finish(1),
    ):
        change()
        versions.append(run.version)
    assert versions == sorted(set(versions))
    run.move_to(3)
    run.begin()
    run.stop()
    assert run.version == versions[-1]


def test_wait_is_released_by_another_thread(run):
    assert not run.wait(0.0)
    threading.Timer(0.05, run.finish, [1]).start()
    assert run.wait(10.0)


def test_many_threads_end_a_run_once(run):
    run.begin()
    enders = [threading.Thread(target=run.finish, args=[i]) for i in range(20)]
    enders += [threading.Thread(target=run.fail, args=[FAILURE]) for _ in range(20)]
    for thread in enders:
        thread.start()
    for thread in enders:
        thread.join()
    assert (run.status == "done") == (run.failure is None)
    assert run.version == 2


def test_a_run_keeps_whose_it_is(run):
    assert run.owner is None
    assert Run(train, None, lambda *told: None, owner="somebody").owner == "somebody"
