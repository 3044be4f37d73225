"""Waiting for engines, and asking them for trainings."""

import time

import engine_chores
import psutil

PATIENCE = 30.0  # seconds; much more than anything here takes


def wait_until(condition, timeout=PATIENCE):
    """Poll until the condition holds; what is awaited here has no event of its own."""
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.01)


def start(engine, **config):
    """A training that runs until stopped, or for so many seconds."""
    return engine.start_run(engine_chores.train, config)


def start_and_wait(engine, **config):
    """As `start`; returns once it is running."""
    run = start(engine, **config)
    wait_until(lambda: run.status == "running")
    return run


def worker_pid(engine):
    return engine.call(engine_chores.process_id)


def engine_pid(engine):
    """Process id of the engine's scheduler and nanny: the parent of the worker."""
    return psutil.Process(worker_pid(engine)).ppid()


def descendants():
    """All processes below this one."""
    return psutil.Process().children(recursive=True)
