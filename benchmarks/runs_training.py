"""What keeping, holding and repeating runs costs.

    DLCORE_MNIST=mnist.npz python -m benchmarks.runs_training [--rounds 8] [--hundred]

Through the engine, as a page does it, with a store in a folder of its own:

- keeping: epochs per second of one run while it is written down and while it is not, in turn, four
  seconds each; the ratio of each pair, and of the medians.
- pausing: seconds from the order until the run rests, for the tutorial's network and the LSTM.
- repeating: a run done again from its record leaves the same weights, bit by bit.
- `--hundred`: memory of the engine's processes and of this one after the tenth and the hundredth
  of a hundred trainings in a row.
"""

from __future__ import annotations

import argparse
import io
import os
import tempfile
import time
import zipfile
from statistics import median
from typing import Any

import h5py
import psutil

from dlcore import tasks
from dlcore.engine import Engine, Run
from dlcore.runs.recorder import Recorder
from dlcore.runs.store import Store, address
from dlcore.training import PRESETS, TrainConfig

LONG = TrainConfig(epochs=200, train_share=0.25)
WINDOW_SECONDS = 4.0
SHORT = TrainConfig(PRESETS["tiny"].network, epochs=1, train_share=0.02)


def trained(engine: Engine, config: TrainConfig, recorder: Recorder | None = None) -> Run:
    """A run to its end, read as often as a page does."""
    run = engine.start_run(tasks.train, config, owner="0" * 64)
    if recorder:
        recorder.keep(run)
    while not run.wait(0.5):
        assert run.history is not None
    assert run.result, run.failure
    return run


class SwitchedStore(Store):
    """A store that can be told to write nothing for a while."""

    writes = True
    processor_seconds = 0.0

    def save(self, *args: Any, **parts: Any) -> None:
        if self.writes:
            began = time.process_time()
            super().save(*args, **parts)
            self.processor_seconds += time.process_time() - began


def keeping(engine: Engine, store: SwitchedStore, recorder: Recorder, rounds: int) -> None:
    run = engine.start_run(tasks.train, LONG, owner="0" * 64)
    recorder.keep(run)
    while "epoch" not in run.history:
        time.sleep(0.1)
    time.sleep(WINDOW_SECONDS)
    ratios, paces = [], {True: [], False: []}
    store.processor_seconds = 0.0
    for _ in range(rounds):
        for store.writes in (False, True):
            began, before = time.monotonic(), run.history["epoch"][-1][1]
            time.sleep(WINDOW_SECONDS)
            done = run.history["epoch"][-1][1] - before
            paces[store.writes].append(done / (time.monotonic() - began))
        ratios.append(paces[True][-1] / paces[False][-1])
    run.stop()
    run.wait(60)
    print(f"kept against not kept: {median(ratios):.3f} times (median of {rounds} pairs),")
    share = store.processor_seconds / (rounds * WINDOW_SECONDS)
    print(f"  writing takes {share:.2%} of one core,")
    print(f"  medians {median(paces[True]) / median(paces[False]):.3f} times; {sorted(ratios)}")


def pausing(engine: Engine, rounds: int) -> None:
    for name in ("tutorial", "rnn-lstm"):
        waited = []
        run = engine.start_run(tasks.train, PRESETS[name])
        for _ in range(rounds):
            seen = len(run.history.get("loss", ()))
            while len(run.history.get("loss", ())) <= seen:
                time.sleep(0.05)
            time.sleep(0.4)
            asked = time.monotonic()
            run.pause()
            assert run.wait(60)
            assert run.status == "paused", run.failure
            waited.append(time.monotonic() - asked)
            engine.go_on(run)
        run.stop()
        run.wait(60)
        print(f"{name}: paused after {median(waited):.2f} s, at most {max(waited):.2f} s")


def repeating(engine: Engine, store: Store, recorder: Recorder) -> None:
    first = trained(engine, SHORT, recorder)
    time.sleep(2)
    record = store.get(first.id)
    assert record
    again = trained(engine, record.config)
    same = weights(first.result.model) == weights(again.result.model)
    print(f"repeated from its record: the same weights, bit by bit: {same}")


def weights(model: bytes) -> dict[str, bytes]:
    """Those of a .keras file by their places, without the date and the names of its layers."""
    found: dict[str, bytes] = {}

    def note(name: str, item: Any) -> None:
        if isinstance(item, h5py.Dataset):
            found[name] = item[()].tobytes()

    with zipfile.ZipFile(io.BytesIO(model)) as file:
        h5py.File(io.BytesIO(file.read("model.weights.h5"))).visititems(note)
    return found


def hundred(engine: Engine, recorder: Recorder) -> None:
    for number in range(1, 101):
        trained(engine, SHORT, recorder)
        if number in (10, 50, 100):
            me = psutil.Process()
            theirs = sum(p.memory_info().rss for p in me.children(recursive=True))
            mine = me.memory_info().rss
            print(f"after {number}: engine {theirs / 1e6:,.0f} MB, this {mine / 1e6:,.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--hundred", action="store_true")
    options = parser.parse_args()
    engine = Engine(warm_task=tasks.warm_up)
    engine.start()
    assert engine.wait_ready(120), engine.error
    with tempfile.TemporaryDirectory() as folder:
        store = SwitchedStore(address(f"sqlite:///{os.path.join(folder, 'runs.db')}"))
        store.tend()
        recorder = Recorder(store)
        if options.hundred:
            hundred(engine, recorder)
        else:
            keeping(engine, store, recorder, options.rounds)
            pausing(engine, options.rounds)
            repeating(engine, store, recorder)
        recorder.close()
        assert store.trouble is None, store.trouble
        store.close()
    engine.close()


if __name__ == "__main__":
    main()
