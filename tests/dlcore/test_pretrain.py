"""The recipe of the shipped model, on few images; and how good the shipped model is."""

import json

import numpy as np
import pytest

from dlcore import classifier, pretrain, registry
from dlcore.data import load_mnist, sample
from dlcore.gan import GanConfig, GanRunConfig, quality
from dlcore.handwriting.material import part_writers
from dlcore.pretrain import Sources
from tests.people import people, save

ARGUMENTS = ["--seed", "3", "--epochs", "1", "--drawings", "0.001"]


@pytest.fixture
def made(few, tmp_path, monkeypatch):
    """Runs the command with some arguments more; gives the model and its card."""
    monkeypatch.setattr(pretrain, "load_mnist", lambda path: few)
    monkeypatch.setattr(registry, "MODELS", tmp_path / "models")
    registry.load.cache_clear()

    def run(*arguments: object):
        pretrain.main(["cnn", *ARGUMENTS, *map(str, arguments), "--out", str(registry.MODELS)])
        return registry.load("cnn"), registry.card("cnn")

    yield run
    registry.load.cache_clear()


def test_command_writes_model_and_card(made, few, tmp_path):
    data = tmp_path / "some.npz"
    data.write_bytes(b"stands for MNIST")
    model, card = made("--mnist", data)
    assert model.count_params() == card["parameters"]
    assert not model.compiled
    assert card["command"] == (
        "python -m dlcore.pretrain cnn --mnist some.npz --seed 3 --epochs 1 --drawings 0.001"
    )
    assert card["data"]["train_images"] == 320
    assert "knowing" not in card
    assert card | pretrain.measure(model, Sources(few, None, None), 3) == card


def test_the_generator_is_made_and_measured(few, tmp_path, monkeypatch):
    tiny = GanRunConfig(GanConfig(width=4, discriminator_width=4), batch_size=16)
    monkeypatch.setattr(pretrain, "load_mnist", lambda path: few)
    monkeypatch.setitem(pretrain.GAN_PRESETS, "shipped", tiny)
    pretrain.main(["gan", "--epochs", "1", "--seed", "5", "--out", str(tmp_path)])
    monkeypatch.setattr(registry, "MODELS", tmp_path)
    card, generator = registry.card("gan"), registry.load_bytes(registry.path("gan").read_bytes())
    assert card["command"] == "python -m dlcore.pretrain gan --seed 5 --epochs 1"
    assert card["parameters"] == generator.count_params()
    assert (card["steps"], card["images_seen"]) == (20, 320)
    assert card["run"]["gan"]["width"] == 4
    assert card | quality.measure(generator, few, judges=()) | {"judges": card["judges"]} == card
    for figures in card["judges"].values():
        assert figures["ratio"] == pytest.approx(figures["distance"] / figures["floor"])
        assert np.mean(list(figures["per_class"].values())) == pytest.approx(figures["agreement"])
        assert sum(figures["counts"]) == card["samples"] == 100
        assert figures["recall"] < figures["real_recall"]


def test_the_tutorials_network_is_made_with_its_epochs(few, tmp_path, monkeypatch):
    monkeypatch.setattr(pretrain, "load_mnist", lambda path: few)
    pretrain.main(["cnn-tutorial", "--epochs", "2", "--seed", "5", "--out", str(tmp_path)])
    monkeypatch.setattr(registry, "MODELS", tmp_path)
    registry.load.cache_clear()
    model, card = registry.load("cnn-tutorial"), registry.card("cnn-tutorial")
    registry.load.cache_clear()
    images = few.x_test[..., None].astype("float32") / 255
    right = model.predict(images, verbose=0).argmax(axis=1) == few.y_test
    assert card["test_accuracy"] == pytest.approx(right.mean())
    assert card["command"] == "python -m dlcore.pretrain cnn-tutorial --seed 5 --epochs 2"
    history = registry.history("cnn-tutorial")
    assert history.epochs.tolist() == [0, 1, 2]
    assert history.model == registry.path("cnn-tutorial").read_bytes()


def test_with_drawings_the_card_says_how_people_are_read(made, few, tmp_path):
    digits, letters = people("0123456789"), people("KWxATPRMNh")
    model, card = made(
        "--strokes", save(tmp_path / "pen.npz", digits),
        "--not-digits", save(tmp_path / "letters.npz", letters),
    )  # fmt: skip
    assert "--strokes pen.npz --not-digits letters.npz" in card["command"]
    assert card["data"]["strokes"]["exam_writers"] == [6, 7, 8]
    assert card["data"]["not_digits"]["train_writers"] == [0, 1, 2, 3, 4, 5]
    assert card["temperature"] > 0
    assert card["drawn"]["drawings"] == 60
    assert set(card["knowing"]["auroc"]) == {"letters", "symbols"}
    assert {entry["source"] for entry in card["mistakes"]} <= {
        "mnist", "drawn", "letters", "symbols",
    }  # fmt: skip
    sources = Sources(few, part_writers(digits), part_writers(letters, fit=0))
    again = pretrain.measure(model, sources, 3)
    assert again["drawn"]["accuracy"] == pytest.approx(card["drawn"]["accuracy"], abs=0.04)
    assert again["knowing"]["threshold"] == pytest.approx(card["knowing"]["threshold"], abs=0.02)


def test_shipped_card_says_what_is_needed():
    card = json.loads((registry.MODELS / "cnn.json").read_text())
    assert card["test_accuracy"] >= 0.995
    assert card["drawn"]["accuracy"] >= 0.98
    assert card["drawn"]["calibration_error"] <= 0.02
    assert min(card["knowing"]["auroc"].values()) >= 0.95
    assert 0 < card["knowing"]["threshold"] < 1
    assert card["parameters"] <= 500_000
    assert card["bytes"] <= 2_500_000
    assert card["total_seconds"] <= 3600
    assert min(card["test_accuracy_per_class"].values()) > 0.98
    assert {"python", "keras", "tensorflow", "numpy"} <= set(card["versions"])
    assert {"seed", "command", "sha256", "training_seconds"} <= set(card)
    assert card["parameters"] == classifier.build_classifier().count_params()


def test_shipped_model_on_the_sample():
    found = pretrain.measure(registry.load("cnn"), Sources(sample(), None, None), 0)
    assert found["test_accuracy"] >= 0.993


@pytest.mark.slow
def test_shipped_model_on_the_whole_test_set(mnist_path):
    data = load_mnist(mnist_path)
    found = pretrain.measure(registry.load("cnn"), Sources(data, None, None), 0)
    assert found["test_accuracy"] == pytest.approx(registry.card("cnn")["test_accuracy"], abs=2e-4)
