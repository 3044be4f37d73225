"""The recipes of the shipped models, on little data; and how good the shipped ones are."""

import json
from functools import partial

import numpy as np
import pytest

from dlcore import rnn
from dlcore.addition.config import AdditionConfig
from dlcore.addition.evaluation import Evaluation
from dlcore.addition.network import adds
from dlcore.addition.sums import TEST, TEST_SUMS, held_out
from dlcore.data import load_mnist, sample
from dlcore.gan import GanConfig, GanRunConfig
from dlcore.gan.generator import quality
from dlcore.pretrain import classifier, evaluation, onnx_export, recipes
from dlcore.pretrain.handwriting.material import part_writers
from dlcore.pretrain.recipes import Sources
from dlcore.registry import shipped
from dlcore.rnn import RnnConfig
from dlcore.training import PRESETS, train
from tests.people import people, save

ARGUMENTS = ["--seed", "3", "--epochs", "1", "--drawings", "0.001"]


@pytest.fixture
def made(few, tmp_path, monkeypatch, font_folder):
    """Runs the command with some arguments more; gives the model and its card."""
    usual = [*ARGUMENTS, "--fonts", str(font_folder)]  # has no script to measure with
    monkeypatch.setattr(recipes, "load_mnist", lambda path: few)
    monkeypatch.setattr(shipped, "MODELS", tmp_path / "models")
    shipped.load.cache_clear()
    monkeypatch.setattr(classifier, "STATISTICS", 3)
    monkeypatch.setattr(onnx_export, "export", lambda model: b"stands for ONNX")

    def run(*arguments: object, name: str = "cnn"):
        recipes.main([name, *usual, *map(str, arguments), "--out", str(shipped.MODELS)])
        return shipped.load(name), shipped.card(name)

    yield run
    shipped.load.cache_clear()


def test_command_writes_model_and_card(made, few, tmp_path):
    data = tmp_path / "some.npz"
    data.write_bytes(b"stands for MNIST")
    model, card = made("--mnist", data)
    assert model.count_params() == card["parameters"]
    assert card["onnx"]["bytes"] == (shipped.MODELS / "cnn.onnx").stat().st_size
    assert not model.compiled
    assert card["command"] == (
        "python -m dlcore.pretrain cnn --mnist some.npz --fonts ttf --seed 3 --epochs 1 "
        "--drawings 0.001"
    )
    assert card["data"]["train_images"] == 320
    assert "knowing" not in card
    assert card | recipes.measure(model, Sources(few, None, None), 3) == card


@pytest.mark.slow
def test_a_network_is_measured_again_and_its_weights_stay(made):
    _, card = made()
    file = shipped.MODELS / "cnn.keras"
    weights = file.read_bytes()
    shipped.write_card(file, card | {"test_accuracy": 0.0, "of_old": 1})
    _, again = made("--measure")
    assert again == card | {"of_old": 1}
    assert file.read_bytes() == weights
    with pytest.raises(SystemExit, match="only then"):
        made("--measure", name="gan")


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["simple", "lstm", "gru"])
def test_a_recurrent_network_is_made_like_the_cnn(made, few, cell):
    model, card = made(name=f"rnn-{cell}")
    assert model.count_params() == card["parameters"] <= 400_000
    assert card["command"].startswith(f"python -m dlcore.pretrain rnn-{cell} --fonts ttf --seed 3")
    assert card | recipes.measure(model, Sources(few, None, None), 3) == card


@pytest.mark.parametrize("cell", recipes.RECURRENT)
def test_what_a_recurrent_network_believes_after_each_row_can_be_asked(cell):
    """Forwards, by rows, and the head on the last state: it can be put on any state."""
    config, _fitting = recipes.RECURRENT[cell]
    assert (config.cell, config.read, config.bidirectional) == (cell, "rows", False)
    assert [spec.kind for spec in rnn.layer_specs(config)[-2:]] == [rnn.CELL_LAYERS[cell], "Dense"]


@pytest.mark.slow
def test_the_generator_is_made_and_measured(few, tmp_path, monkeypatch):
    tiny = GanRunConfig(GanConfig(width=4, discriminator_width=4), batch_size=16)
    monkeypatch.setattr(recipes, "load_mnist", lambda path: few)
    monkeypatch.setitem(recipes.GAN_PRESETS, "shipped", tiny)
    recipes.main(["gan", "--epochs", "1", "--seed", "5", "--out", str(tmp_path)])
    monkeypatch.setattr(shipped, "MODELS", tmp_path)
    card, generator = shipped.card("gan"), shipped.load_bytes(shipped.path("gan").read_bytes())
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


@pytest.mark.slow
def test_the_tutorials_network_is_made_with_its_epochs(few, tmp_path, monkeypatch):
    monkeypatch.setattr(recipes, "load_mnist", lambda path: few)
    recipes.main(["cnn-tutorial", "--epochs", "2", "--seed", "5", "--out", str(tmp_path)])
    monkeypatch.setattr(shipped, "MODELS", tmp_path)
    shipped.load.cache_clear()
    model, card = shipped.load("cnn-tutorial"), shipped.card("cnn-tutorial")
    shipped.load.cache_clear()
    images = few.x_test[..., None].astype("float32") / 255
    right = model.predict(images, verbose=0).argmax(axis=1) == few.y_test
    assert card["test_accuracy"] == pytest.approx(right.mean())
    assert card["command"] == "python -m dlcore.pretrain cnn-tutorial --seed 5 --epochs 2"
    history = shipped.history("cnn-tutorial")
    assert history.epochs.tolist() == [0, 1, 2]
    assert history.model == shipped.path("cnn-tutorial").read_bytes()


def test_the_adding_network_is_made_with_its_card(tmp_path, monkeypatch):
    monkeypatch.setattr(
        recipes, "AdditionConfig", partial(AdditionConfig, digits=1, units=4, sums_per_epoch=512)
    )
    recipes.main(["addition", "--epochs", "1", "--seed", "5", "--out", str(tmp_path)])
    card = json.loads((tmp_path / "addition.json").read_text())
    assert card["command"] == "python -m dlcore.pretrain addition --seed 5 --epochs 1"
    assert card["config"]["digits"] == 1
    assert card["data"]["train_sums"] == 512
    assert list(card["test_accuracy_per_length"]) == ["1+1"]
    assert card["test_accuracy"] == card["test_accuracy_per_length"]["1+1"]
    assert len(card["mistakes"]) <= 3
    adds(shipped.load_bytes((tmp_path / "addition.keras").read_bytes()))


def test_shipped_adding_network_is_as_good_as_its_card():
    card, model = shipped.card("addition"), shipped.load("addition")
    config = AdditionConfig(**card["config"])
    evaluation = Evaluation(held_out(TEST, TEST_SUMS, config.digits), config)
    table = evaluation.table(model)
    assert table[2, 2] >= 0.95
    for lengths, share in card["test_accuracy_per_length"].items():
        m, n = map(int, lengths.split("+"))
        assert table[m - 1, n - 1] == pytest.approx(share, abs=0.005)
        assert evaluation.counts[m - 1, n - 1] == card["test_sums_per_length"][lengths]
    assert card["parameters"] <= 400_000
    assert {"seed", "command", "sha256", "training_seconds", "versions"} <= set(card)


@pytest.mark.slow
def test_with_drawings_the_card_says_how_people_are_read(made, few, tmp_path, monkeypatch):
    monkeypatch.setattr(evaluation, "PICTURES_A_KIND", 2)
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
    assert {shares["pictures"] for shares in card["kinds"].values()} == {2}
    assert {entry["source"] for entry in card["mistakes"]} <= {
        "mnist", "drawn", "letters", "symbols",
    }  # fmt: skip
    sources = Sources(few, part_writers(digits), part_writers(letters, fit=0))
    again = recipes.measure(model, sources, 3)
    assert again["drawn"]["accuracy"] == pytest.approx(card["drawn"]["accuracy"], abs=0.04)
    assert again["knowing"]["threshold"] == pytest.approx(card["knowing"]["threshold"], abs=0.02)


def test_shipped_card_says_what_is_needed():
    card = json.loads((shipped.MODELS / "cnn.json").read_text())
    assert card["test_accuracy"] >= 0.995
    assert card["drawn"]["accuracy"] >= 0.98
    assert card["drawn"]["calibration_error"] <= 0.02
    assert min(card["knowing"]["auroc"].values()) >= 0.95
    assert 0 < card["knowing"]["threshold"] < 1
    assert card["parameters"] <= 500_000
    assert card["bytes"] <= 2_500_000
    assert card["total_seconds"] <= 5400
    assert min(card["test_accuracy_per_class"].values()) > 0.98
    assert {"python", "keras", "tensorflow", "numpy"} <= set(card["versions"])
    assert {"seed", "command", "sha256", "training_seconds"} <= set(card)
    assert card["parameters"] == classifier.build_classifier().count_params()


def test_shipped_model_on_the_sample():
    found = recipes.measure(shipped.load("cnn"), Sources(sample(), None, None), 0)
    assert found["test_accuracy"] >= 0.993


RECURRENT = {"rnn-simple": 0.975, "rnn-lstm": 0.992, "rnn-gru": 0.992}


@pytest.mark.parametrize(("name", "least"), RECURRENT.items())
def test_shipped_recurrent_cards_say_what_is_needed(name, least):
    card = shipped.card(name)
    assert card["test_accuracy"] >= least
    assert card["drawn"]["accuracy"] >= 0.95
    assert card["drawn"]["calibration_error"] <= 0.03
    assert min(card["knowing"]["auroc"].values()) >= 0.9
    assert 0 < card["knowing"]["threshold"] < 1
    assert card["parameters"] <= 400_000
    assert card["bytes"] <= 2_000_000
    assert {"python", "keras", "tensorflow", "numpy"} <= set(card["versions"])
    config, _fitting = recipes.RECURRENT[name.removeprefix("rnn-")]
    assert shipped.load(name).count_params() == rnn.build_rnn(config).count_params()


@pytest.mark.parametrize(("name", "least"), RECURRENT.items())
def test_shipped_recurrent_models_on_the_sample(name, least):
    found = recipes.measure(shipped.load(name), Sources(sample(), None, None), 0)
    assert found["test_accuracy"] >= least - 0.01


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cnn", *RECURRENT])
def test_shipped_model_on_the_whole_test_set(mnist_path, name):
    data = load_mnist(mnist_path)
    found = recipes.measure(shipped.load(name), Sources(data, None, None), 0)
    assert found["test_accuracy"] == pytest.approx(shipped.card(name)["test_accuracy"], abs=2e-4)


@pytest.mark.slow
def test_an_lstm_of_128_units_passes_98_percent_within_5_epochs(mnist_path):
    config = PRESETS["rnn-lstm"]
    assert config.network == RnnConfig("lstm", 128)
    assert config.epochs <= 5
    result = train(config, load_mnist(mnist_path), lambda report: None, lambda: False)
    assert result.test_accuracy > 0.98
