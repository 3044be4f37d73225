"""The exported program is executed, and does the run that `train` does."""

import re
import subprocess
import sys
from dataclasses import replace

import keras
import pytest

from dlcore.cnn import CnnConfig
from dlcore.rnn import RnnConfig
from dlcore.training import OPTIMIZERS, PRESETS, TrainConfig, train
from dlcore.training.script import train_script

TINY = TrainConfig(CnnConfig((4,), dense_units=8), batch_size=16, epochs=2, seed=5)
ONE_CYCLE = replace(TINY, schedule="one_cycle", learning_rate=0.01)
# Between them and those below every optimizer, schedule and cell, and all that a network can have.
RUNS = [
    replace(TINY, optimizer="adam", train_share=0.6, batch_size=50, epochs=1),
    replace(TINY, optimizer="sgd"),
    replace(
        ONE_CYCLE,
        optimizer="momentum",
        network=CnnConfig((4,), pooling="stride", batch_norm=True, dense_units=8),
    ),
    replace(
        TINY,
        optimizer="rmsprop",
        network=CnnConfig((4, 6), 5, "average", "gelu", dropout=0.3, dense_units=0),
    ),
    replace(ONE_CYCLE, optimizer="adamw", network=RnnConfig("simple", 4, activation="relu")),
]
MORE_RUNS = [  # of cells that take long to compile
    replace(TINY, network=RnnConfig("gru", 4, 2, True, 0.3, read="columns")),
    replace(TINY, network=RnnConfig("lstm", 4), train_share=0.6, batch_size=50, epochs=1),
]


@pytest.fixture
def execute(few, tmp_path, monkeypatch, capsys):
    """Runs a program on few images; returns its test loss and accuracy and the model it saved."""

    def load_data():
        return (few.x_train, few.y_train), (few.x_test, few.y_test)

    def execute(program):
        exec(compile(program, "train_mnist.py", "exec"), {"__name__": "__main__"})
        said = re.findall(r"^Test \w+: ([\d.]+)$", capsys.readouterr().out, re.MULTILINE)
        return *map(float, said), keras.saving.load_model("model.keras")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(keras.datasets.mnist, "load_data", load_data)
    return execute


def test_every_optimizer_is_run():
    assert {config.optimizer for config in RUNS} == set(OPTIMIZERS)


@pytest.mark.parametrize(
    "config", [*RUNS, *(pytest.param(run, marks=pytest.mark.slow) for run in MORE_RUNS)], ids=str
)
def test_program_does_the_same_run(execute, few, config):
    loss, accuracy, model = execute(train_script(config))
    result = train(config, few, lambda report: None, lambda: False)
    assert model.count_params() == result.parameters
    assert loss == pytest.approx(result.test_loss, rel=0.02)
    assert accuracy == pytest.approx(result.test_accuracy, abs=0.03)


@pytest.mark.parametrize("config", [*RUNS, *PRESETS.values()], ids=str)
def test_program_reads_well(config):
    program = train_script(config)
    compile(program, "train_mnist.py", "exec")
    assert "dlcore" not in program
    assert max(map(len, program.splitlines())) <= 100
    assert "\n\n\n" not in program
    names = re.findall(r"^(?:import|from) .*?(\w+)$", program, re.MULTILINE)
    assert all(len(re.findall(rf"\b{name}\b", program)) > 1 for name in names)


def test_program_runs_by_itself_on_the_sample(tmp_path):
    config = replace(TINY, epochs=1, train_share=0.05)
    (tmp_path / "train_mnist.py").write_text(train_script(config, source="sample"))
    run = subprocess.run(
        [sys.executable, "train_mnist.py"], cwd=tmp_path, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert "Test accuracy: 0." in run.stdout
    assert (tmp_path / "model.keras").exists()
