"""What “Show the code” shows of gradients and of other learners is run, and gives their numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dlcore.neuron.backpropagation import backpropagate
from dlcore.neuron.comparison import learn
from dlcore.neuron.config import HIDDEN_ACTIVATIONS, NeuronConfig
from dlcore.neuron.datasets import PointsConfig, make_points
from dlcore.neuron.features import FEATURES
from dlcore.neuron.gradient_script import gradient_script
from dlcore.neuron.learners import LEARNERS, LearnersConfig
from dlcore.neuron.learners_script import learners_script

POINT = (0.7, -1.3)


def run(source: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(source, "script", "exec"), names)
    return names


@pytest.mark.parametrize(
    "config",
    [
        NeuronConfig(),
        NeuronConfig(units=(3,), activations=("threshold",), loss="squared_hinge"),
        NeuronConfig(
            features=tuple(FEATURES),
            units=(8, 5, 3),
            activations=("mish", "log_softmax", "leaky_relu"),
            classes=4,
            loss="categorical_crossentropy",
        ),
        NeuronConfig(units=(), activations=(), classes=0, loss="huber"),
    ],
    ids=lambda config: config.loss,
)
def test_the_gradients_of_a_point(config):
    weights = np.random.default_rng(0).normal(0, 0.8, config.parameters)
    names = run(gradient_script(config, weights, POINT, 1.0))
    found = backpropagate(config, weights, POINT, 1.0)
    assert float(names["value"]) == pytest.approx(found.loss, abs=1e-6)
    gradient = np.concatenate([np.ravel(one) for one in names["gradients"]])
    assert gradient == pytest.approx(found.gradient, abs=1e-6)


def test_every_activation_can_be_written_down(subtests):
    for name in HIDDEN_ACTIVATIONS:
        with subtests.test(name):
            config = NeuronConfig(units=(2,), activations=(name,))
            weights = np.ones(config.parameters)
            compile(gradient_script(config, weights, POINT, 0.0), name, "exec")


@pytest.mark.parametrize("kind", ["clouds3", "hill"])
def test_the_scores_of_other_learners(kind):
    points = make_points(PointsConfig(kind=kind, count=80, noise=0.5))
    config = LearnersConfig(
        features=("x1", "x2_squared", "sin_x1"), depth=3, trees=4, neighbours=2, seed=5
    )
    scores = run(learners_script(config, points))["scores"]
    found = learn(config, points)
    assert scores.keys() == LEARNERS.keys()
    for name, learnt in found.items():
        assert scores[name] == pytest.approx([learnt.train, learnt.test]), name


def test_no_points_held_back_leave_one_score():
    points = make_points(PointsConfig(kind="xor", count=20, test_share=0.0))
    scores = run(learners_script(LearnersConfig(trees=2), points))["scores"]
    assert all(len(one) == 1 for one in scores.values())
