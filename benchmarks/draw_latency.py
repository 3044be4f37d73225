"""A drawing in, a digit out, through the engine: alone, and while the engine trains.

    DLCORE_MNIST=mnist.npz python -m benchmarks.draw_latency [--calls 100]

Milliseconds from the canvas's pixels in the web process to the reading in the web process, against
the same reading in a process that has Keras itself. Both run in turn; medians.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from statistics import median, quantiles

import numpy as np

from dlcore import tasks
from dlcore.engine import Engine
from dlcore.training import TrainConfig


def canvas() -> np.ndarray:
    """A seven as the browser's canvas sends it: (280, 280, 4) uint8."""
    image = np.zeros((280, 280, 4), np.uint8)
    image[..., 3] = 255
    image[50:70, 80:200, :3] = 255
    for y in range(70, 240):
        x = 190 - (y - 70) // 3
        image[y, x - 10 : x + 10, :3] = 255
    return image


def timed(read: Callable, calls: int) -> list[float]:
    """Milliseconds of each call, with the pause between two strokes of a quick hand."""
    found = []
    for _ in range(calls):
        begun = time.perf_counter()
        read()
        found.append(1000 * (time.perf_counter() - begun))
        time.sleep(0.05)
    return found


def describe(name: str, ms: list[float]) -> float:
    p95 = quantiles(ms, n=20)[-1]
    print(f"{name:32s} median {median(ms):6.1f} ms   95 % {p95:6.1f} ms", flush=True)
    return median(ms)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=100)
    calls = parser.parse_args().calls
    image = canvas()
    engine = Engine(warm_task=tasks.warm_up)
    engine.start()
    assert engine.wait_ready(120), engine.error
    tasks.read_drawing(image, "cnn")  # loads Keras here too

    here = describe("in this process", timed(lambda: tasks.read_drawing(image, "cnn"), calls))
    ask = lambda: engine.call(tasks.read_drawing, image, "cnn")  # noqa: E731
    alone = describe("through the engine", timed(ask, calls))
    run = engine.start_run(tasks.train, TrainConfig(epochs=50))
    while not (run.progress or run.over):
        time.sleep(0.1)
    busy = describe("through the engine, in training", timed(ask, calls))
    assert not run.over, "the training ended before the calls did"
    begun = time.perf_counter()
    run.stop()
    run.wait(60)
    print(f"{'Stop to tested result':32s}        {1000 * (time.perf_counter() - begun):6.0f} ms")
    engine.close()
    print(f"ratio: {alone / here:.2f} alone, {busy / here:.2f} in training")


if __name__ == "__main__":
    main()
