"""The names that notebooks and programs outside this repository hold on to."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path

import pytest

import dlcore

# Where a name is imported from, the name, and the parameters, or fields, that callers pass or read.
USED = [
    ("dlcore.data", "load_mnist", ("path",)),
    ("dlcore.data", "Mnist", ("x_train", "y_train", "x_test", "y_test", "source")),
    ("dlcore.digits", "preprocess", ("image",)),
    ("dlcore.digits", "classify", ("batch",)),
    ("dlcore.digits", "Classification", ("probabilities", "digit_score")),
    ("dlcore.registry", "names", ()),
    ("dlcore.registry", "card", ("name",)),
    ("dlcore.registry", "load", ("name",)),
    ("dlcore.cnn", "CnnConfig", ("filters",)),
    ("dlcore.cnn", "build_cnn", ("config",)),
    ("dlcore.rnn", "RnnConfig", ("cell",)),
    ("dlcore.rnn", "build_rnn", ("config",)),
    ("dlcore.gan", "GanConfig", ("conditional", "latent_dim")),
    ("dlcore.gan", "build_generator", ("config",)),
    ("dlcore.gan", "build_discriminator", ("config",)),
    ("dlcore.gan", "generate", ("labels", "seed")),
    ("dlcore.training", "TrainConfig", ("network",)),
    ("dlcore.training", "train", ("config", "data", "report", "should_stop")),
    ("dlcore.activations", "evaluate", ("name", "x")),
    ("dlcore.losses", "LossChoice", ("name", "arguments")),
    ("dlcore.optimizers", "descend", ("config",)),
    ("dlcore.neuron", "NeuronConfig", ("features", "units", "activations", "classes")),
    ("dlcore.neuron", "PointsConfig", ("kind", "count")),
    ("dlcore.neuron", "make_points", ("config",)),
    ("dlcore.neuron", "play", ("config", "points", "state", "steps")),
    ("dlcore.tasks", "read_drawing", ("image", "model")),
    ("dlcore.tasks", "Reading", ("seen", "probabilities", "digit_score", "blank")),
    ("dlcore.tasks", "read_number", ("image", "model")),
    ("dlcore.tasks", "NumberReading", ("parts",)),
]
ROOT = Path(dlcore.__file__).parent
PACKAGES = sorted(
    folder for folder in ROOT.rglob("*") if folder.is_dir() and any(folder.glob("*.py"))
)
FACES = sorted({module for module, _name, _parameters in USED} - {"dlcore.tasks"})


@pytest.mark.parametrize(("module", "name", "parameters"), USED)
def test_a_name_is_where_others_look_for_it(module, name, parameters):
    found = inspect.signature(getattr(importlib.import_module(module), name)).parameters
    assert tuple(found)[: len(parameters)] == parameters
    more = list(found.values())[len(parameters) :]
    assert [p.name for p in more if p.default is p.empty and p.kind is not p.VAR_KEYWORD] == []


@pytest.mark.parametrize("module", FACES)
def test_a_face_exports_what_it_lists_and_lists_what_is_used(module):
    face = importlib.import_module(module)
    assert [name for name in face.__all__ if not hasattr(face, name)] == []
    assert {name for other, name, _parameters in USED if other == module} <= set(face.__all__)


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_a_package_says_what_is_in_it(folder):
    face = folder / "__init__.py"
    assert face.exists()
    assert ast.get_docstring(ast.parse(face.read_text(encoding="utf-8")))
