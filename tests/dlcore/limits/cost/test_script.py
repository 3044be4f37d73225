"""The program is executed, and counts what the library counts."""

import re

import keras
import pytest

from dlcore.limits.cost import CostConfig, distillation, operations
from dlcore.limits.cost.script import script
from dlcore.training import PRESETS

CONFIG = CostConfig(goal=0.95, student_images=200, seed=3)


def test_the_program_counts_what_the_library_counts(few, monkeypatch, capsys):
    def load_data():
        return (few.x_train, few.y_train), (few.x_test, few.y_test)

    monkeypatch.setattr(keras.datasets.mnist, "load_data", load_data)
    monkeypatch.setattr(distillation, "SHOWN", 600)
    exec(compile(script(CONFIG), "cost.py", "exec"), {"__name__": "__main__"})
    said = capsys.readouterr().out
    for name in ("fast", "tutorial"):
        epochs = re.findall(rf"^{name}: ([\d.]+) after (\d+) epochs, (\S+) multiply", said, re.M)
        assert int(epochs[-1][1]) <= PRESETS[name].epochs
        one = operations.training(operations.forward(PRESETS[name].network), 288)
        for accuracy, epoch, work in epochs:
            assert 0 <= float(accuracy) <= 1
            assert float(work) == pytest.approx(one * int(epoch), rel=1e-3)
    ends = dict(re.findall(r"^(\w+): test accuracy [\d.]+, ([\d,]+) multiply-adds", said, re.M))
    assert ends == {
        "whole": "2,631,040",
        "pruned": "2,631,040",
        "student": f"{operations.forward(distillation.STUDENT):,}",
    }


def test_the_program_reads_well():
    program = script(CostConfig())
    compile(program, "cost.py", "exec")
    assert "dlcore" not in program
    assert max(map(len, program.splitlines())) <= 100
