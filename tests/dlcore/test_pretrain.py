"""The recipe of the shipped model, on few images; and how good the shipped model is."""

import json

import numpy as np
import pytest

from dlcore import pretrain, registry
from dlcore.cnn import build_cnn
from dlcore.data import load_mnist, sample


def test_augmented_images_are_near_the_old_ones(few):
    moved = pretrain.augment(few.x_train, np.random.default_rng(0))
    assert moved.shape == few.x_train.shape
    assert moved.dtype == np.uint8
    ink = moved.sum(axis=(1, 2), dtype=float) / few.x_train.sum(axis=(1, 2), dtype=float)
    assert 0.7 < ink.min() < 1 < ink.max() < 1.35
    shift = _centres(moved) - _centres(few.x_train)
    assert np.abs(shift).max() < pretrain.MAX_SHIFT * 1.1 + 1
    assert shift.std() > 0.5


def _centres(images):
    rows, columns = np.indices((28, 28))
    total = images.sum(axis=(1, 2))
    return np.stack([(images * axis).sum(axis=(1, 2)) / total for axis in (rows, columns)])


def test_augmentation_follows_the_seed(few):
    one, other = (pretrain.augment(few.x_train[:9], np.random.default_rng(1)) for _ in range(2))
    np.testing.assert_array_equal(one, other)


def test_batches_hold_every_image_once_an_epoch(few, monkeypatch):
    monkeypatch.setattr(pretrain, "augment", lambda images, random: images)
    batches = pretrain._batches(few, np.random.default_rng(0))
    images, labels = zip(*(next(batches) for _ in range(3)), strict=True)
    assert [len(batch) for batch in images] == [128, 128, 64]
    seen = np.concatenate(images)
    assert (seen.min(), seen.max()) == (0, 1)
    np.testing.assert_allclose(seen.sum(), few.x_train.sum() / 255, rtol=1e-4)
    assert sorted(np.concatenate(labels)) == sorted(few.y_train)


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
