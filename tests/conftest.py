"""What several kinds of tests share."""

from __future__ import annotations

import io
import os
import sys

import numpy as np
import pytest
from PIL import Image
from streamlit.runtime.scriptrunner import script_runner
from xdist.scheduler import LoadFileScheduling

from dlcore.data import mnist
from ui.frame import garbage

# What TensorFlow says as it starts would stand behind the results: nobody collects it there.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
# A network of a test is too small for two cores, and the other core has tests of its own.
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
# Runs of tests are for memory alone, and never beside those of whoever tests.
os.environ["DLCORE_DATABASE"] = "sqlite://"


class ByFile(LoadFileScheduling):
    """A file is for one process; all browser tests are, since they share a server."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "tests/browser" if file.startswith("tests/browser/") else file


def pytest_xdist_make_scheduler(config, log):
    return ByFile(config, log)


@pytest.fixture(autouse=True)
def main_module():
    """Streamlit's tests put their page in its place, which a process that is forked later runs."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


@pytest.fixture(scope="session", autouse=True)
def keras_is_left_alone():
    """After each run of a page Streamlit clears Keras where it has been imported: never in a web
    process, always where other tests have brought it, and then half of a page test's time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(script_runner, "_clean_problem_modules", lambda: None)
        yield


@pytest.fixture(scope="module", autouse=True)
def what_stays_is_not_walked_through():
    """A collection of garbage walks through all that is in memory, a training ends with one, and
    what earlier files have left grows: a fifth of the time of those that train was that."""
    yield
    garbage.spare()


@pytest.fixture
def png():
    """Turns an array into the bytes of a PNG."""

    def encode(array: np.ndarray) -> bytes:
        buffer = io.BytesIO()
        Image.fromarray(array).save(buffer, format="PNG")
        return buffer.getvalue()

    return encode


@pytest.fixture
def keras_home(tmp_path, monkeypatch):
    """An empty Keras cache, and no way to the network."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setattr(mnist, "KERAS_ORIGIN", mnist.Origin("http://127.0.0.1:9/mnist.npz", "0"))
    return tmp_path / "keras"
