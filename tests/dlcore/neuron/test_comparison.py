"""What other learners make of points: answers that can be told by hand, and any points at all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dlcore.neuron.comparison import GRID, NETWORK, compare, grid, learn
from dlcore.neuron.config import NeuronConfig
from dlcore.neuron.datasets import DATASETS, PointsConfig, make_points
from dlcore.neuron.features import SPAN
from dlcore.neuron.learners import LEARNERS, LearnersConfig
from dlcore.neuron.points import PointSet
from dlcore.neuron.training import play
from dlcore.validation import ConfigError

QUICK = LearnersConfig(trees=5)
CORNERS = [[-2, -2], [-2, 2], [2, -2], [2, 2]]


def point_set(x, y, classes: int = 2) -> PointSet:
    x = np.array(x, np.float32)
    return PointSet(x, np.array(y, np.float32), classes, np.zeros(len(x), bool))


def test_the_places_go_row_by_row_from_below():
    places = grid()
    assert places[0].tolist() == [-SPAN, -SPAN]
    assert places[GRID - 1].tolist() == [SPAN, -SPAN]
    assert places[-1].tolist() == [SPAN, SPAN]


def test_a_line_cannot_tell_xor_apart_and_the_others_can():
    found = learn(QUICK, make_points(PointsConfig(kind="xor", noise=0.0)))
    assert found["linear"].test < 0.7
    for name in ("tree", "svm", "neighbours"):
        assert found[name].test > 0.9, name


def test_a_product_of_both_is_the_feature_that_a_line_lacks():
    config = LearnersConfig(features=("product",), trees=5)
    found = learn(config, make_points(PointsConfig(kind="xor", noise=0.0)))
    assert found["linear"].test > 0.97
    assert found["linear"].parameters == 2


def test_parameters_are_counted_as_they_are_said_to_be():
    """Two points on either side of x1 = 0: all of it is known by hand."""
    found = learn(LearnersConfig(trees=1), point_set([[-1, 0], [1, 0]], [0, 1]))
    counts = {name: one.parameters for name, one in found.items()}
    assert counts["linear"] == 3  # two weights and a bias
    assert counts["tree"] == 4  # one cut with feature and threshold, two leaves
    assert counts["svm"] == 7  # both points and a weight each, and a bias
    assert counts["neighbours"] == 6  # both points with their answers


def test_the_nearest_neighbour_answers_in_its_quarter():
    config = LearnersConfig(neighbours=1, trees=1)
    answers = learn(config, point_set(CORNERS, [0, 1, 1, 0]))["neighbours"].answers
    half = GRID // 2
    assert answers.shape == (GRID, GRID)
    assert not answers[:half, :half].any()  # below and left
    assert answers[half:, :half].all()  # above and left


def test_every_data_set_and_every_learner(subtests):
    for kind, dataset in DATASETS.items():
        with subtests.test(kind):
            found = learn(QUICK, make_points(PointsConfig(kind=kind, count=60)))
            assert found.keys() == LEARNERS.keys()
            for name, one in found.items():
                assert np.isfinite([one.train, one.test]).all(), name
                assert np.isfinite(one.answers).all(), name
                assert one.parameters > 0, name
            if dataset.classes:
                assert found["tree"].train == 1.0


def test_the_same_seed_is_the_same_forest():
    points = make_points(PointsConfig(kind="moons"))
    first, second = (learn(QUICK, points)["forest"].answers for _ in range(2))
    assert np.array_equal(first, second)


def test_few_points_and_points_on_one_place():
    same = learn(QUICK, point_set([[1, 1]] * 1000, [0, 1] * 500))
    assert all(one.train == 0.5 for one in same.values())
    assert all(np.isnan(one.test) for one in same.values())
    assert learn(QUICK, point_set([[1, 1]], [0.5], classes=0))["linear"].train == pytest.approx(0)


def test_points_of_one_class_are_refused_in_a_sentence():
    with pytest.raises(ConfigError, match="of one class"):
        learn(QUICK, point_set(CORNERS, [1, 1, 1, 1]))


def test_the_network_is_measured_as_keras_measures_it(subtests):
    """Against what the training itself says of its last moment."""
    for kind, loss in (("moons", "hinge"), ("clouds4", "mean_squared_error"), ("hill", "huber")):
        with subtests.test(kind):
            points = make_points(PointsConfig(kind=kind))
            config = NeuronConfig(classes=points.classes, loss=loss)
            found = compare(config, QUICK, points, 40)
            packet = play(config, points, None, 40, 40)
            assert list(found) == [NETWORK, *LEARNERS]
            assert found[NETWORK].steps == 40
            assert found[NETWORK].parameters == config.parameters
            if points.classes:
                assert found[NETWORK].train == pytest.approx(packet.accuracy[-1])
                assert found[NETWORK].test == pytest.approx(packet.test_accuracy[-1])


def test_a_network_that_explodes_stands_as_it_last_was():
    points = make_points(PointsConfig(kind="hill"))
    config = NeuronConfig(classes=0, loss="mean_squared_error", learning_rate=100.0)
    config = replace(config, activations=("relu", "relu"))
    network = compare(config, QUICK, points, 1000)[NETWORK]
    assert network.steps < 1000
    assert np.isfinite(network.answers).all()
