"""The program that is shown runs, and finds what the experiment finds."""

from __future__ import annotations

import re
from dataclasses import replace

import keras
import numpy as np
import pytest

from dlcore.cnn import CnnConfig
from dlcore.limits.experiment import Experiment
from dlcore.limits.membership import MembershipConfig, run
from dlcore.limits.membership.config import CURES
from dlcore.limits.membership.script import script

# Without noise the two differ in nothing but their arithmetic.
TINY = MembershipConfig(
    images=80,
    epochs=3,
    label_noise=0.3,
    patience=1,
    noise=0.0,
    seed=3,
    network=CnnConfig((2,), dense_units=0),
)


def executed(config, data, monkeypatch, capsys) -> dict[str, tuple[float, float]]:
    """AUC and accuracy that the program prints, by the name of the network."""

    def load_data():
        return (data.x_train, data.y_train), (data.x_test, data.y_test)

    monkeypatch.setattr(keras.datasets.mnist, "load_data", load_data)
    program = script(config)
    exec(compile(program, "membership.py", "exec"), {"__name__": "__main__"})
    lines = re.findall(
        r"^(\w+): AUC ([\d.]+), accuracy ([\d.]+)\. ", capsys.readouterr().out, re.MULTILINE
    )
    return {name: (float(auc), float(accuracy)) for name, auc, accuracy in lines}


@pytest.mark.parametrize(
    "cures", [("early", "private"), pytest.param(("dropout", "l2"), marks=pytest.mark.slow)]
)
def test_the_program_finds_the_same(cures, few, monkeypatch, capsys):
    config = replace(TINY, cures=cures)
    printed = executed(config, few, monkeypatch, capsys)
    result = run(config, few, Experiment(lambda report: None, lambda: False))
    assert set(printed) == {one.name for one in result.networks}
    for one in result.networks:
        auc = one.attack.auc
        assert printed[one.name] == pytest.approx((auc, one.accuracy), abs=0.02), one.name


def test_the_program_has_the_cures_that_are_asked_for_and_noise():
    for cures in ((), *((name,) for name in CURES)):
        program = script(MembershipConfig(cures=cures))
        compile(program, "membership.py", "exec")
        assert set(re.findall(r'^report\("(\w+)"', program, re.MULTILINE)) == {"plain", *cures}
        assert ("CLIP, NOISE = 1.0, 1.0" in program) == (cures == ("private",))
    assert np.char.count(program, "\n") < 120
