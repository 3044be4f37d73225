"""What watching costs: a GAN's training with reports and drawings against the same fit without.

    DLCORE_MNIST=mnist.npz python -m benchmarks.gan_speed [--steps 960] [--rounds 5] [--generate]

Both train the same compiled game on the same images, in turn, in one process; images a second
after the first group of steps, medians. With --generate, milliseconds for 100 digits by the
generator that ships, warm, and agreement and distance by seconds of a training from nothing.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import replace
from statistics import median

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np

from dlcore.data import Mnist, load_mnist
from dlcore.gan import GAN_PRESETS, GanRunConfig, generate, train_gan
from dlcore.gan.compiled import CompiledGan, GanCompileConfig
from dlcore.gan.training import make_gan_plan
from dlcore.reports import Report

GENERATIONS = 30


class Plain:
    """The same game in a bare `fit`."""

    def __init__(self, config: GanRunConfig, data: Mnist) -> None:
        self._plan = make_gan_plan(config, data)
        self._game = CompiledGan(GanCompileConfig.of(config.gan, self._plan.per_execution)).model
        count = self._plan.examples
        self._images = data.x_train[:count, :, :, None]
        self._labels = data.y_train[:count].astype(np.int32)

    def images_per_second(self) -> float:
        import keras

        ends: list[float] = []
        clock = keras.callbacks.LambdaCallback(
            on_train_batch_end=lambda step, logs: ends.append(time.perf_counter())
        )
        self._game.fit(
            self._images,
            self._labels,
            batch_size=self._plan.batch_size,
            callbacks=[clock],
            verbose=0,
        )
        done = self._plan.steps_per_epoch - self._plan.per_execution
        return done * self._plan.batch_size / (ends[-1] - ends[0])


def watched(config: GanRunConfig, data: Mnist) -> float:
    """Images a second of a run that somebody watches."""
    return train_gan(config, data, lambda report: None, lambda: False).images_per_second


def compare(steps: int, rounds: int) -> None:
    data = load_mnist()
    config = GAN_PRESETS["live"]
    share = min(1.0, (steps + 0.5) * config.batch_size / len(data.x_train))
    config = replace(config, epochs=1, train_share=share)
    plain = Plain(config, data)
    plain.images_per_second(), watched(config, data)  # TensorFlow compiles
    pairs = []
    for _ in range(rounds):
        pairs.append((plain.images_per_second(), watched(config, data)))
        print(f"plain {pairs[-1][0]:,.0f} images/s   watched {pairs[-1][1]:,.0f}", flush=True)
    print(f"ratio: {median(seen / bare for bare, seen in pairs):.3f}")


def generation() -> None:
    labels = np.arange(100) % 10
    generate(labels, 0)
    took = []
    for seed in range(GENERATIONS):
        began = time.perf_counter()
        generate(labels, seed)
        took.append(time.perf_counter() - began)
    print(f"100 digits: {1e3 * median(took):.1f} ms")


def live() -> None:
    """Prints what a visitor sees of a training from nothing, and when."""

    def tell(report: Report) -> None:
        picture = report.get("picture")
        if picture and "distance" in picture["facts"]:
            facts = picture["facts"]
            print(
                f"{picture['seconds']:5.0f} s   step {picture['step']:6}   "
                f"agreement {facts['agreement']:.3f}   distance {facts['distance']:.2f} "
                f"(real images {facts['floor']:.2f})",
                flush=True,
            )

    train_gan(GAN_PRESETS["live"], load_mnist(), tell, lambda: False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=960, help="turns of the generator a round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--generate", action="store_true", help="drawing, and a live training")
    arguments = parser.parse_args()
    compare(arguments.steps, arguments.rounds)
    if arguments.generate:
        generation()
        live()


if __name__ == "__main__":
    main()
