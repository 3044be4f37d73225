"""Points: the same for the same seed, of the classes that are promised, as clean as is asked."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from dlcore.neuron.datasets import DATASETS, PointsConfig, make_points
from dlcore.neuron.features import SPAN
from dlcore.neuron.points import MAX_POINTS
from dlcore.validation import ConfigError


def test_every_kind_gives_points_of_its_classes():
    for kind, dataset in DATASETS.items():
        for count in (10, 401, MAX_POINTS):
            points = make_points(PointsConfig(kind, count, noise=1.0, seed=5))
            assert points.x.shape == (count, 2)
            assert points.classes == dataset.classes == PointsConfig(kind).classes
            assert points.test.sum() == round(count / 2)
            assert np.abs(points.x).max() <= SPAN
        if dataset.classes:
            counts = np.bincount(points.y.astype(int))
            assert np.ptp(counts) <= 1
            assert len(counts) == dataset.classes


def test_the_same_settings_give_the_same_points_and_another_seed_others():
    for kind in DATASETS:
        config = PointsConfig(kind, 50)
        first, again = make_points(config), make_points(config)
        np.testing.assert_array_equal(first.x, again.x)
        np.testing.assert_array_equal(first.y, again.y)
        np.testing.assert_array_equal(first.test, again.test)
        assert not np.array_equal(first.x, make_points(replace(config, seed=1)).x)


def test_noise_moves_the_same_points_and_a_share_of_test_points_moves_none():
    clean = make_points(PointsConfig("moons", noise=0))
    noisy = make_points(PointsConfig("moons", noise=0.2))
    moved = noisy.x - clean.x
    assert np.std(moved) == pytest.approx(0.2 * DATASETS["moons"].spread, rel=0.1)
    np.testing.assert_array_equal(
        clean.x, make_points(PointsConfig("moons", noise=0, test_share=0)).x
    )


def test_so_many_training_labels_are_wrong_and_no_test_label():
    for kind in DATASETS:
        right = make_points(PointsConfig(kind))
        wrong = make_points(PointsConfig(kind, label_noise=0.3))
        changed = right.y != wrong.y
        assert changed[right.train].mean() == 0.3
        assert not changed[right.test].any()


def test_at_least_one_point_is_there_to_train_on():
    assert make_points(PointsConfig(count=10, test_share=0.9)).train.sum() == 1


def test_classes_can_be_told_apart_and_only_clouds_by_a_line():
    for kind, dataset in DATASETS.items():
        if not dataset.classes:
            continue
        points = make_points(PointsConfig(kind, 1000, noise=0))
        train, test = points.train, points.test
        straight, near = (
            learner.fit(points.x[train], points.y[train]).score(points.x[test], points.y[test])
            for learner in (LogisticRegression(), KNeighborsClassifier(1))
        )
        assert near > 0.98, kind
        assert (straight > 0.98) == kind.startswith("clouds"), kind


def test_values_are_those_of_a_plane_and_of_hills():
    plane = make_points(PointsConfig("plane", noise=0))
    np.testing.assert_allclose(plane.y, plane.x.sum(axis=1) / 10, atol=1e-6)
    hill = make_points(PointsConfig("hill", 1000, noise=0))
    at_top = np.linalg.norm(hill.x - [0, -2.5], axis=1) < 0.5
    assert hill.y[at_top].min() > 0.7
    assert hill.y.min() < -0.7


@pytest.mark.parametrize(
    "wrong", [{"kind": "x"}, {"count": 9}, {"noise": -0.1}, {"label_noise": 0.6}, {"test_share": 1}]
)
def test_settings_outside_their_range_are_refused(wrong):
    with pytest.raises(ConfigError, match=next(iter(wrong))):
        PointsConfig(**wrong)
