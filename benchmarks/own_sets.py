"""Images per second of a training on a set of one's own against the same training on MNIST.

    python -m benchmarks.own_sets [--mnist mnist.npz] [--images 60000] [--epochs 1] [--rounds 5]

Both train the preset "fast" on the same images through one engine, in turn: once as MNIST, which
the engine has, and once as a data set that comes along with the run. The rate is that of a run's
result: validation counted; what comes before, compilation and the set's way to the engine, not.
Said besides, of a run from its start to its end: how much longer the other one takes.
The first pair is left out: there Keras compiles, and whoever is first pays for it.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np

from dlcore import tasks
from dlcore.data import ENVIRONMENT_VARIABLE, DataSet, load_mnist
from dlcore.data.formats import to_npz
from dlcore.engine import Engine
from dlcore.training import PRESETS, DataRecipe, TrainConfig


def main() -> None:
    """Prints a line for each pair, and the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mnist", type=Path, help="else what DLCORE_MNIST or Keras has")
    parser.add_argument("--images", type=int, default=60_000, help="of those to learn from")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    if given.mnist:
        os.environ[ENVIRONMENT_VARIABLE] = str(given.mnist)
    whole = load_mnist()
    data = replace(
        whole, x_train=whole.x_train[: given.images], y_train=whole.y_train[: given.images]
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mnist.npz"
        np.savez(
            file,
            x_train=data.x_train,
            y_train=data.y_train,
            x_test=data.x_test,
            y_test=data.y_test,
        )
        os.environ[ENVIRONMENT_VARIABLE] = str(file)  # the engine reads it as it starts
        compare(data, given.epochs, given.rounds)


def compare(data: DataSet, epochs: int, rounds: int) -> None:
    """Trains in turn."""
    engine = Engine(warm_task=tasks.warm_up)
    engine.start()
    assert engine.wait_ready(300), engine.error
    digits = replace(PRESETS["fast"], epochs=epochs)
    own = replace(digits, data=DataRecipe(set=data.fingerprint))
    began = time.monotonic()
    supply = to_npz(data)
    print(
        f"{len(data.x_train):,} images, a file of {len(supply) / 1e6:.1f} MB, "
        f"written in {time.monotonic() - began:.1f} s"
    )
    rates, waits = [], []
    for number in range(rounds + 1):
        tried = [(digits, b""), (own, supply)]
        turns = tried[:: -1 if number % 2 else 1]  # whoever is second has it no better each time
        found = {config: trained(engine, config, images) for config, images in turns}
        (mnist, mnist_s), (mine, mine_s) = found[digits], found[own]
        print(
            f"MNIST {mnist:,.0f} images/s in {mnist_s:.1f} s   own set {mine:,.0f} images/s in "
            f"{mine_s:.1f} s" + ("   (left out)" if number == 0 else ""),
            flush=True,
        )
        if number:
            rates.append(mine / mnist)
            waits.append(mine_s - mnist_s)
    engine.close()
    print(f"images/s, own set to MNIST: {median(rates):.3f} ({min(rates):.3f} - {max(rates):.3f})")
    print(f"seconds from start to end, own set less MNIST: {median(waits):+.2f}")


def trained(engine: Engine, config: TrainConfig, supply: bytes) -> tuple[float, float]:
    """Images a second of a run, and seconds from its start to its end."""
    began = time.monotonic()
    run = engine.start_run(tasks.train, config, supply=supply)
    while not run.wait(0.1):
        pass
    assert run.result, run.failure
    return run.result.images_per_second, time.monotonic() - began


if __name__ == "__main__":
    main()
