"""What it costs to keep runs: one save, a list of 200, and the room they take.

    python -m benchmarks.runs_store [--database postgresql+psycopg://...] [--rounds 50]

A save is that of a run under way, with six series of 500 points, as it comes twice a second at
most: from the call to its return, when the database has it. A list is what `/runs` asks for first;
lists of 3 and of 200 runs come in turn. SQLite lies in a folder of its own unless a database is
named, which must be one that may be filled.
"""

from __future__ import annotations

import argparse
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from dlcore.runs import RunRecord
from dlcore.runs.quota import Quota
from dlcore.runs.store import Store
from dlcore.training import Mistake, TrainConfig, TrainResult

FEW, MANY = 3, 200
MODEL_BYTES = 2_700_000  # the tutorial's network, with its optimizer's state in a checkpoint
IMPORT = """
import time
import numpy
began = time.perf_counter()
import sqlalchemy
print(time.perf_counter() - began)
"""


def record(run_id: str, owner: str) -> RunRecord:
    seed = secrets.randbelow(1000)
    return RunRecord(
        run_id,
        "train",
        owner,
        TrainConfig(seed=seed),
        "running",
        time.time(),
        figures={"accuracy": 0.99, "loss": 0.03, "parameters": 225_034, "seconds": 60.0},
        versions={"python": "3.11", "keras": "3.15", "tensorflow": "2.21", "numpy": "2.1"},
    )


def series() -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    return {f"series {number}": random.random((500, 2)) for number in range(6)}


def result() -> TrainResult:
    image = np.zeros((28, 28), np.uint8)
    return TrainResult(
        model=bytes(900_000),
        parameters=225_034,
        seconds=60.0,
        epochs_done=10.0,
        stopped=False,
        test_loss=0.03,
        test_accuracy=0.99,
        confusion=np.zeros((10, 10), np.int64),
        mistakes=(Mistake(image, 3, 8, 0.9),) * 24,
        images_per_second=10_000.0,
        source="keras",
        test_images=10_000,
        history=bytes(3_000_000),
    )


def fill(store: Store, owner: str, count: int) -> None:
    points, measured = series(), result()
    for number in range(count):
        store.save(record(f"{owner[:8]}-{number}", owner), series=points, result=measured)


def milliseconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - began)


def say(name: str, times: list[float]) -> None:
    print(f"{name}: {statistics.median(times):.1f} ms, longest {max(times):.1f} ms")


def measure(store: Store, rounds: int) -> None:
    few, many = secrets.token_hex(32), secrets.token_hex(32)
    fill(store, few, FEW)
    fill(store, many, MANY)
    one, points = record("under-way", few), series()
    saves = [milliseconds(lambda: store.save(one, series=points)) for _ in range(rounds)]
    say("one save of six series of 500 points", saves)
    state = bytes(MODEL_BYTES)
    saves = [milliseconds(lambda: store.save(one, checkpoint=state)) for _ in range(rounds)]
    say("one save of a checkpoint of 2.7 MB", saves)
    lists: dict[str, list[float]] = {few: [], many: []}
    for _ in range(rounds):
        for owner, times in lists.items():
            times.append(milliseconds(lambda owner=owner: store.of_owner(owner)))  # type: ignore[misc]
    say(f"a list of {FEW} runs", lists[few])
    say(f"a list of {MANY} runs", lists[many])
    name = f"{many[:8]}-7"
    reads = [milliseconds(lambda: store.measured(name)) for _ in range(rounds)]
    say("what a run has measured, without its network", reads)
    reads = [milliseconds(lambda: store.series(name)) for _ in range(rounds)]
    say("its series", reads)
    assert store.trouble is None, store.trouble


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", help="to fill; SQLite in a folder of its own if left out")
    parser.add_argument("--rounds", type=int, default=50)
    arguments = parser.parse_args()
    done = subprocess.run(
        [sys.executable, "-c", IMPORT], capture_output=True, text=True, check=True
    )
    print(f"importing SQLAlchemy: {1000 * float(done.stdout):.0f} ms")
    with tempfile.TemporaryDirectory() as folder:
        url = arguments.database or f"sqlite:///{folder}/runs.db"
        store = Store.open(url, Quota(owner_bytes=10**10, total_bytes=10**11))
        measure(store, arguments.rounds)
        store.close()
        if not arguments.database:
            size = sum(file.stat().st_size for file in Path(folder).iterdir())
            each = size / (FEW + MANY + 1) / 1e6
            print(f"on disk: {size / 1e6:.0f} MB, {each:.2f} MB a run")


if __name__ == "__main__":
    main()
