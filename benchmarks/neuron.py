"""A network on the plane, through the engine as a page has it: how soon, how often, how large.

    python -m benchmarks.neuron [--seeds 5] [--players 20] [--builds 50] [--only NAME ...]

- spiral: the preset until 98 % of the test points are right, in steps and in seconds, the first
  time (with what is compiled) and then; beside it the default network of TensorFlow Playground with
  all its features on (4 and 2 tanh units, gradient descent, learning rate 0.03, batches of 10, no
  noise), trained here on the same spiral for at most 20,000 steps.
- packets: seconds from a call to its packet: of one step, as for a press of Step, and of a second
  of play at 24 moments; and how many such seconds of play the engine gives to several players in
  one second.
- builds: in this process: memory after every tenth network of another build, of as many as asked
  for; the updates of a few are kept.
"""

from __future__ import annotations

import argparse
import random
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median

import numpy as np
import psutil

from dlcore import tasks
from dlcore.engine import Engine
from dlcore.neuron.config import HIDDEN_ACTIVATIONS, NeuronConfig
from dlcore.neuron.datasets import PointsConfig, make_points
from dlcore.neuron.features import FEATURES
from dlcore.neuron.packet import NeuronState, Packet
from dlcore.neuron.points import PointSet
from dlcore.neuron.presets import NEURON_PRESETS
from dlcore.neuron.training import play
from dlcore.optimizers.table import OPTIMIZERS

PLAYGROUND = NeuronConfig(features=tuple(FEATURES), learning_rate=0.03)
SEPARATED = 0.98
MOST_STEPS = 20_000
MOMENTS = 24  # a second of play
LARGE = NeuronConfig(tuple(FEATURES), (8, 8, 8), ("tanh",) * 3, optimizer="adam")

Ask = Callable[..., Packet]


def until_separated(ask: Ask, config: NeuronConfig, points: PointSet) -> tuple[int | None, float]:
    """Steps to the first moment at which the test points are separated, and seconds."""
    begun = time.perf_counter()
    state: NeuronState | None = None
    while state is None or state.step < MOST_STEPS:
        packet = ask(config, points, state, 200, 20)
        (reached,) = np.nonzero(packet.test_accuracy >= SEPARATED)
        if len(reached):
            return int(packet.steps[reached[0]]), time.perf_counter() - begun
        state = packet.state()
    return None, time.perf_counter() - begun


def spiral(ask: Ask, seeds: int) -> None:
    ours = NEURON_PRESETS["spiral"]
    for name, config, noise in (
        ("the preset", ours.config, ours.points.noise),
        ("Playground's default, all features", PLAYGROUND, 0.0),
    ):
        for seed in range(seeds):
            points = make_points(replace(ours.points, noise=noise, seed=seed))
            steps, seconds = until_separated(ask, replace(config, seed=seed), points)
            first = " (first call)" if seed == 0 else ""
            reached = f"after {steps} steps" if steps is not None else f"not in {MOST_STEPS:,}"
            print(f"{name}, seed {seed}: {reached}, {seconds:.2f} s{first}", flush=True)


def packets(ask: Ask, players: int) -> None:
    points = make_points(PointsConfig("spiral"))
    for name, config in (("default network", NeuronConfig()), ("7-8-8-8-1", LARGE)):
        state = ask(config, points, None, 1).state()
        for what, steps, every in (
            ("one step", 1, 1),
            (f"{MOMENTS} moments of 1 step", MOMENTS, 1),
            (f"{MOMENTS} moments of 10 steps", 10 * MOMENTS, 10),
        ):
            question = (config, points, state, steps, every)
            took = [1000 * _seconds(ask, *question) for _ in range(20)]
            print(f"{name}: {what}: median {median(took):.0f} ms, longest {max(took):.0f} ms")
        rate = _together(ask, config, points, state, players)
        print(
            f"{name}: {players} players get {rate:.0f} packets a second of {MOMENTS} moments, "
            f"{MOMENTS * rate / players:.0f} moments a second each"
        )


def _seconds(ask: Ask, *question: object) -> float:
    begun = time.perf_counter()
    ask(*question)
    return time.perf_counter() - begun


def _together(
    ask: Ask, config: NeuronConfig, points: PointSet, state: NeuronState, players: int
) -> float:
    """Packets a second that several get who ask again as soon as they are answered."""
    rounds = 5

    def one() -> None:
        for _ in range(rounds):
            ask(config, points, state, MOMENTS, 1)

    threads = [threading.Thread(target=one) for _ in range(players)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return players * rounds / (time.perf_counter() - begun)


def builds(count: int) -> None:
    points = make_points(PointsConfig())
    play(NeuronConfig(), points, None, 20)
    draw, process = random.Random(0), psutil.Process()
    before = process.memory_info().rss
    for number in range(1, count + 1):
        layers = draw.randint(0, 3)
        config = NeuronConfig(
            units=tuple(draw.randint(1, 8) for _ in range(layers)),
            activations=tuple(draw.choice(HIDDEN_ACTIVATIONS) for _ in range(layers)),
            optimizer=draw.choice(tuple(OPTIMIZERS)),
            learning_rate=0.01,
        )
        seconds = _seconds(play, config, points, None, 20)
        if number % 10 == 0:
            grown = (process.memory_info().rss - before) / 1e6
            print(f"{number} builds: {grown:+.0f} MB; the last took {seconds:.2f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--players", type=int, default=20)
    parser.add_argument("--builds", type=int, default=50)
    parser.add_argument("--only", nargs="*", default=("spiral", "packets", "builds"))
    arguments = parser.parse_args()
    if {"spiral", "packets"} & set(arguments.only):
        engine = Engine(warm_task=tasks.warm_up)
        engine.start()
        assert engine.wait_ready(120), engine.error

        def ask(*question: object) -> Packet:
            return engine.call(play, *question)

        if "spiral" in arguments.only:
            spiral(ask, arguments.seeds)
        if "packets" in arguments.only:
            packets(ask, arguments.players)
        engine.close()
    if "builds" in arguments.only:
        builds(arguments.builds)


if __name__ == "__main__":
    main()
