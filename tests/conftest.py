"""What several kinds of tests share."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from dlcore.data import mnist


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
