"""What may compute for ever is ended, and nobody but its caller notices."""

import concurrent.futures
import os
import pathlib
import signal

import engine_chores as chores
import numpy as np
import psutil
import pytest
from engine_helpers import PATIENCE, descendants, start, start_and_wait, wait_until, worker_pid

from dlcore.engine import EngineTimeout, metered
from dlcore.engine.errors import WorkerLost


@pytest.fixture
def call(engine):
    """Calls a task in the process apart of the engine's worker."""

    def call(task, *args):
        return engine.call(chores.call_metered, task, *args, timeout=PATIENCE)

    return call


def test_answers_come_from_one_child_of_the_worker(engine, call):
    process = call(chores.process_id)
    assert psutil.Process(process).ppid() == worker_pid(engine)
    image = np.arange(1_000_000)  # more than fits into a pipe
    assert (call(chores.chatter, image) == image).all()
    with pytest.raises(KeyError, match="nothing there"):
        call(chores.fail, "nothing there")
    assert call(chores.process_id) == process


OOM = pathlib.Path("/proc/self/oom_score_adj")


@pytest.mark.skipif(not OOM.exists(), reason="only Linux has it")
def test_it_is_the_first_to_go_where_memory_runs_out(engine, call):
    assert call(pathlib.Path.read_text, OOM) == "1000\n"
    assert engine.call(pathlib.Path.read_text, OOM) == OOM.read_text()


def test_one_that_computes_for_ever_is_ended_and_only_its_caller_notices(engine, call):
    run, before, worker = start_and_wait(engine), call(chores.process_id), worker_pid(engine)
    with pytest.raises(metered.OutOfTime):
        call(chores.burn)
    assert call(chores.process_id) != before
    assert (worker_pid(engine), run.status) == (worker, "running")


def test_those_who_wait_for_it_keep_no_thread_of_the_worker(engine, call, tmp_path):
    gate = tmp_path / "gate"
    with concurrent.futures.ThreadPoolExecutor(6) as callers:
        waiting = [callers.submit(call, chores.wait_for, str(gate)) for _ in range(6)]
        try:
            wait_until(lambda: list(tmp_path.iterdir()))
            run = start(engine, seconds=0.0)
            assert engine.call(chores.echo, "beside them") == "beside them"
            assert run.wait(PATIENCE)
        finally:
            gate.touch()
        assert [one.result(PATIENCE) for one in waiting] == [None] * 6


def test_time_that_passes_without_computing_does_not_count(call):
    before = call(chores.process_id)
    assert call(chores.nap, 2.5) == 2.5
    assert call(chores.process_id) == before


def test_one_that_dies_is_told_and_replaced(call):
    before = call(chores.process_id)
    with pytest.raises(WorkerLost, match="ended with code -9"):
        call(chores.die, signal.SIGKILL)
    assert call(chores.process_id) != before


def test_the_wall_clock_is_a_second_fence():
    process = metered.MeteredProcess(chores.process_id, 1.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(metered, "WALL_SECONDS", 0.5)
        with pytest.raises(EngineTimeout):
            process.call(chores.nap, PATIENCE)
    assert process.call(chores.echo, 1) == 1
    process._end()


def test_it_gives_its_memory_back_when_nobody_asks(engine):
    ask = [chores.call_metered_and_let_it_rest, chores.process_id]
    before = engine.call(*ask)
    wait_until(lambda: not psutil.pid_exists(before))
    assert engine.call(*ask) != before


def test_it_goes_with_its_worker_in_the_middle_of_a_call(engine, call):
    process = call(chores.process_id)
    with concurrent.futures.ThreadPoolExecutor(1) as callers:
        napping = callers.submit(call, chores.nap, 1.0)
        os.kill(worker_pid(engine), signal.SIGKILL)
        wait_until(lambda: not psutil.pid_exists(process))
        assert napping.result(PATIENCE) == 1.0  # by the next worker
    assert process not in {one.pid for one in descendants()}
