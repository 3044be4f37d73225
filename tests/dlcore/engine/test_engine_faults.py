"""What happens to runs, calls and processes when something dies."""

import os
import signal
import socket
import subprocess
import sys
import threading

import engine_chores as chores
import psutil
import pytest
from engine_helpers import (
    PATIENCE,
    descendants,
    engine_pid,
    start,
    start_and_wait,
    wait_until,
    worker_pid,
)

from dlcore.engine import Engine, EngineUnavailable, connection, supervisor

MEGABYTE = 1_000_000


@pytest.fixture
def own_engine(warm_marks):
    """Makes engines for one test, and closes them."""
    engines = []

    def make(**options):
        engine = Engine(**options)
        engines.append(engine)
        engine.start()
        return engine

    yield make
    for engine in engines:
        engine.close()


def kill_soon(pid):
    threading.Timer(0.5, os.kill, [pid, signal.SIGKILL]).start()


class TestWorkerKilled:
    def test_its_run_fails_and_the_next_one_works(self, engine, warm_marks):
        victim = worker_pid(engine)
        run, waiting = start_and_wait(engine), start(engine, seconds=0.0)
        os.kill(victim, signal.SIGKILL)
        assert run.wait(PATIENCE)
        assert (run.status, run.failure.kind) == ("failed", "worker_lost")
        assert engine.status == "ready"
        assert waiting.wait(PATIENCE)
        assert (waiting.status, waiting.result["process"] != victim) == ("done", True)

    def test_its_replacement_is_warm(self, engine, warm_marks):
        os.kill(worker_pid(engine), signal.SIGKILL)
        replacement = worker_pid(engine)
        assert (warm_marks / str(replacement)).exists()

    def test_a_call_under_way_is_answered_by_its_replacement(self, engine):
        kill_soon(worker_pid(engine))
        assert engine.call(chores.nap, 1.0) == 1.0


class TestEngineProcessKilled:
    def test_active_runs_fail_queued_ones_wait_and_it_starts_again(self, engine):
        old = psutil.Process(engine_pid(engine))
        family = [old, *old.children(recursive=True)]
        active, waiting = start_and_wait(engine), start(engine, seconds=0.0)
        wait_until(lambda: waiting.place == 1)
        old.kill()
        assert active.wait(PATIENCE)
        assert (active.status, active.failure.kind) == ("failed", "engine_lost")
        assert waiting.wait(PATIENCE)
        assert waiting.status == "done"
        assert engine.status == "ready"
        assert engine_pid(engine) != old.pid
        assert psutil.wait_procs(family, PATIENCE)[1] == []

    def test_a_call_under_way_is_told(self, engine):
        kill_soon(engine_pid(engine))
        with pytest.raises(EngineUnavailable, match="lost"):
            engine.call(chores.nap, 20.0)

    def test_a_call_meanwhile_waits_for_the_new_one(self, engine):
        os.kill(engine_pid(engine), signal.SIGKILL)
        wait_until(lambda: engine.status != "ready")
        assert engine.call(chores.echo, 1) == 1


WEB_PROCESS = """
import signal, time, engine_chores
from dlcore.engine import Engine
engine = Engine()
engine.start()
run = engine.start_run(engine_chores.train, {})
while run.status != "running":
    time.sleep(0.01)
# What a process is started with in the background ignores Ctrl+C until somebody listens.
signal.signal(signal.SIGINT, signal.default_int_handler)
print("running", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_nothing_outlives_the_web_process(how):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    web = subprocess.Popen(
        [sys.executable, "-c", WEB_PROCESS], stdout=subprocess.PIPE, env=environment
    )
    assert web.stdout.readline() == b"running\n"
    family = psutil.Process(web.pid).children(recursive=True)
    assert len(family) >= 2
    web.send_signal(how)
    web.communicate()
    assert psutil.wait_procs(family, PATIENCE)[1] == []


def test_close_takes_all_processes_along_even_with_a_training_under_way(own_engine):
    before = set(descendants())
    engine = own_engine()
    run, waiting = start_and_wait(engine), start(engine)
    assert len(set(descendants()) - before) >= 2
    engine.close()
    wait_until(lambda: not {p for p in set(descendants()) - before if p.is_running()})
    for left in (run, waiting):
        assert (left.status, left.failure.kind) == ("failed", "engine_lost")
    with pytest.raises(EngineUnavailable, match="closed"):
        engine.call(chores.echo, 1)


def test_two_labs_share_nothing_and_open_no_plain_port(engine, own_engine):
    other = own_engine()
    assert other.call(chores.process_id) != worker_pid(engine)
    first, second = start_and_wait(engine), start_and_wait(other)
    assert (first.status, second.status) == ("running", "running")
    assert other.run(first.id) is None
    ports = list(listening_ports())
    assert len(ports) >= 6  # scheduler, nanny and worker, twice
    assert [port for port in ports if answers_plainly(port)] == []


def listening_ports():
    for process in descendants():
        for socket_ in process.net_connections("tcp"):
            if socket_.status == psutil.CONN_LISTEN:
                assert socket_.laddr.ip == "127.0.0.1"
                yield socket_.laddr.port


def answers_plainly(port):
    """Whether an HTTP request without TLS gets as much as a byte back."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as stream:
        stream.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        try:
            return stream.recv(100).startswith(b"HTTP")
        except ConnectionResetError:
            return False


def test_no_credentials_on_any_command_line(engine):
    for process in descendants():
        assert not any("BEGIN" in argument for argument in process.cmdline())


class TestMemory:
    def test_a_swollen_worker_is_replaced_once_idle(self, own_engine, warm_marks):
        engine = own_engine(warm_task=chores.warm_up, memory_limit=400 * MEGABYTE)
        before = worker_pid(engine)
        runs = [
            engine.start_run(chores.train_hoarding, {"bytes": 400 * MEGABYTE}),
            start(engine, seconds=0.2),
        ]
        assert all(run.wait(PATIENCE) for run in runs)
        # It never happens while one trains or before a result has been fetched.
        assert [run.status for run in runs] == ["done", "done"]
        wait_until(lambda: worker_pid(engine) != before)
        assert (warm_marks / str(worker_pid(engine))).exists()

    def test_others_are_left_alone(self, engine):
        before = worker_pid(engine)
        for _ in range(3):
            assert start(engine, seconds=0.0).wait(PATIENCE)
        assert worker_pid(engine) == before


class TestBadStart:
    def test_a_warm_up_that_fails_is_told(self, own_engine):
        engine = own_engine(warm_task=chores.warm_up_in_vain)
        wait_until(lambda: engine.error)
        assert "no weights here" in engine.error
        assert engine.status in ("restarting", "failed")

    def test_a_process_that_cannot_start_is_told(self, own_engine, monkeypatch):
        monkeypatch.setattr(sys, "executable", "/bin/false")
        monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.1)
        engine = own_engine()
        wait_until(lambda: engine.status == "failed")
        assert "ended with code 1" in engine.error
        monkeypatch.undo()
        with pytest.raises(EngineUnavailable, match="ended with code 1"):
            engine.call(chores.echo, 1)
        wait_until(lambda: engine.status == "ready")
        assert (engine.error, engine.call(chores.echo, 1)) == ("", 1)

    def test_a_cluster_that_is_not_there_is_told(self, own_engine, monkeypatch):
        monkeypatch.setattr(connection, "CONNECT_SECONDS", 0.5)
        engine = own_engine(scheduler="tcp://127.0.0.1:9")
        run = start(engine)
        wait_until(lambda: engine.error)
        assert (engine.status, run.status) == ("restarting", "queued")
