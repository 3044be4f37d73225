"""Losses of single examples and how they are written out."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore.errors import LabError
from dlcore.losses import LossChoice
from dlcore.losses.examples import WRITTEN, example_losses

WEIGHTS = [[90, 7, 3], [30, 45, 25], [85, 3, 12]]
RIGHT = [0, 1, 2]


def test_cross_entropy_of_the_right_class():
    found = example_losses(LossChoice("categorical_crossentropy"), RIGHT, WEIGHTS)
    truth = -np.log([0.9, 0.45, 0.12])
    np.testing.assert_allclose(found.values, truth, atol=1e-6)
    assert found.mean == pytest.approx(truth.mean(), abs=1e-6)
    assert found.formulas[2] == r"-\log 0.12 = 2.12"


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 1.0])
def test_label_smoothing_weighs_every_class(smoothing):
    choice = LossChoice("categorical_crossentropy", {"label_smoothing": smoothing})
    found = example_losses(choice, RIGHT, WEIGHTS)
    targets = np.eye(3) * (1 - smoothing) + smoothing / 3
    truth = -(targets * np.log(np.array(WEIGHTS) / 100)).sum(axis=1)
    np.testing.assert_allclose(found.values, truth, atol=1e-6)
    assert found.formulas[0].count(r"\log") == (3 if smoothing else 1)


def test_focal_counts_what_is_easy_less():
    choice = LossChoice("categorical_focal_crossentropy", {"alpha": 0.5, "gamma": 3.0})
    found = example_losses(choice, RIGHT, WEIGHTS)
    p = np.array([0.9, 0.45, 0.12])
    np.testing.assert_allclose(found.values, -0.5 * (1 - p) ** 3 * np.log(p), atol=1e-6)
    assert found.formulas[1] == r"-0.5 \cdot (1 - 0.45)^{3} \cdot \log 0.45 = 0.066"


def test_divergence_from_a_certain_target_is_cross_entropy():
    found = example_losses(LossChoice("kl_divergence"), RIGHT, WEIGHTS)
    np.testing.assert_allclose(found.values, -np.log([0.9, 0.45, 0.12]), atol=1e-5)
    assert found.formulas[2] == r"\log\frac{1}{0.12} = 2.12"


@pytest.mark.parametrize("name", WRITTEN)
def test_probabilities_of_0_and_1_are_written_as_keras_takes_them(name):
    found = example_losses(LossChoice(name), [1, 0], [[5, 0, 0], [5, 0, 0]])
    assert "10^{-7}" in found.formulas[0]
    assert found.formulas[1].endswith("= 0")
    assert np.isfinite(found.values).all()


def test_weights_are_divided_by_their_sum():
    found = example_losses(LossChoice("categorical_crossentropy"), [0], [[1, 1, 2]])
    assert found.probabilities.tolist() == [[0.25, 0.25, 0.5]]


@pytest.mark.parametrize(
    ("classes", "weights"),
    [
        ([0], [[0, 0, 0]]),
        ([0], [[-1, 1, 1]]),
        ([0], [[float("nan"), 1, 1]]),
        ([0], [[float("inf"), 1, 1]]),
        ([3], [[1, 1, 1]]),
        ([-1], [[1, 1, 1]]),
        ([0, 1], [[1, 1, 1]]),
    ],
)
def test_what_makes_no_probabilities_is_refused(classes, weights):
    with pytest.raises(LabError):
        example_losses(LossChoice("kl_divergence"), classes, weights)


def test_other_losses_are_refused():
    with pytest.raises(LabError):
        example_losses(LossChoice("hinge"), [0], [[1, 1, 1]])
