"""What keeping, holding and repeating runs costs.

    DLCORE_MNIST=mnist.npz python -m benchmarks.runs_training [--rounds 5] [--hundred]

Through the engine, as a page does it, with a store in a folder of its own:

- keeping: images per second of the same run with and without a recorder that writes it down, in
  turn; medians and their ratio.
- pausing: seconds from the order until the run rests, for the tutorial's network and the LSTM.
- repeating: a run done again from its record leaves the same weights, bit by bit.
- `--hundred`: memory of the engine's processes and of this one after the tenth and the hundredth
  of a hundred trainings in a row.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from statistics import median

import psutil

from dlcore import tasks
from dlcore.engine import Engine, Run
from dlcore.runs.recorder import Recorder
from dlcore.runs.store import Store
from dlcore.training import PRESETS, TrainConfig

TUTORIAL = TrainConfig(epochs=4, train_share=0.25)
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


def keeping(engine: Engine, recorder: Recorder, rounds: int) -> None:
    trained(engine, TUTORIAL)
    plain, kept = [], []
    for _ in range(rounds):
        plain.append(trained(engine, TUTORIAL).result.images_per_second)
        kept.append(trained(engine, TUTORIAL, recorder).result.images_per_second)
    print(f"not kept {median(plain):,.0f} images/s, kept {median(kept):,.0f} images/s:")
    print(f"  {median(kept) / median(plain):.3f} times; {sorted(map(round, plain))}")
    print(f"  {sorted(map(round, kept))}")


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
    print(f"repeated from its record: the same file is {first.result.model == again.result.model}")


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
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--hundred", action="store_true")
    options = parser.parse_args()
    engine = Engine(warm_task=tasks.warm_up)
    engine.start()
    assert engine.wait_ready(120), engine.error
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{os.path.join(folder, 'runs.db')}")
        recorder = Recorder(store)
        if options.hundred:
            hundred(engine, recorder)
        else:
            keeping(engine, recorder, options.rounds)
            pausing(engine, options.rounds)
            repeating(engine, store, recorder)
        recorder.close()
        assert store.trouble is None, store.trouble
        store.close()
    engine.close()


if __name__ == "__main__":
    main()
