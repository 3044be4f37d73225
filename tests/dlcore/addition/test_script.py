"""The exported program is executed, and does the run that `train_addition` does."""

import re
from dataclasses import replace

import keras
import numpy as np
import pytest

from dlcore import registry
from dlcore.addition.config import AdditionConfig
from dlcore.addition.network import adds, is_ones_first
from dlcore.addition.script import addition_script


@pytest.fixture
def execute(tmp_path, monkeypatch, capsys):
    """Runs a program; returns the share of right answers it printed and the model it saved."""

    def execute(program):
        exec(compile(program, "addition.py", "exec"), {"__name__": "__main__"})
        said = re.findall(r"^Right: ([\d.]+)% of (\d+) sums", capsys.readouterr().out, re.MULTILINE)
        return *map(float, said[0]), keras.saving.load_model("addition.keras")

    monkeypatch.chdir(tmp_path)
    return execute


def test_program_does_the_same_run(execute, trained, tiny):
    result, _ = trained
    share, count, model = execute(addition_script(tiny))
    expected = registry.load_bytes(result.model)
    for mine, theirs in zip(model.get_weights(), expected.get_weights(), strict=True):
        np.testing.assert_allclose(mine, theirs, atol=1e-4)
    adds(model)
    assert count == 1000
    assert share / 100 == pytest.approx(result.accuracy.mean(), abs=0.1)


def test_program_of_other_settings_runs(execute, tiny):
    config = replace(tiny, digits=1, cell="gru", reverse=False, ones_first=True, epochs=1, units=4)
    _, _, model = execute(addition_script(config))
    adds(model)
    assert is_ones_first(model)


@pytest.mark.parametrize("config", [AdditionConfig(), AdditionConfig(1, "gru", 4, False, True)])
def test_program_reads_well(config):
    program = addition_script(config)
    assert "dlcore" not in program
    assert max(map(len, program.splitlines())) <= 100
    assert "\n\n\n\n" not in program
    assert "$" not in program
