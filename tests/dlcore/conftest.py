"""What the tests of the library share: small data that needs no network."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from dlcore.data import Mnist, sample
from dlcore.training import fit_monitor, leavable


@pytest.fixture(autouse=True)
def no_named_file(monkeypatch):
    """Each test says itself which data it reads."""
    monkeypatch.delenv("DLCORE_MNIST", raising=False)


@pytest.fixture(scope="session", autouse=True)
def graphs_as_they_are():
    """TensorFlow improves a graph before it runs, which takes longer than a tiny network does."""
    tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})
    yield
    tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": False})


@pytest.fixture(scope="session")
def mnist_path() -> Path:
    """The full MNIST, for tests marked slow: skipped where DLCORE_MNIST names no file."""
    if "DLCORE_MNIST" not in os.environ:
        pytest.skip("needs the full MNIST: set DLCORE_MNIST to an mnist.npz")
    return Path(os.environ["DLCORE_MNIST"])


@pytest.fixture(scope="session")
def few() -> Mnist:
    """320 real images to train on and 100 to test with."""
    digits = sample()
    return Mnist(
        digits.x_train[:320],
        digits.y_train[:320],
        digits.x_test[:100],
        digits.y_test[:100],
        "sample",
    )


@pytest.fixture
def mnist_arrays() -> dict[str, np.ndarray]:
    """Synthetic arrays in MNIST's layout: 64 images to train on, 16 to test with."""
    random = np.random.default_rng(0)
    return {
        "x_train": random.integers(0, 256, (64, 28, 28), np.uint8),
        "y_train": np.arange(64, dtype=np.uint8) % 10,
        "x_test": random.integers(0, 256, (16, 28, 28), np.uint8),
        "y_test": np.arange(16, dtype=np.uint8) % 10,
    }


@pytest.fixture
def patient(monkeypatch):
    """A stop waits for the steps under way, however slow the machine is."""
    monkeypatch.setattr(fit_monitor, "LONG_STEP_SECONDS", float("inf"))
    monkeypatch.setattr(leavable, "PATIENCE_SECONDS", 1e6)


class Held:
    """Trainings wait before their first step, as they do while TensorFlow compiles.

    Attributes:
        there: set once one has come so far.
        go_on: to be set for them to go on.
    """

    def __init__(self) -> None:
        self.there, self.go_on = threading.Event(), threading.Event()

    def wait(self) -> None:
        self.there.set()
        self.go_on.wait()


@pytest.fixture
def held_up(monkeypatch) -> Iterator[Held]:
    """Trainings do not get to their first step; and a stop does not wait for it."""
    held = Held()
    begin_epoch = fit_monitor.FitMonitor._begin_epoch

    def begin(*args):
        held.wait()
        begin_epoch(*args)

    monkeypatch.setattr(fit_monitor.FitMonitor, "_begin_epoch", begin)
    monkeypatch.setattr(fit_monitor, "LONG_STEP_SECONDS", 0.0)
    yield held
    held.go_on.set()
