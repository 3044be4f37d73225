"""The program that is shown runs, and finds what the library finds."""

from __future__ import annotations

import re
from dataclasses import replace

import keras
import numpy as np
import pytest

from dlcore.limits.bias import BiasConfig, metrics, run
from dlcore.limits.bias.groups import KINDS
from dlcore.limits.bias.networks import NETWORKS
from dlcore.limits.bias.run import _begun
from dlcore.limits.bias.script import script
from dlcore.limits.experiment import Experiment
from dlcore.mlp import MlpConfig

TITLES = {
    "thinned": "Thinned",
    "full": "Nothing thinned",
    "weights": "Counted more often",
    "data": "More real data",
}


@pytest.fixture
def given(few, monkeypatch):
    """What the program loads as MNIST."""
    monkeypatch.setattr(
        keras.datasets.mnist,
        "load_data",
        lambda: ((few.x_train, few.y_train), (few.x_test, few.y_test)),
    )
    return few


def execute(program):
    names = {"__name__": "__main__"}
    exec(compile(program, "bias.py", "exec"), names)
    return names


def test_the_program_finds_the_same(given, monkeypatch, capsys):
    for name, one in list(NETWORKS.items()):
        if name in TITLES:
            monkeypatch.setitem(NETWORKS, name, replace(one, network=MlpConfig(())))
        else:
            monkeypatch.delitem(NETWORKS, name)
    config = BiasConfig(kind="left", images=320, left=5, collected=20, epochs=3, seed=3)
    execute(script(config))
    said = capsys.readouterr().out
    found = run(config, given, Experiment(lambda report: None, lambda: False))
    numbers = r"accuracy (\S+), rare (\S+) \((\S+) to (\S+)\), others (\S+)$"
    for name, title in TITLES.items():
        network = found.network(name)
        line = re.search(rf"^{title}: {numbers}", said, re.MULTILINE)
        rare = metrics.right_of(found, network, found.rare)
        others = metrics.right_of(found, network, ~found.rare)
        ours = (metrics.accuracy(found, network).value, rare.value, *rare.interval, others.value)
        assert [float(number) for number in line.groups()] == pytest.approx(ours, abs=0.011)


def test_the_program_chooses_the_same_images(given):
    for kind in KINDS:
        config = BiasConfig(kind=kind, images=300, left=3)
        program = script(config)
        names = execute(program[: program.index("def guesses")])
        stock, found = _begun(config, given)
        np.testing.assert_array_equal(names["rare"], stock.rare)
        np.testing.assert_array_equal(names["rare_test"], found.rare)
        kept = NETWORKS["thinned"].mixture(stock, config, np.random.default_rng(0))
        np.testing.assert_array_equal(names["x_train"][names["thinned"]], kept.images)


def test_programs_read_well():
    for kind in KINDS:
        program = script(BiasConfig(kind=kind))
        compile(program, "bias.py", "exec")
        assert "dlcore" not in program
        assert "$" not in program
        assert max(map(len, program.splitlines())) <= 100
        assert "\n\n\n\n" not in program
