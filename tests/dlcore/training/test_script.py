"""The exported program is executed, and does the run that `train` does."""

import re
import subprocess
import sys
from dataclasses import replace

import keras
import pytest

from dlcore.cnn import CnnConfig
from dlcore.data.formats import to_npz
from dlcore.mlp import MlpConfig
from dlcore.rnn import RnnConfig
from dlcore.training import (
    OPTIMIZERS,
    PRESETS,
    Augmentation,
    DataRecipe,
    Regularisation,
    TrainConfig,
    train,
)
from dlcore.training.architectures import layer_specs
from dlcore.training.script import train_script
from tests.dlcore.training.sets import bars

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
ALL_PENALTIES = Regularisation(l1=1e-4, l2=1e-3, weight_decay=0.01, clip_norm=0.5)
SET_RUNS = [  # what is off in all others
    replace(
        ONE_CYCLE,
        network=MlpConfig((8,), dropout=0.2),
        regularisation=ALL_PENALTIES,
        data=DataRecipe(0.2, 3, 5, class_weights=True, validation_share=0.2),
    ),
    replace(TINY, network=RnnConfig("simple", 4), regularisation=Regularisation(l2=1e-3)),
    replace(TINY, network=MlpConfig(()), data=DataRecipe(label_noise=0.5), optimizer="sgd"),
    replace(
        TINY,
        network=MlpConfig((8,)),
        learning_rate=0.03,
        epochs=12,
        patience=1,
        regularisation=Regularisation(l2=1e-4),
    ),
    replace(TINY, schedule="range_test", data=DataRecipe(validation_share=0.3), epochs=1),
]
MOVED = replace(
    TINY,
    augmentation=Augmentation(2, 15, 0.1),
    optimizer="adamw",
    regularisation=ALL_PENALTIES,
    patience=2,
)
SOON = [RUNS[2], RUNS[4], SET_RUNS[0]]  # a kind of network and of settings each
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
    "config",
    [
        *SOON,
        *(
            pytest.param(run, marks=pytest.mark.slow)
            for run in (*RUNS, *SET_RUNS, *MORE_RUNS)
            if run not in SOON
        ),
    ],
    ids=str,
)
def test_program_does_the_same_run(execute, few, config):
    loss, accuracy, model = execute(train_script(config))
    result = train(config, few, lambda report: None, lambda: False)
    assert model.count_params() == result.parameters
    assert loss == pytest.approx(result.test_loss, rel=0.02)
    assert accuracy == pytest.approx(result.test_accuracy, abs=0.03)


def test_program_of_ones_own_set_does_the_same_run(execute, tmp_path):
    """With all that names classes or counts them."""
    data = bars(3, 40, ("α", "β", "<b>γ</b>"))
    (tmp_path / "data.npz").write_bytes(to_npz(data))
    recipe = DataRecipe(0.2, 2, 5, class_weights=True, set=data.fingerprint)
    network = MlpConfig((8,), classes=3)
    for config in (
        replace(TINY, network=network, data=recipe),
        replace(ONE_CYCLE, network=network, data=DataRecipe(set=data.fingerprint)),
    ):
        program = train_script(config, "sample")  # of no account here
        loss, accuracy, model = execute(program)
        result = train(config, data, lambda report: None, lambda: False)
        assert model.output_shape == (None, 3)
        assert loss == pytest.approx(result.test_loss, rel=0.02)
        assert accuracy == pytest.approx(result.test_accuracy, abs=0.05)
        assert "MNIST" not in program
        assert "digit" not in program
        assert "mnist" not in program
        assert max(map(len, program.splitlines())) <= 100


def test_program_moves_images_and_saves_a_network_that_does_not(execute):
    """Its random numbers are others than those of the run, so that only the kind can be equal."""
    program = train_script(MOVED)
    _loss, _accuracy, model = execute(program)
    assert [type(layer).__name__ for layer in model.layers] == [
        spec.kind for spec in layer_specs(MOVED.network)
    ]
    for name in ("RandomTranslation(2 / 28, 2 / 28", "RandomRotation(15 / 360", "RandomZoom(0.1"):
        assert name in program


def test_program_stops_where_validation_no_longer_gets_better(execute, monkeypatch):
    stopped = []
    end = keras.callbacks.EarlyStopping.on_train_end
    monkeypatch.setattr(
        keras.callbacks.EarlyStopping,
        "on_train_end",
        lambda callback, logs=None: stopped.append(callback.stopped_epoch) or end(callback, logs),
    )
    wild = replace(TINY, network=MlpConfig(()), epochs=30, patience=2, learning_rate=1.0)
    for config in (wild, replace(wild, regularisation=Regularisation(l2=1e-3))):
        execute(train_script(config))
    assert len(stopped) == 2
    assert all(2 <= epoch < 29 for epoch in stopped)


@pytest.mark.parametrize("config", [*RUNS, *SET_RUNS, MOVED, *PRESETS.values()], ids=str)
def test_program_reads_well(config):
    program = train_script(config)
    compile(program, "train_mnist.py", "exec")
    assert "dlcore" not in program
    assert max(map(len, program.splitlines())) <= 100
    assert "\n\n\n" not in program
    names = re.findall(r"^(?:import|from) .*?(\w+)$", program, re.MULTILINE)
    assert all(len(re.findall(rf"\b{name}\b", program)) > 1 for name in names)


@pytest.mark.slow
def test_program_runs_by_itself_on_the_sample(tmp_path):
    config = replace(TINY, epochs=1, train_share=0.05)
    (tmp_path / "train_mnist.py").write_text(train_script(config, source="sample"))
    run = subprocess.run(
        [sys.executable, "train_mnist.py"], cwd=tmp_path, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert "Test accuracy: 0." in run.stdout
    assert (tmp_path / "model.keras").exists()
