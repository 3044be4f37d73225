"""Images per second of the fit that all recipes share, against Keras' own fit of the same network.

    python -m benchmarks.fitting [--steps 100] [--rounds 5]

The network is the one that ships as "cnn", its images are noise, and both are given the same, made
before. In turn, medians. `dlcore.pretrain.fitting` says where the difference comes from.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from statistics import median

import keras
import numpy as np

from dlcore.pretrain.classifier import MIX, build_classifier
from dlcore.pretrain.fitting import AdamWConfig, fit

BATCH = sum(MIX.values())
UNTIMED = 20  # steps, in the first of which TensorFlow compiles
LOSS = "categorical_crossentropy"


def shared(network: keras.Model, batches: Callable[[], Iterator], steps: int) -> None:
    fit(network, batches, steps, 1, LOSS, metrics=["accuracy"])


def plain(network: keras.Model, batches: Callable[[], Iterator], steps: int) -> None:
    usual = AdamWConfig()
    optimizer = keras.optimizers.AdamW(
        usual.peak_learning_rate, usual.weight_decay, beta_2=0.99, use_ema=True, ema_momentum=0.99
    )
    network.compile(optimizer, LOSS, metrics=["accuracy"])
    network.fit(batches(), steps_per_epoch=steps, epochs=1, verbose=2)


def pace(how: Callable[[keras.Model, Callable[[], Iterator], int], None], steps: int) -> float:
    """Images per second, without the first steps."""
    random = np.random.default_rng(0)
    images = random.random((BATCH, 28, 28, 1), np.float32)
    targets = np.eye(10, dtype=np.float32)[random.integers(0, 10, BATCH)]
    asked: list[float] = []

    def batches() -> Iterator:
        asked.clear()
        while True:
            asked.append(time.perf_counter())
            yield images, targets

    how(build_classifier(), batches, UNTIMED + steps)
    return BATCH * steps / (time.perf_counter() - asked[UNTIMED])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    plains, ours = [], []
    for _ in range(arguments.rounds):
        plains.append(pace(plain, arguments.steps))
        ours.append(pace(shared, arguments.steps))
        print(
            f"Keras' own {plains[-1]:,.0f} images/s   shared {ours[-1]:,.0f} images/s", flush=True
        )
    print(f"ratio: {median(ours) / median(plains):.2f}")


if __name__ == "__main__":
    main()
