"""The program that the page shows, executed: the same numbers as the page's."""

import keras
import numpy as np
import pytest

from dlcore.data.formats import to_npz
from dlcore.rnn.reading import unroll
from dlcore.rnn.script import reading_script
from tests.dlcore.training.sets import bars
from tests.recurrent import made


@pytest.mark.parametrize("network", ["lstm", "stacked"])
def test_the_code_reads_as_the_page_does(network, request, images, tmp_path, monkeypatch, capsys):
    model, *asked = request.getfixturevalue(network)
    model.save(tmp_path / "own.keras")
    pixels = np.round(images[..., 0] * 255).astype(np.uint8)
    labels = np.arange(len(pixels), dtype=np.uint8) % 10
    data = ((pixels[:1], labels[:1]), (pixels, labels))
    monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: data)
    monkeypatch.chdir(tmp_path)
    space: dict = {}
    exec(compile(reading_script("own.keras", 12), "shown", "exec"), space)
    shown = unroll(images[12, ..., 0], *asked)
    np.testing.assert_allclose(space["beliefs"], shown.beliefs, atol=1e-5)
    np.testing.assert_allclose(space["hidden"], shown.layers[-1].states, atol=1e-5)
    assert space["decided"] == shown.decided
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 29
    assert said[13].startswith("after step 14:")
    assert said[-1] == f"a 2, read as {shown.answer}; decided at step {shown.decided}"


def test_the_code_of_an_own_set_reads_its_file_and_its_names(tmp_path, monkeypatch, capsys):
    names = ("<b>x</b>", "\u05e9\u05dc\u05d5\u05dd", "\U0001f642 {y} %")
    data = bars(3, 10, names)
    model, *asked = made(keras.layers.SimpleRNN(4), classes=3)
    model.save(tmp_path / "own.keras")
    (tmp_path / "data.npz").write_bytes(to_npz(data))
    monkeypatch.chdir(tmp_path)
    space: dict = {}
    exec(compile(reading_script("own.keras", 2, of_own_set=True), "shown", "exec"), space)
    shown = unroll(data.x_test[2] / np.float32(255), *asked)
    np.testing.assert_allclose(space["beliefs"], shown.beliefs, atol=1e-5)
    truth, answer = names[data.y_test[2]], names[shown.answer]
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == f"a {truth}, read as {answer}; decided at step {shown.decided}"
    assert said[-2].endswith(f"it is a {answer}")
