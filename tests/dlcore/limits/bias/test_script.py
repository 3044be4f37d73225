"""The program that is shown runs, and finds what the library finds."""

from __future__ import annotations

import re

import keras
import pytest

from dlcore.cnn import CnnConfig
from dlcore.data import Mnist, sample
from dlcore.limits.bias import BiasConfig, metrics, run
from dlcore.limits.bias.groups import KINDS
from dlcore.limits.bias.networks import NETWORKS, BiasedNetwork
from dlcore.limits.bias.script import script
from dlcore.limits.experiment import Experiment

TITLES = {
    "thinned": "Thinned",
    "full": "Nothing thinned",
    "weights": "Counted more often",
    "data": "More real data",
}


@pytest.mark.parametrize("kind", ["digit", "thick", "left"])
def test_the_program_finds_the_same(kind, monkeypatch, capsys):
    data = few()
    tiny = CnnConfig((4,), dense_units=8)
    for name, one in list(NETWORKS.items()):
        if name in TITLES:
            monkeypatch.setitem(NETWORKS, name, BiasedNetwork(tiny, one.mixture))
        else:
            monkeypatch.delitem(NETWORKS, name)
    monkeypatch.setattr(
        keras.datasets.mnist,
        "load_data",
        lambda: ((data.x_train, data.y_train), (data.x_test, data.y_test)),
    )
    config = BiasConfig(kind=kind, images=1500, left=10, collected=30, epochs=3, seed=3)
    exec(compile(script(config), "bias.py", "exec"), {"__name__": "__main__"})
    said = capsys.readouterr().out
    found = run(config, data, Experiment(lambda report: None, lambda: False))
    for name, title in TITLES.items():
        network = found.network(name)
        line = re.search(
            rf"^{title}: accuracy ([\d.]+), rare ([\d.]+) \(.*others ([\d.]+)$", said, re.M
        )
        theirs = [float(number) for number in line.groups()]
        rare = metrics.right_of(found, network, found.rare)
        ours = [
            metrics.accuracy(found, network).value,
            rare.value,
            metrics.right_of(found, network, ~found.rare).value,
        ]
        assert theirs == pytest.approx(ours, abs=0.02)
        low, high = rare.interval
        assert f"({low:.4f} to {high:.4f})" in said or theirs[1] != pytest.approx(ours[1], abs=1e-4)


def few():
    digits = sample()
    return Mnist(
        digits.x_train[:1500],
        digits.y_train[:1500],
        digits.x_test[:500],
        digits.y_test[:500],
        "sample",
    )


def test_programs_read_well():
    for kind in KINDS:
        program = script(BiasConfig(kind=kind))
        compile(program, "bias.py", "exec")
        assert "dlcore" not in program
        assert "$" not in program
        assert max(map(len, program.splitlines())) <= 100
        assert "\n\n\n\n" not in program
