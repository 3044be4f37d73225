"""The experiments of /limits: how long they take, and whether their numbers come out again.

    DLCORE_MNIST=mnist.npz python -m benchmarks.limits [NAME ...] [--seeds 3]

For each experiment, with the settings of what ships (those that the page begins with; of the costs,
whose race ends after 12 s there, with as much time as it takes) and seeds that it has not used:

- seconds to the first result that a visitor is shown, and to the end: through an engine with two
  threads, as a page asks it, the first one cold (all that TensorFlow compiles is in it).
- the two numbers that the page ends with. The card of what ships has them for three seeds, and with
  them a range in which one more such number lies 95 times in 100, mean +- t s sqrt(1 + 1/n) with
  t = 4.30 for n = 3: each new one is said to be within it or not.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from dataclasses import replace
from statistics import mean, stdev

from dlcore import tasks
from dlcore.engine import Engine
from dlcore.limits.kept import FOLDER
from dlcore.limits.table import EXPERIMENTS
from dlcore.pretrain.limits import SEEDS

STUDENT = 4.303  # of the t distribution with 2 degrees of freedom, 97.5 %
LEAST = 1e-3  # half a range: numbers that do not depend on the seed still differ in rounding
_POLL_SECONDS = 0.02


def spread(values: list[float]) -> tuple[float, float]:
    """Where one more value lies 95 times in 100."""
    half = STUDENT * stdev(values) * math.sqrt(1 + 1 / len(values))
    return mean(values) - max(half, LEAST), mean(values) + max(half, LEAST)


def measured(engine: Engine, name: str, seed: int) -> bool:
    """One experiment; whether its numbers are within what the card says."""
    record = EXPERIMENTS[name]
    card = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))["headline"]
    began, first = time.perf_counter(), math.nan
    run = engine.start_run(
        getattr(tasks, name), replace(record.config, seed=seed), owner="benchmark"
    )
    while not run.over:
        if math.isnan(first) and run.snapshot:
            first = time.perf_counter() - began
        run.note_seen()
        time.sleep(_POLL_SECONDS)
    seconds = time.perf_counter() - began
    if run.failure:
        raise SystemExit(f"{name}: {run.failure.error}")
    print(f"{name}, seed {seed}: first result after {first:.1f} s, done in {seconds:.1f} s")
    all_within = True
    for key, value in record.headline(run.result).items():
        low, high = spread(card[key])
        within = low <= value <= high
        all_within &= within
        said = "within" if within else "NOT within"
        print(f"    {key}: {value:.4g}, {said} {low:.4g} to {high:.4g} (ships: {card[key][0]:.4g})")
    return all_within


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", help=", ".join(EXPERIMENTS))
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    engine = Engine()
    engine.start()
    assert engine.wait_ready(120), engine.error
    try:
        good = [
            measured(engine, name, max(SEEDS) + 1 + number)
            for name in options.names or EXPERIMENTS
            for number in range(options.seeds)
        ]
    finally:
        engine.close()
    print(f"{sum(good)} of {len(good)} experiments with both numbers within their ranges")


if __name__ == "__main__":
    main()
