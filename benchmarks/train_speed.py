"""Images per second of a Train-page run against a plain script.

    DLCORE_MNIST=mnist.npz python -m benchmarks.train_speed
        [--network tutorial] [--epochs 2] [--rounds 3]

The script is plain `model.fit` on float images and one-hot labels with Adam, batch 128, as
tutorials do it: the article's own network, or any other of the Train page ("rnn-lstm"). Both train
the same network on the same images for the same epochs, in turn, each in a process of its own; the
run goes through the engine and a page's polling. Medians.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from statistics import median

from dlcore import tasks
from dlcore.engine import Engine
from dlcore.training import PRESETS, TrainConfig

PLAIN = """
import time, keras
from benchmarks.article import compiled
from dlcore.training.architectures import build_network
from dlcore.data import load_mnist
from dlcore.training import PRESETS

data = load_mnist()
x = data.x_train.astype("float32")[..., None] / 255
y = keras.utils.to_categorical(data.y_train, 10)
model = compiled(build_network(PRESETS["{network}"].network))
begun = []
# Like the run, without the first step, in which TensorFlow compiles.
start = keras.callbacks.LambdaCallback(
    on_train_batch_end=lambda step, logs: begun or begun.append(time.perf_counter())
)
model.fit(x, y, batch_size=128, epochs={epochs}, validation_split=0.1, verbose=0, callbacks=[start])
print({epochs} * 0.9 * len(x) / (time.perf_counter() - begun[0]))
"""


def plain(network: str, epochs: int) -> float:
    program = PLAIN.replace("{epochs}", str(epochs)).replace("{network}", network)
    done = subprocess.run(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, check=True
    )
    return float(done.stdout.split()[-1])


def page(network: str, epochs: int) -> float:
    engine = Engine(warm_task=tasks.warm_up)
    engine.start()
    assert engine.wait_ready(120), engine.error
    run = engine.start_run(tasks.train, TrainConfig(PRESETS[network].network, epochs=epochs))
    while not run.wait(0.5):  # a page reads as often
        assert run.history is not None
    assert run.result, run.failure
    engine.close()
    return run.result.images_per_second


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", choices=PRESETS, default="tutorial")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    plains, pages = [], []
    for _ in range(arguments.rounds):
        plains.append(plain(arguments.network, arguments.epochs))
        time.sleep(2)
        pages.append(page(arguments.network, arguments.epochs))
        print(f"plain {plains[-1]:,.0f} images/s   page {pages[-1]:,.0f} images/s", flush=True)
    print(f"ratio: {median(pages) / median(plains):.2f}")


if __name__ == "__main__":
    main()
