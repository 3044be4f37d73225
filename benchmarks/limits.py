"""The experiments of /limits: how long they take, and whether their numbers come out again.

    DLCORE_MNIST=mnist.npz python -m benchmarks.limits [NAME ...] [--seeds 3]

For each experiment, with the settings of what ships and seeds that this has not used:

- seconds to the first result that a visitor is shown, and to the end: through an engine that is
  warm, as a page asks it; all that TensorFlow compiles for the first one is in it. Where a page
  begins with other settings than those of what ships, their time is told too.
- the two numbers that the page ends with. The card of what ships has them for three seeds, and with
  them a range in which one more such number lies 95 times in 100, mean +- t s sqrt(1 + 1/n) with
  t = 4.30 for n = 3: each new one is said to be within it or not. Three can agree by luck, so no
  range is narrower than 0.003 either way.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from dataclasses import replace
from statistics import mean, stdev
from typing import Any

from dlcore import tasks
from dlcore.engine import Engine
from dlcore.limits.kept import FOLDER
from dlcore.limits.table import EXPERIMENTS
from dlcore.pretrain.limits import SEEDS

STUDENT = 4.303  # of the t distribution with 2 degrees of freedom, 97.5 %
LEAST = 3e-3  # half a range
_POLL_SECONDS = 0.02
_REHEARSAL_SECONDS = 30.0  # a warm engine calls once what is asked for most


def spread(values: list[float]) -> tuple[float, float]:
    """Where one more value lies 95 times in 100."""
    half = STUDENT * stdev(values) * math.sqrt(1 + 1 / len(values))
    return mean(values) - max(half, LEAST), mean(values) + max(half, LEAST)


def done(engine: Engine, name: str, config: Any) -> Any:
    """The result of one experiment, whose times are told."""
    began, first = time.perf_counter(), math.nan
    run = engine.start_run(getattr(tasks, name), config, owner="benchmark")
    while not run.over:
        if math.isnan(first) and run.snapshot:
            first = time.perf_counter() - began
        run.note_seen()
        time.sleep(_POLL_SECONDS)
    seconds = time.perf_counter() - began
    if run.failure:
        raise SystemExit(f"{name}: {run.failure.error}")
    print(f"{config}: first result after {first:.1f} s, done in {seconds:.1f} s", flush=True)
    return run.result


def within(name: str, result: Any) -> bool:
    """Whether its numbers are within what the card says."""
    card = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))["headline"]
    every = True
    for key, value in EXPERIMENTS[name].headline(result).items():
        low, high = spread(card[key])
        good = low <= value <= high
        every &= good
        said = "within" if good else "NOT within"
        print(f"    {key}: {value:.4g}, {said} {low:.4g} to {high:.4g} (ships: {card[key][0]:.4g})")
    return every


def measured(engine: Engine, name: str, seeds: int) -> list[bool]:
    """One experiment with several seeds."""
    config = EXPERIMENTS[name].config
    if (of_the_page := type(config)()) != config:
        done(engine, name, of_the_page)
    fresh = range(max(SEEDS) + 1, max(SEEDS) + 1 + seeds)
    return [within(name, done(engine, name, replace(config, seed=seed))) for seed in fresh]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", help=", ".join(EXPERIMENTS))
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    engine = Engine()
    engine.start()
    assert engine.wait_ready(120), engine.error
    engine.call(tasks.warm_up)
    time.sleep(_REHEARSAL_SECONDS)
    try:
        good = [
            one
            for name in options.names or EXPERIMENTS
            for one in measured(engine, name, options.seeds)
        ]
    finally:
        engine.close()
    print(f"{sum(good)} of {len(good)} experiments with both numbers within their ranges")


if __name__ == "__main__":
    main()
