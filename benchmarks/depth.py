"""A signal through 50 layers of 512 units and its gradient back, with the histograms of both.

    python -m benchmarks.depth [--rounds 7]

Seconds for each initialiser, ReLU, against the bare matrix products in NumPy (there, and twice as
many back), in turn; medians. Keras is warm.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from statistics import median

import numpy as np

from dlcore.activations.depth import DepthConfig, through_depth
from dlcore.initializers import INITIALIZERS

LAYERS, UNITS = 50, 512


def products(batch: int) -> Callable[[], None]:
    """What cannot be saved: three products a layer."""
    random = np.random.default_rng(0)
    signal = random.normal(size=(batch, UNITS)).astype(np.float32)
    weights = random.normal(size=(UNITS, UNITS)).astype(np.float32) * np.float32(UNITS**-0.5)

    def run() -> None:
        moved = signal
        for _ in range(3 * LAYERS):
            moved = np.maximum(moved @ weights, 0)

    return run


def seconds(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    for name in INITIALIZERS:
        config = DepthConfig("relu", name, layers=LAYERS, units=UNITS)
        bare = products(config.batch)
        through_depth(config)
        pairs = [(seconds(lambda: through_depth(config)), seconds(bare)) for _ in range(rounds)]  # noqa: B023
        ours, theirs = (median(times) for times in zip(*pairs, strict=True))
        print(f"{name:20s} {ours:.3f} s   products {theirs:.3f} s   ratio {ours / theirs:.1f}")


if __name__ == "__main__":
    main()
