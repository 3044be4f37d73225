"""The texts beside those of the pages: both languages have the same, and what they say is so."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from benchmarks import article
from dlcore.contract import INPUT_SHAPE
from dlcore.layers import parameter_count, table
from dlcore.training import PRESETS
from dlcore.training.architectures import build_network, layer_specs
from dlcore.training.script import train_script
from ui.course.reading import TEXTS
from ui.frame import i18n

LESSONS = i18n._UI / "lessons"
NAMES = sorted(path.stem for path in (LESSONS / "en").glob("*.md"))
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)
FORMULA = re.compile(r"\$[^$]*\\[^$]*\$")
ROW = re.compile(r"^\|", re.MULTILINE)


def lesson(name: str, lang: str) -> str:
    return (LESSONS / lang / f"{name}.md").read_text("utf-8")


def test_every_lesson_is_there_in_each_language():
    for lang in i18n.LANGUAGES:
        assert sorted(path.stem for path in (LESSONS / lang).glob("*.md")) == NAMES
    assert set(TEXTS) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_code_formulas_and_tables_are_the_same_in_each_language(name):
    en, zh = lesson(name, "en"), lesson(name, "zh")
    assert CODE.findall(zh) == CODE.findall(en)
    assert FORMULA.findall(zh) == FORMULA.findall(en)
    assert len(ROW.findall(zh)) == len(ROW.findall(en))


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_the_code_that_is_explained_is_the_code_that_is_exported(lang):
    explained = "\n".join(CODE.findall(lesson("tutorial", lang))).split("\n")
    exported = train_script(PRESETS["tutorial"], "keras").split("\n")
    assert [line for line in explained if line] == [line for line in exported if line]


def test_it_is_the_network_of_the_tutorials():
    built = build_network(PRESETS["tutorial"].network)
    kept = ("filters", "kernel_size", "pool_size", "strides", "padding", "units", "activation")
    ours, theirs = (
        [
            (type(layer).__name__, {key: layer.get_config().get(key) for key in kept})
            for layer in model.layers
        ]
        for model in (built, article.network())
    )
    assert ours == theirs


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_shapes_and_parameters_of_the_tutorial_are_those_of_its_network(lang):
    text = lesson("tutorial", lang)
    rows = table(layer_specs(PRESETS["tutorial"].network), INPUT_SHAPE)
    for row in rows:
        shape = "×".join(str(size) for size in row.output_shape)
        if len(row.output_shape) == 3 and row.output_shape[2] == 32:
            assert shape in text
        elif len(row.output_shape) == 3:
            assert "×".join(str(size) for size in row.output_shape[:2]) in text
        if row.parameters:
            assert f"{row.parameters:,}" in text
    assert f"{parameter_count(rows):,}" in text
    steps = -(-int(60_000 * 0.9) // PRESETS["tutorial"].batch_size)
    assert f"{steps} " in text


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_the_frameworks_are_those_that_the_installed_keras_stands_on(lang):
    text = lesson("frameworks", lang)
    spec = importlib.util.find_spec("keras")
    assert spec
    assert spec.submodule_search_locations
    home = Path(spec.submodule_search_locations[0])
    backends = {
        folder.name
        for folder in (home / "src" / "backend").iterdir()
        if (folder / "nn.py").exists()
    }
    listed = {"tensorflow": "TensorFlow", "torch": "PyTorch", "jax": "JAX", "openvino": "OpenVINO"}
    assert backends == {*listed, "numpy"}
    for name in listed.values():
        assert f"| {name} |" in text
    for name in ("openvino", "numpy"):  # these cannot train
        assert "NotImplementedError" in (home / "src" / "backend" / name / "trainer.py").read_text()


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_what_was_measured_is_what_the_figures_say(lang):
    """The numbers of the answers stand in benchmarks/README.md, with their commands."""
    figures = (LESSONS.parents[1] / "benchmarks" / "README.md").read_text("utf-8")
    text = lesson("questions", lang)
    (classical,) = (line for line in figures.split("\n") if "benchmarks.classical" in line)
    number = re.compile(r"\d+\.\d\d")
    assert number.findall(lesson("machine_learning", lang)) == number.findall(classical)
    (line,) = (line for line in figures.split("\n") if "benchmarks.time_to_99" in line)
    assert "(5.3 s, 37.0 s)" in line
    assert re.search(r"5\.3", text)
    assert re.search(r"\b37 ", text)
