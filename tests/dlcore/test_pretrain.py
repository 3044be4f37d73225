"""The recipe of the shipped model, on few images; and how good the shipped model is."""

import json

import numpy as np
import pytest

from dlcore import pretrain, registry
from dlcore.cnn import build_cnn
from dlcore.data import load_mnist, sample


def test_command_writes_model_and_card(few, tmp_path, monkeypatch):
    monkeypatch.setattr(pretrain, "load_mnist", lambda path: few)
    data = tmp_path / "some.npz"
    data.write_bytes(b"stands for MNIST")
    out = tmp_path / "models"
    pretrain.main(["cnn", "--mnist", str(data), "--seed", "3", "--epochs", "1", "--out", str(out)])
    monkeypatch.setattr(registry, "MODELS", out)
    registry.load.cache_clear()
    model, card = registry.load("cnn"), registry.card("cnn")
    registry.load.cache_clear()
    assert model.count_params() == card["parameters"] == build_cnn(pretrain.CNN).count_params()
    assert not model.compiled
    assert card["command"] == "python -m dlcore.pretrain cnn --mnist some.npz --seed 3 --epochs 1"
    assert card["data"]["train_images"] == 320
    assert card | pretrain.measure(model, few) == card


def test_shipped_card_says_what_is_needed():
    card = json.loads((registry.MODELS / "cnn.json").read_text())
    assert card["test_accuracy"] >= 0.993
    assert card["parameters"] <= 500_000
    assert card["bytes"] <= 2_500_000
    assert min(card["test_accuracy_per_class"].values()) > 0.98
    assert {"python", "keras", "tensorflow", "numpy"} <= set(card["versions"])
    assert {"seed", "command", "sha256", "training_seconds"} <= set(card)


def test_shipped_model_on_the_sample():
    found = pretrain.measure(registry.load("cnn"), sample())
    assert found["test_accuracy"] >= 0.99


@pytest.mark.slow
def test_shipped_model_on_the_whole_test_set(mnist_path):
    data = load_mnist(mnist_path)
    found = pretrain.measure(registry.load("cnn"), data)
    assert found["test_accuracy"] >= 0.993
    assert found["test_accuracy"] == pytest.approx(registry.card("cnn")["test_accuracy"], abs=2e-4)
