"""The program that is shown runs, and finds on the same images what the experiment finds."""

import ast
import re

import keras
import pytest

from dlcore import registry
from dlcore.limits.confidence import ConfidenceConfig, run
from dlcore.limits.confidence.config import TUTORIAL
from dlcore.limits.confidence.run import of_inverted
from dlcore.limits.confidence.script import script
from dlcore.limits.experiment import Experiment

TINY = ConfidenceConfig(images=60, pictures=1, outliers=150, digits=150, epochs=2, seed=5)


def test_it_finds_the_same(few, tmp_path, monkeypatch, capsys):
    (tmp_path / "cnn-tutorial.keras").write_bytes(registry.path("cnn-tutorial").read_bytes())
    monkeypatch.chdir(tmp_path)
    images = (few.x_train, few.y_train), (few.x_test, few.y_test)
    monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: images)
    exec(compile(script(TINY), "program.py", "exec"), {"__name__": "__main__"})
    said = capsys.readouterr().out
    asked = iter(range(200))  # it is stopped once the tutorial's network is through
    found = run(TINY, few, Experiment(lambda report: None, lambda: next(asked) > 90))
    inverted = of_inverted(found)
    right, sure, error = map(
        float, re.search(r"in negative: (.*) right, (.*) sure, .* error (.*)", said).groups()
    )
    assert right == pytest.approx(inverted.accuracy, abs=1e-4)
    assert sure == pytest.approx(inverted.confidence, abs=1e-4)
    assert error == pytest.approx(inverted.calibration_error, abs=1e-3)
    as_they_are = float(re.search(r"as they are: (.*) right", said)[1])
    assert as_they_are == pytest.approx(float(found.along[TUTORIAL].accuracy[0, 0]), abs=1e-4)
    fitted = float(re.search(r"temperature: (.*)", said)[1])
    assert fitted == pytest.approx(found.temperature, rel=0.01)
    before, after = (
        float(re.search(rf"{name}: (.*) of stripes", said)[1]) for name in ("before", "class more")
    )
    assert after <= before


def test_it_reads_well():
    program = script(ConfidenceConfig())
    ast.parse(program)
    assert "dlcore" not in program
    assert "$" not in program
    assert max(map(len, program.splitlines())) <= 100
