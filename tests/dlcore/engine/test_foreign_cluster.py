"""The same engine on a Dask cluster that somebody else runs: scheduler and two workers over TLS."""

import concurrent.futures
import contextlib
import json
import os
import signal
import subprocess
import sys

import dask
import engine_chores as chores
import psutil
import pytest
from engine_helpers import PATIENCE, start, start_and_wait, wait_until

from dlcore.engine import Engine, certificates


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    """Dask's TLS settings, for its command line and for its configuration."""
    folder = tmp_path_factory.mktemp("tls")
    certificates.make(folder)
    ca, cert, key = (str(folder / name) for name in certificates.FILES)
    options = ["--tls-ca-file", ca, "--tls-cert", cert, "--tls-key", key]
    config = {
        "distributed.comm.tls.ca-file": ca,
        "distributed.comm.tls.client.cert": cert,
        "distributed.comm.tls.client.key": key,
        "distributed.comm.require-encryption": True,
    }
    return options, config


@pytest.fixture(scope="module")
def dask_process(tls, warm_marks):
    """Starts `dask ...` with default configuration but TLS; ends it with the module."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    processes = []

    def run(command, *arguments):
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", command, *arguments, *tls[0]],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        processes.append(process)
        return process

    yield run
    family = [child for p in processes for child in descendants_of(p)]
    for process in [*processes, *family]:  # at once: each waits for the others if asked to leave
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    for process in processes:
        process.wait(PATIENCE)
    psutil.wait_procs(family, PATIENCE)


def descendants_of(process):
    return psutil.Process(process.pid).children(recursive=True)


@pytest.fixture(scope="module")
def scheduler(dask_process, tmp_path_factory):
    """Address of a scheduler with two workers that train."""
    contact = tmp_path_factory.mktemp("scheduler") / "scheduler.json"
    dask_process(
        "scheduler",
        *("--host", "127.0.0.1", "--port", "0", "--protocol", "tls", "--no-dashboard"),
        *("--dashboard-address", "127.0.0.1:0", "--scheduler-file", str(contact)),
    )
    wait_until(lambda: contact.exists() and contact.read_text().endswith("}"))
    address = json.loads(contact.read_text())["address"]
    for _ in range(2):
        dask_process(
            "worker",
            *(address, "--host", "127.0.0.1", "--nthreads", "2", "--no-dashboard"),
            *("--resources", "train=1"),
        )
    return address


@pytest.fixture(scope="module")
def lab(tls, scheduler):
    """Makes engines on the cluster, as several web servers would."""
    engines = []

    def make():
        engine = Engine.from_environment(warm_task=chores.warm_up)
        engines.append(engine)
        engine.start()
        assert engine.wait_ready(PATIENCE), engine.error
        return engine

    with pytest.MonkeyPatch.context() as patch, dask.config.set(tls[1]):
        patch.setenv("DLCORE_SCHEDULER", scheduler)
        yield make
        for engine in engines:
            engine.close()


@pytest.fixture(scope="module")
def shared_lab(lab):
    engine = lab()
    wait_until(lambda: len(workers_at_work(engine)) == 2)
    return engine


def workers_at_work(engine):
    """Process ids of the workers that share four calls made at the same time."""
    with concurrent.futures.ThreadPoolExecutor(4) as callers:
        return set(callers.map(lambda _: engine.call(chores.nap_and_tell), range(4)))


@pytest.fixture
def engine(shared_lab):
    """An engine on the cluster, both workers at hand, nothing to do."""
    yield shared_lab
    for run in shared_lab._shelf.active():
        run.stop()
        assert run.wait(PATIENCE)


def test_two_trainings_at_once_on_two_workers_and_the_third_waits(engine):
    first, second, third = start(engine), start(engine), start(engine, seconds=0.0)
    wait_until(lambda: [first.status, second.status] == ["running", "running"])
    wait_until(lambda: third.place == 1)
    assert engine.call(chores.echo, "beside them") == "beside them"
    # Whichever worker becomes free takes the third.
    second.stop()
    assert second.wait(PATIENCE)
    assert third.wait(PATIENCE)
    assert third.result["process"] == second.result["process"]
    first.stop()
    assert first.wait(PATIENCE)
    assert first.result["process"] != second.result["process"]


def test_the_place_counts_the_trainings_of_other_web_servers(engine, lab):
    other = lab()
    mine = [start(engine) for _ in range(3)]
    wait_until(lambda: mine[2].place == 1)
    theirs = start(other)
    wait_until(lambda: theirs.place == 2)
    mine[2].stop()
    wait_until(lambda: theirs.place == 1)
    mine[0].stop()
    wait_until(lambda: theirs.status == "running")
    other.close()


def test_a_training_ends_when_its_web_server_is_gone(engine, lab, tmp_path):
    other = lab()
    mark = tmp_path / "ended"
    run = other.start_run(chores.train_marking_its_end, {"mark": str(mark)})
    wait_until(lambda: run.status == "running")
    other.close()
    wait_until(mark.exists)
    assert run.failure.kind == "engine_lost"


def test_calls_keep_clear_of_a_worker_that_is_still_warming_up(engine, warm_marks):
    gate = warm_marks / "wait"
    gate.touch()
    try:
        os.kill(engine.call(chores.process_id), signal.SIGKILL)
        wait_until(lambda: list(warm_marks.glob("waiting-*")))
        survivors = {engine.call(chores.process_id) for _ in range(10)}
    finally:
        gate.unlink()
    assert len(survivors) == 1
    wait_until(lambda: len(workers_at_work(engine)) == 2)


def test_a_killed_worker_fails_its_training_and_no_other(engine):
    doomed, spared = start_and_wait(engine), start_and_wait(engine)
    victim = worker_of(engine, doomed)
    os.kill(victim, signal.SIGKILL)
    assert doomed.wait(PATIENCE)
    assert (doomed.status, doomed.failure.kind) == ("failed", "worker_lost")
    assert spared.status == "running"
    # Dask's default would start it three more times.
    again = start_and_wait(engine)
    for run in (again, spared):
        run.stop()
        assert run.wait(PATIENCE)
    assert victim not in (again.result["process"], spared.result["process"])


def worker_of(engine, run):
    """Process id of the worker that trains."""
    address = engine._dispatcher._trainings[run.ticket].worker
    port = int(address.rsplit(":", 1)[1])
    for process in psutil.process_iter():
        try:
            sockets = process.net_connections("tcp")
        except (psutil.AccessDenied, psutil.NoSuchProcess):
            continue
        if any(s.laddr.port == port and s.status == psutil.CONN_LISTEN for s in sockets):
            return process.pid
    raise AssertionError(f"nobody listens on {address}")


def test_a_client_without_certificate_is_refused(scheduler):
    with dask.config.set({"distributed.comm.tls.client.cert": None}):
        engine = Engine(scheduler)
        engine.start()
        wait_until(lambda: engine.error)
        engine.close()
    assert "TLS" in engine.error
