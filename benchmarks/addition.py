"""Seconds until a network adds three-digit numbers, and its pace against plain `model.fit`.

    python -m benchmarks.addition [--seeds 1] [--plain-epochs 4]

A run as the page starts it goes through the engine and a page's polling. Its clock starts when its
turn comes, and building, compiling and validation count. Two times are told: until 95 of the 100
validation sums of two three-digit numbers are right for the first time, and until the run is over
and tested. In turn with it, in a process of its own, the program that "Show the code" shows
trains the same model with the same batches in plain `model.fit`. Steps a second leave out the first
group of steps, in which TensorFlow compiles, and count all pauses after it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from statistics import median

from dlcore import tasks
from dlcore.addition.config import AdditionConfig
from dlcore.addition.script import addition_script
from dlcore.engine import Engine

GOAL = 0.95
LONGEST = "right_3"
_FIT = "shuffle=False)"
_TIMED = """shuffle=False, verbose=0, callbacks=[keras.callbacks.LambdaCallback(
    on_train_batch_end=lambda step, logs: begun or begun.append(time.perf_counter()))])
print("steps/s", (steps - 1) / (time.perf_counter() - begun[0]))
raise SystemExit"""


@dataclass(frozen=True)
class Reached:
    """One run.

    Attributes:
        goal: seconds until `GOAL` of the validation sums were right.
        whole: seconds until the run was over.
        steps_per_second: without the first group of steps.
        accuracy: share of the test sums of two three-digit numbers that are right.
    """

    goal: float
    whole: float
    steps_per_second: float
    accuracy: float


def plain(config: AdditionConfig) -> float:
    """Steps a second of the exported program."""
    program = addition_script(config)
    assert program.count(_FIT) == 1
    program = "import time\nbegun = []\n" + program.replace(_FIT, _TIMED)
    done = subprocess.run(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, check=True
    )
    return float(done.stdout.split()[-1])


def page(config: AdditionConfig) -> Reached:
    """The run that Start starts."""
    engine = Engine(warm_task=tasks.warm_up)
    engine.start()
    assert engine.wait_ready(120), engine.error
    run = engine.start_run(tasks.train_addition, config)
    goal = float("nan")
    while not run.wait(0.2):
        newest = run.history.get(LONGEST, [(0, 0.0)])[-1][1]
        if goal != goal and newest >= GOAL and run.started:
            goal = time.time() - run.started
    assert run.result, run.failure
    engine.close()
    result = run.result
    return Reached(
        goal,
        result.seconds,
        result.sums_per_second / config.batch_size,
        float(result.accuracy[2, 2]),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--plain-epochs", type=int, default=4)
    arguments = parser.parse_args()
    plains, pages = [], []
    for seed in range(arguments.seeds):
        config = AdditionConfig(seed=seed)
        plains.append(plain(replace(config, epochs=arguments.plain_epochs)))
        time.sleep(2)
        pages.append(page(config))
        print(
            f"seed {seed}: {pages[-1].goal:.0f} s to {GOAL:.0%}, {pages[-1].whole:.0f} s to the "
            f"end, {pages[-1].accuracy:.1%} of the test sums; {pages[-1].steps_per_second:.1f} "
            f"steps/s, plain {plains[-1]:.1f} (load {os.getloadavg()[0]:.1f})",
            flush=True,
        )
    print(f"to {GOAL:.0%}: median {median(run.goal for run in pages):.0f} s")
    pace = median(run.steps_per_second for run in pages)
    print(f"steps/s, ratio of medians: {pace / median(plains):.2f}")


if __name__ == "__main__":
    main()
