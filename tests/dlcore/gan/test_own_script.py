"""The program of a run on a set of one's own trains on the file that is exported beside it."""

from __future__ import annotations

import ast

import keras
import numpy as np
import pytest

from dlcore.data.formats import to_npz
from dlcore.gan import GanConfig, GanRunConfig
from dlcore.gan.script import training_script
from dlcore.runs.export import networks, program
from tests import generators
from tests.dlcore.runs.export.finished import finished
from tests.dlcore.training.sets import bars

NAMES = ("α", "β", "<b>γ</b>")


def own_run(data, **gan) -> GanRunConfig:
    config = GanConfig(latent_dim=6, width=4, discriminator_width=4, classes=3, **gan)
    return GanRunConfig(config, batch_size=256, epochs=1, set=data.fingerprint)


@pytest.mark.parametrize(
    "gan", [{"class_weight": 0.3}, pytest.param({"conditional": False}, marks=pytest.mark.slow)]
)
def test_it_reads_the_exported_file_and_draws_these_classes(tmp_path, monkeypatch, capsys, gan):
    data = bars(3, 8, NAMES)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data.npz").write_bytes(to_npz(data))
    names: dict = {"__name__": "__main__"}
    exec(compile(training_script(own_run(data, **gan)), "gan.py", "exec"), names)
    printed = capsys.readouterr().out
    assert "Classes: α, β, <b>γ</b>" in printed
    assert len(names["x_train"]) >= 10_240
    assert np.isfinite(float(names["g_loss"]))
    assert (tmp_path / "drawings.png").stat().st_size > 1000
    saved = keras.saving.load_model(tmp_path / "generator.keras")
    assert len(saved.inputs) == (2 if gan.get("conditional", True) else 1)


@pytest.mark.parametrize("source", ["keras", "sample", "own"])
def test_it_reads_well_and_comes_in_its_parts(source):
    config = own_run(bars(3, 4), class_weight=0.1)
    text = training_script(config, source)
    ast.parse(text)
    assert "digit" not in text
    assert "mlxtend" not in text
    assert max(map(len, text.splitlines())) <= 100
    run = finished("gan", config=config)
    parts = program.parts(run)
    assert [part.begins for part, _code in parts] == [one.begins for one in program.PARTS["gan"]]
    assert "".join(code for _part, code in parts) == program.program(run)
    assert not any("digit" in part.purpose for part, _code in parts)


def test_a_generator_of_few_classes_is_compared_on_those_it_has():
    from dlcore import registry

    model = registry.load_bytes(generators.small_generator(classes=3))
    _noise, labels = networks.EXAMPLES_OF["gan"](model)
    assert set(labels.tolist()) == {0, 1, 2}
