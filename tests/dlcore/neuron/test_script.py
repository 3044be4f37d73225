"""The programs that are shown run, on the same points, and end with the same weights."""

import ast
from dataclasses import replace

import numpy as np
import pytest

from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.datasets import DATASETS, PointsConfig, make_points
from dlcore.neuron.features import FEATURES
from dlcore.neuron.points import PointSet
from dlcore.neuron.presets import NEURON_PRESETS
from dlcore.neuron.script import network_script
from dlcore.neuron.training import play

STEPS = 12
SMALL = NeuronConfig(units=(3,), activations=("tanh",), learning_rate=0.05, batch_size=8)
FOUR = replace(SMALL, classes=4, loss="categorical_crossentropy")
LINE = NeuronConfig(units=(), activations=(), classes=0, loss="huber", learning_rate=0.05)
CLEAN = PointsConfig("circle", 60)
CASES = [
    (replace(SMALL, l1=0.01, l2=0.02, start_scale=0.5), PointsConfig("xor", 60, label_noise=0.2)),
    (replace(FOUR, features=tuple(FEATURES), start="random_normal"), PointsConfig("clouds4", 60)),
    (LINE, PointsConfig("hill", 60, label_noise=0.2, test_share=0.0)),
    (replace(SMALL, activations=("threshold",), start="equal", optimizer="nesterov"), CLEAN),
    (replace(SMALL, loss="hinge", optimizer="schedule_free_adamw", start="he_normal"), CLEAN),
]


def run(program):
    names = {"__name__": "__main__"}
    exec(compile(program, "network.py", "exec"), names)
    return names


def trained(config, points):
    packet = play(config, points, None, STEPS, STEPS)
    return packet.state().weights(config), packet.accuracy[-1]


@pytest.mark.parametrize(("config", "made"), CASES, ids=lambda one: getattr(one, "kind", ""))
def test_a_program_trains_the_same_network(config, made, capsys):
    ran = run(network_script(config, made, STEPS))
    weights, accuracy = trained(config, make_points(made))
    theirs = np.concatenate([part.ravel() for part in ran["model"].get_weights()])
    np.testing.assert_allclose(theirs, weights, rtol=1e-3, atol=1e-5)
    said = capsys.readouterr().out
    assert ("test" in said) == bool(made.test_share)
    if made.classes:
        assert f"training: accuracy {accuracy:.3f}" in said


def test_points_of_ones_own_are_written_out(capsys):
    x = np.random.default_rng(0).uniform(-5, 5, (23, 2)).round(2).astype(np.float32)
    y = (np.arange(23) % 3).astype(np.float32)
    config = replace(SMALL, classes=3, loss="categorical_crossentropy")
    for test in (np.arange(23) < 5, np.zeros(23, bool)):
        points = PointSet(x, y, 3, test)
        ran = run(network_script(config, points, STEPS))
        theirs = np.concatenate([part.ravel() for part in ran["model"].get_weights()])
        np.testing.assert_allclose(theirs, trained(config, points)[0], rtol=1e-3, atol=1e-5)


def test_every_kind_of_points_is_drawn_as_here():
    for kind in DATASETS:
        made = PointsConfig(kind, 50, noise=0.3, label_noise=0.25, seed=4)
        program = network_script(NeuronConfig(), made, 1)
        names = {}
        exec(program[: program.index("def inputs")], names)
        points = make_points(made)
        np.testing.assert_allclose(names["x"], points.x, atol=1e-6)
        np.testing.assert_allclose(names["y"], points.y, atol=1e-6)
        np.testing.assert_array_equal(names["test"], points.test)


def test_programs_read_well():
    written = make_points(PointsConfig("spiral", 40))
    programs = [network_script(one.config, one.points, 9) for one in NEURON_PRESETS.values()]
    programs += [network_script(config, made, 9) for config, made in CASES]
    programs += [network_script(SMALL, written, 9)]
    for program in programs:
        ast.parse(program)
        assert "dlcore" not in program
        assert max(map(len, program.splitlines())) <= 100
        assert "\n\n\n\n" not in program
        assert program.count("$") == 0
