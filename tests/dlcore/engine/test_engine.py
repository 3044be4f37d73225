"""What an engine does when all goes well, and what it says when it is asked for nonsense."""

import itertools
import os
import pathlib
import subprocess
import sys
import threading
import time
import warnings

import engine_chores as chores
import pytest
from engine_helpers import PATIENCE, start, start_and_wait, wait_until, worker_pid

import dlcore
from dlcore.engine import Engine, EngineTimeout, EngineUnavailable, Limits, Past, Run, TooManyRuns
from dlcore.errors import LabError


def test_importing_it_loads_neither_dask_nor_keras():
    code = (
        "import sys, dlcore.engine\n"
        "assert not {'distributed', 'dask', 'keras', 'tensorflow', 'numpy'} & set(sys.modules)"
    )
    root = pathlib.Path(dlcore.__file__).parents[1]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root)


class TestCall:
    def test_answer_comes_from_another_process(self, engine):
        assert engine.call(chores.echo, {"a": [1, 2]}) == {"a": [1, 2]}
        assert worker_pid(engine) != os.getpid()

    def test_arguments_may_be_named_like_dasks_own(self, engine):
        assert engine.call(dict, key=1, workers=2, priority=3, pure=4) == {
            "key": 1,
            "workers": 2,
            "priority": 3,
            "pure": 4,
        }

    def test_the_tasks_own_exception_arrives(self, engine):
        with pytest.raises(KeyError, match="nothing there"):
            engine.call(chores.fail, "nothing there")
        with pytest.raises(TimeoutError, match="the task's own"):
            engine.call(chores.time_out)

    def test_what_is_not_possible_is_an_answer_and_no_failure_in_the_log(self, capfd):
        engine = Engine()  # of its own: what the shared one says goes elsewhere
        engine.start()
        try:
            assert engine.wait_ready(PATIENCE)
            with pytest.raises(LabError, match="a set is not possible") as refusal:
                engine.call(chores.refuse, "a set")
            run = engine.start_run(chores.refuse, "a run")
            assert run.wait(PATIENCE)
        finally:
            engine.close()
        assert refusal.value.values == {"what": "a set"}
        assert run.failure.kind == "exception"
        assert run.failure.error.values == {"what": "a run"}
        assert "Traceback" not in capfd.readouterr().err

    def test_no_answer_in_time(self, engine):
        with pytest.raises(EngineTimeout, match=r"within 0\.2 seconds"):
            engine.call(chores.nap, 1.0, timeout=0.2)

    def test_many_threads_at_once(self, engine):
        answers = []
        callers = [
            threading.Thread(target=lambda i=i: answers.append(engine.call(chores.echo, i)))
            for i in range(20)
        ]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
        assert sorted(answers) == list(range(20))

    def test_numerical_libraries_get_all_cores(self, engine):
        assert engine.call(chores.environment, "OMP_NUM_THREADS") is None


class TestRun:
    def test_from_start_to_result(self, engine):
        run = start(engine, seconds=0.5)
        assert run.wait(PATIENCE)
        assert (run.status, run.failure, run.place) == ("done", None, 0)
        assert run.result["stopped"] is False
        assert run.result["process"] == worker_pid(engine)
        assert run.created <= run.started <= run.finished
        # Reports are sent before the result and must be there before it.
        last_reported = run.result["steps"] // 5 * 5
        assert run.history["loss"][0] == (5, 0.2)
        assert run.history["loss"][-1] == (last_reported, 1 / last_reported)
        assert (run.phase, run.progress) == ("training", {"epoch": 1})

    def test_reports_come_while_it_runs(self, engine):
        run = start_and_wait(engine)
        wait_until(lambda: len(run.history.get("loss", [])) > 3)
        version = run.version
        wait_until(lambda: run.version > version)
        assert run.status == "running"

    def test_it_is_found_again_by_its_id_alone(self, engine):
        run = start(engine, seconds=0.0)
        assert engine.run(run.id) is run
        assert engine.run("of somebody else") is None

    def test_stop_ends_a_running_one_soon_with_what_it_has(self, engine):
        run = start_and_wait(engine)
        run.stop()
        assert run.status in ("stopping", "done")
        assert run.wait(PATIENCE)
        assert (run.status, run.result["stopped"]) == ("done", True)

    def test_one_owner_has_one_at_a_time_and_others_have_theirs(self, engine):
        first = engine.start_run(chores.train, {}, owner="a")
        with pytest.raises(TooManyRuns):
            engine.start_run(chores.train, {}, owner="a")
        other = engine.start_run(chores.train, {}, owner="b")
        assert (engine.active_runs("a"), engine.active_runs("b")) == ([first], [other])
        first.stop()
        assert first.wait(PATIENCE)
        assert engine.active_runs("a") == []
        engine.start_run(chores.train, {}, owner="a").stop()

    def test_a_flood_of_one_owners_runs_keeps_nobody_waiting(self, engine, monkeypatch):
        monkeypatch.setattr(engine._shelf, "_max_of_owner", 30)
        flood = [engine.start_run(chores.train, {}, owner="a") for _ in range(30)]
        wait_until(lambda: flood[-1].place == 29)
        other = engine.start_run(chores.train, {"seconds": 0.0}, owner="b")
        wait_until(lambda: other.place == 1)
        flood[0].stop()
        assert other.wait(PATIENCE)
        assert sum(run.started is None for run in flood) >= 28

    def test_a_paused_one_goes_on_where_it_was(self, engine):
        run = start_and_wait(engine, seconds=3.0)
        wait_until(lambda: run.history and run.pictures)
        run.pause()
        assert run.wait(PATIENCE)
        assert run.status == "paused"
        history, pictures, step = run.history, run.pictures, int(run.checkpoint)
        engine.go_on(run)
        assert engine.run(run.id) is run
        wait_until(
            lambda: run.status == "running" and len(run.history["loss"]) > len(history["loss"])
        )
        run.change({"learning_rate": 0.5})
        wait_until(lambda: run.changes)
        ((changed_at, name, value),) = run.changes
        assert changed_at > step
        assert (name, value) == ("learning_rate", 0.5)
        run.stop()
        assert run.wait(PATIENCE)
        assert (run.status, run.result["stopped"]) == ("done", True)
        steps = [x for x, _ in run.history["loss"]]
        assert steps == sorted(set(steps))
        assert steps[: len(history["loss"])] == [x for x, _ in history["loss"]]
        assert run.pictures[: len(pictures)] == pictures
        assert run.pictures[-1] == {
            "step": steps[-1],
            "seconds": pytest.approx(steps[-1] / 50),
            "packed": b"\x00\xff",
            "facts": {"share": 1 / steps[-1], "names": ("a", "b"), "none": None},
        }

    def test_a_paused_one_can_be_measured_as_it_is(self, engine):
        run = start_and_wait(engine)
        run.pause()
        assert run.wait(PATIENCE)
        step = int(run.checkpoint)
        engine.go_on(run, ending=True)
        assert run.wait(PATIENCE)
        assert (run.status, run.result["steps"]) == ("done", step)

    def test_one_of_an_earlier_process_goes_on_from_its_checkpoint(self, engine):
        past = Past(id="long ago", status="interrupted", checkpoint=b"700", owner="a")
        run = engine.recall(chores.train, {"seconds": 0.3}, past)
        assert engine.recall(chores.train, {}, past) is run
        engine.go_on(run)
        assert run.wait(PATIENCE)
        assert (run.status, run.id) == ("done", "long ago")
        assert run.result["steps"] > 700

    def test_what_a_task_needs_besides_is_there_whenever_it_begins_or_goes_on(self, engine):
        supply = bytes(range(256)) * 50_000  # 12.8 MB, above what Dask warns of
        run = engine.start_run(chores.train_supplied, {"seconds": 2.0}, supply=supply)
        wait_until(lambda: run.checkpoint)
        run.pause()
        assert run.wait(PATIENCE)
        assert run.status == "paused"
        with warnings.catch_warnings():
            warnings.filterwarnings("error", "Sending large graph")
            engine.go_on(run, ending=True)
            assert run.wait(PATIENCE)
        assert run.result["supply"] == (12_800_000, bytes(range(7)))

        past = Past(id="of before", status="interrupted", checkpoint=b"7", supply=b"images")
        recalled = engine.recall(chores.train_supplied, {"seconds": 0.0}, past)
        engine.go_on(recalled)
        assert recalled.wait(PATIENCE)
        assert recalled.result["supply"] == (6, b"images")

        without = engine.start_run(chores.train_supplied, {"seconds": 0.0})
        assert without.wait(PATIENCE)
        assert without.result["supply"] == (7, b"nothing")

    def test_going_on_takes_its_turn_as_starting_does(self, engine):
        paused = engine.recall(chores.train, {}, Past(id="p", status="paused", owner="a"))
        other = engine.start_run(chores.train, {}, owner="a")
        with pytest.raises(TooManyRuns):
            engine.go_on(paused)
        assert paused.status == "paused"
        other.stop()

    def test_who_holds_an_older_double_of_a_run_changes_nothing(self, engine):
        past = Past(id="double", status="paused", checkpoint=b"7")
        older = Run(chores.train, {}, print, past=past)
        run = engine.recall(chores.train, {}, past)
        engine.go_on(older)
        assert older.status == "paused"
        assert engine.run("double") is run

    def test_stop_ends_a_queued_one_at_once(self, engine):
        running, queued = start_and_wait(engine), start(engine)
        wait_until(lambda: queued.place == 1)
        queued.stop()
        assert (queued.status, queued.result) == ("done", None)
        assert running.status == "running"

    def test_stop_at_any_moment_between_queued_and_started(self, engine):
        for delay in range(20):
            run = start(engine)
            time.sleep(delay / 1000)
            run.stop()
            assert run.wait(PATIENCE)
            assert run.status == "done"
        after = start(engine, seconds=0.0)
        assert after.wait(PATIENCE)
        assert after.status == "done"

    def test_one_at_a_time_in_the_order_of_asking(self, engine):
        runs = [start(engine, seconds=0.3) for _ in range(3)]
        wait_until(lambda: [run.place for run in runs] == [0, 1, 2])
        assert [run.status for run in runs[1:]] == ["queued", "queued"]
        assert all(run.wait(PATIENCE) for run in runs)
        for earlier, later in itertools.pairwise(runs):
            assert earlier.finished <= later.started + 0.1

    def test_a_queue_does_not_hold_up_calls(self, engine):
        runs = [start(engine) for _ in range(12)]
        wait_until(lambda: runs[-1].place == 11)
        for i in range(20):
            assert engine.call(chores.echo, i) == i
        assert runs[0].status == "running"
        assert {run.status for run in runs[1:]} == {"queued"}

    def test_an_exception_fails_the_run_in_its_own_words(self, engine):
        run = engine.start_run(chores.train_badly, "no such optimizer")
        assert run.wait(PATIENCE)
        failure = run.failure
        assert (run.status, failure.kind) == ("failed", "exception")
        assert isinstance(failure.error, ValueError)
        assert str(failure.error) == "no such optimizer"

    @pytest.mark.parametrize(
        ("task", "config"),
        [
            (chores.train, lambda: "a function without a name that a worker could import"),
            (chores.train_unpicklable, None),
            (chores.train_reporting_nonsense, None),
        ],
    )
    def test_what_cannot_be_sent_fails_the_run_and_nothing_else(self, engine, task, config):
        run = engine.start_run(task, config)
        assert run.wait(PATIENCE)
        assert (run.status, run.failure.kind) == ("failed", "exception")
        after = start(engine, seconds=0.0)
        assert after.wait(PATIENCE)
        assert after.status == "done"


class TestBeforeAndAfter:
    def test_not_started(self):
        engine = Engine()
        assert (engine.status, engine.error) == ("starting", "")
        assert not engine.wait_ready(0.0)
        with pytest.raises(EngineUnavailable, match="not started"):
            engine.call(chores.echo, 1)
        engine.close()

    def test_impatience(self):
        engine = Engine()
        engine.start()
        with pytest.raises(EngineUnavailable, match="still starting"):
            engine.call(chores.echo, 1, timeout=0.0)
        engine.close()

    def test_closed(self):
        engine = Engine()
        engine.close()
        engine.start()
        with pytest.raises(EngineUnavailable, match="closed"):
            engine.start_run(chores.train, {})

    def test_the_environment_names_the_cluster(self, monkeypatch):
        monkeypatch.setenv("DLCORE_SCHEDULER", "tls://nowhere:1")
        assert Engine.from_environment()._supervisor._settings.scheduler == "tls://nowhere:1"
        monkeypatch.setenv("DLCORE_SCHEDULER", "")
        assert Engine.from_environment()._supervisor._settings.scheduler is None


def test_time_limits_are_kept(warm_marks):
    limits = Limits(run_minutes=0.5 / 60, unseen_minutes=1 / 60)
    engine = Engine(warm_task=chores.warm_up, limits=limits)
    engine.start()
    try:
        watched, forgotten = (engine.start_run(chores.train, {}, owner=name) for name in "ab")

        def both_over():
            watched.note_seen()
            return watched.over and forgotten.over

        wait_until(both_over)
        assert (forgotten.stopped_by, forgotten.started) == ("unseen", None)
        assert (watched.stopped_by, watched.result["stopped"]) == ("limit", True)
    finally:
        engine.close()
