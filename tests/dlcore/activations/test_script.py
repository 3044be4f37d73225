"""The programs that the page shows, executed: the same numbers as the page's."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore.activations.curves import OWN, ActivationChoice, curves
from dlcore.activations.depth import ACTIVATIONS, DepthConfig, signals
from dlcore.activations.functions import SCALARS, VECTORS, evaluate_vector
from dlcore.activations.script import curves_script, depth_script, vector_script
from dlcore.initializers import INITIALIZERS


def run(source: str) -> dict:
    space: dict = {}
    exec(compile(source, "shown", "exec"), space)
    return space


CHOICES = [
    *map(ActivationChoice, SCALARS),
    ActivationChoice("relu", {"negative_slope": 0.5, "max_value": 3.0}),
    ActivationChoice("gelu", {"approximate": True}),
    ActivationChoice("glu", {"gate": 1.5}),
    ActivationChoice(OWN, formula="x * tanh(log(1 + e^x))"),
    ActivationChoice(OWN, formula="1/0"),
    ActivationChoice(OWN, formula="round(x)"),
]


@pytest.mark.filterwarnings("ignore:divide by zero")
def test_the_code_of_curves_gives_the_numbers_of_the_picture(subtests, capsys):
    for choice in CHOICES:
        with subtests.test(choice.name, formula=choice.formula, **choice.parameters):
            (line,) = curves([choice], -3.0, 3.0, points=31, at=0.7).lines
            space = run(curves_script([choice], -3.0, 3.0, 0.7, points=31))
            values, slopes = space["values"][choice.name], space["slopes"][choice.name]
            np.testing.assert_array_equal(values, [*line.y, line.y_at])
            np.testing.assert_array_equal(slopes, [*line.dy, line.dy_at])
            assert f"{line.y_at:.6g}" in capsys.readouterr().out


def test_the_code_of_no_curve_runs():
    assert run(curves_script([], -1.0, 1.0, 0.0))["values"] == {}


@pytest.mark.parametrize("initializer", INITIALIZERS)
def test_the_code_of_depth_gives_the_same_signals(initializer):
    config = DepthConfig("relu", initializer, layers=3, units=16, batch=8, gain=1.5, seed=7)
    space = run(depth_script(config))
    values, gradients = signals(config)
    np.testing.assert_array_equal([s.numpy() for s in space["signals"]], values)
    np.testing.assert_array_equal([g.numpy() for g in space["gradients"]], gradients)


def test_the_code_of_depth_runs_with_every_activation(subtests):
    for activation in ACTIVATIONS:
        with subtests.test(activation):
            run(depth_script(DepthConfig(activation, layers=1, units=4, batch=2)))


@pytest.mark.parametrize("name", VECTORS)
def test_the_code_of_vectors_gives_the_same_values(name):
    logits = (2.0, 1.0, -1.5)
    space = run(vector_script(name, logits, 0.5))
    shown = evaluate_vector(name, logits, 0.5)
    np.testing.assert_allclose(space["values"].numpy()[0], shown.values, rtol=1e-12)
    np.testing.assert_allclose(space["jacobian"].numpy(), shown.jacobian, atol=1e-12)
