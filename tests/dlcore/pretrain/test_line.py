"""The training of the reader of lines, on next to nothing."""

from __future__ import annotations

import json

import numpy as np
import pytest

from dlcore.line import ctc
from dlcore.line.reading import SYMBOLS
from dlcore.pretrain import line, recipes
from dlcore.pretrain.handwriting.numbers import GAPS, Hands
from tests.people import people, save


@pytest.fixture(scope="module")
def lines():
    scans = np.zeros((10, 28, 28), np.uint8)
    scans[:, 4:24, 12:16] = 255
    scans[5:, 20:24, 6:22] = 200
    hands = Hands(None, None, scans, np.arange(10, dtype=np.uint8))
    return line.write_lines(hands, 24, seed=0)


def test_lines_of_one_width_lie_together(lines):
    assert sum(len(of_width.labels) for of_width in lines.values()) == 24
    for width, of_width in lines.items():
        assert of_width.pictures.shape == (len(of_width.labels), 32, width)
        assert of_width.pictures.any(axis=(1, 2)).all()
        for labels in of_width.labels:
            count = np.count_nonzero(labels)
            assert 1 <= count == np.count_nonzero(labels[:count])
            assert labels.max() < SYMBOLS


def test_the_loss_is_that_of_the_paper():
    random = np.random.default_rng(0)
    beliefs = random.dirichlet(np.ones(SYMBOLS), (3, 7)).astype(np.float32)
    labels = np.array([[3, 3, 1, 0], [11, 0, 0, 0], [1, 2, 3, 4]], np.int32)
    found = line.ctc_loss(labels, beliefs).numpy()
    expected = [
        -ctc.log_probability(np.log(one.astype(float)), row[row > 0])
        for one, row in zip(beliefs, labels, strict=True)
    ]
    np.testing.assert_allclose(found, expected, rtol=1e-4)


@pytest.mark.slow
def test_a_network_is_trained_and_calibrated(lines):
    network = line.train_line(lines, seed=0, epochs=1)
    assert network.input_shape == (None, 32, None, 1)
    assert network.output_shape[-1] == SYMBOLS
    picture = np.random.default_rng(0).random((2, 32, 48, 1), np.float32)
    before = np.log(network.predict_on_batch(picture))
    temperature = line.calibrate(network, lines)
    assert temperature > 0
    after = np.log(network.predict_on_batch(picture))
    assert after.shape == (2, 24, SYMBOLS)
    # Differences of logarithms are those of the logits, divided by the temperature.
    np.testing.assert_allclose(
        (after - after[..., :1]) * temperature, before - before[..., :1], atol=2e-3
    )


def test_hands_are_parted():
    class Scans:
        x_train, y_train = np.zeros((24, 28, 28), np.uint8), np.arange(24) % 10
        x_test, y_test = np.zeros((5, 28, 28), np.uint8), np.arange(5)

    hands = line.part_hands(Scans, None, None)
    assert [len(part.scans) for part in (hands.train, hands.fit, hands.test)] == [22, 2, 5]


@pytest.mark.slow
def test_the_recipe_writes_network_and_card(few, tmp_path, monkeypatch):
    monkeypatch.setattr(recipes, "load_mnist", lambda path: few)
    save(tmp_path / "pen.npz", people())
    arguments = ["--strokes", tmp_path / "pen.npz", "--drawings", "0.002", "--epochs", "1"]
    recipes.main(["line", *map(str, arguments), "--out", str(tmp_path)])
    card = json.loads((tmp_path / "line.json").read_text())
    assert set(card["numbers"]) == set(card["scanned_numbers"]) == set(GAPS)
    assert all(0 <= gap["read"] <= 1 for gap in card["numbers"].values())
    assert card["onnx"]["bytes"] == (tmp_path / "line.onnx").stat().st_size < 2_000_000
    assert card["parameters"] <= 400_000
