"""The program that is shown runs, and prints what the library finds."""

import re

import keras
import numpy as np
import pytest

from dlcore.limits.experiment import Experiment
from dlcore.limits.explanation import ExplanationConfig, deletion, run
from dlcore.limits.explanation.methods import METHODS
from dlcore.limits.explanation.script import script


def run_script(program, capsys):
    exec(compile(program, "explanation.py", "exec"), {"__name__": "__main__"})
    return capsys.readouterr().out


def numbers(said, beginning):
    return [float(n) for n in re.findall(r"-?\d\.\d+", said.split(beginning)[1].split("\n")[0])]


@pytest.mark.parametrize(
    "network", ["cnn-tutorial", pytest.param("untrained", marks=pytest.mark.slow)]
)
def test_it_prints_the_numbers_of_the_library(
    network, spare, small, data, tmp_path, monkeypatch, capsys
):
    n = 20  # all test images there are, so that both look at the same
    of_test = (data.x_test[:n], data.y_test[:n])
    monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: (None, of_test))
    file = tmp_path / "small.keras"
    small.save(file)
    config = ExplanationConfig(network=network, images=n, draws=1)
    said = run_script(script(config, str(file).replace("\\", "/")), capsys)
    few = type(data)(data.x_train, data.y_train, *of_test, "sample")
    found = run(config, few, Experiment(lambda report: None, lambda: False))
    names = {"integrated gradients": "integrated", "edge detector": "edges"}
    for title, name in names.items():
        at = list(METHODS).index(name)
        strength, signed = numbers(said, f"{title}: all layers random")
        ours = np.nanmean(found.similarity[:, at, -1], axis=-1)
        assert strength == pytest.approx(ours[0], abs=0.011)
        assert signed == pytest.approx(ours[1], abs=0.011)
        (area,) = numbers(said, f"{title}: area")
        assert area == pytest.approx(deletion.area(found.deletion[at]).mean(), abs=0.011)


def test_the_file_is_the_one_that_ships():
    assert 'load_model("models/cnn.keras")' in script(ExplanationConfig(network="cnn"))
    assert 'load_model("models/cnn-tutorial.keras")' in script(
        ExplanationConfig(network="untrained")
    )
