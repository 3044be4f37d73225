"""Web processes killed at random moments: real ones, with -9."""

from __future__ import annotations

import multiprocessing
import random
import sqlite3

import pytest

from tests.dlcore.runs.examples import OWNER, TRAIN_RESULT, same
from tests.dlcore.runs.writer import series_of, write

KILLS = 10


@pytest.fixture(scope="module")
def processes():
    """Processes that are forked from one that has imported everything."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.dlcore.runs.writer"])
    return context


def _kept_until_killed(processes, url: str, server: int, seconds: float) -> list[tuple]:
    """What a process says it has kept from its first word until it is killed."""
    there, here = processes.Pipe(duplex=False)
    process = processes.Process(target=write, args=(url, server, here), daemon=True)
    process.start()
    here.close()
    kept = [there.recv()]
    process.join(seconds)
    process.kill()
    process.join()
    try:
        while True:
            kept.append(there.recv())
    except EOFError:
        return kept
    finally:
        there.close()


def test_no_run_that_was_kept_is_lost_and_no_store_damaged(url, stores, processes, monkeypatch):
    monkeypatch.setenv("DLCORE_RUNS_KEPT", "100000")
    dice = random.Random(5)
    kills = KILLS if url.startswith("sqlite") else 3
    for server in range(kills):
        kept = _kept_until_killed(processes, url, server, dice.uniform(0.0, 0.3))
        store = stores(url)
        assert store.trouble is None
        found = {run.id: run for run in store.of_owner(OWNER)}
        for run_id, number, status in kept[-100:]:
            expected = "interrupted" if status == "running" else "done"
            assert found[run_id].status == expected
            assert same(store.series(run_id), series_of(number))
        last, _number, status = kept[-1]
        if status == "running":
            assert store.checkpoint(last) == bytes(200_000)
        else:
            assert same(store.result(last), TRAIN_RESULT)
        assert not [run for run in found.values() if run.status == "running"]
        store.close()
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()
