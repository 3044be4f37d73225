"""A web process that keeps runs as fast as it can, and says of each when it was kept."""

from __future__ import annotations

from multiprocessing.connection import Connection

import numpy as np

from dlcore.runs import database  # noqa: F401 - so that a process that is forked has it already
from dlcore.runs.store import Store
from tests.dlcore.runs.examples import PICTURES, TRAIN_RESULT, record


def series_of(number: int) -> dict[str, np.ndarray]:
    return {"loss": np.arange(2.0 * number + 2).reshape(-1, 2)}


def write(url: str, server: int, kept: Connection) -> None:
    """Until it is killed: runs that go, each saved three times, every second one to its end."""
    store = Store.open(url)
    number = 0
    while True:
        run_id = f"run-{server}-{number}"
        store.save(record(run_id, created=float(number)), series=series_of(0))
        store.save(record(run_id), checkpoint=bytes(200_000), pictures=PICTURES)
        status = "done" if number % 2 else "running"
        result = TRAIN_RESULT if number % 2 else None
        store.save(record(run_id, status=status), series=series_of(number), result=result)
        if store.trouble is None:
            kept.send((run_id, number, status))
        number += 1
