"""Metrics against scikit-learn (which mlxtend brings) and against Keras."""

import keras
import numpy as np
import pytest
from sklearn import metrics as reference

from dlcore.metrics import (
    accuracy,
    area_under_roc,
    confusion_matrix,
    cross_entropy,
    reliability,
    share_passed,
    worst_mistakes,
)

RANDOM = np.random.default_rng(0)
LABELS = RANDOM.integers(0, 10, 200).astype(np.uint8)
PROBABILITIES = RANDOM.dirichlet(np.ones(10), 200).astype(np.float32)
GUESSES = PROBABILITIES.argmax(axis=1)


def test_confusion_matrix_is_scikit_learns():
    expected = reference.confusion_matrix(LABELS, GUESSES, labels=range(10))
    np.testing.assert_array_equal(confusion_matrix(LABELS, GUESSES), expected)


def test_confusion_matrix_of_nothing_is_zero():
    nothing = np.empty(0, np.int64)
    np.testing.assert_array_equal(confusion_matrix(nothing, nothing, 3), np.zeros((3, 3)))


@pytest.mark.parametrize(
    ("labels", "guesses", "message"),
    [
        ([0, 1], [0], r"same shape. Received: \(2,\), \(1,\)"),
        ([0, 10], [0, 1], "labels must lie in 0-9. Received: 0 to 10"),
        ([0, 1], [-1, 1], "guesses must lie in 0-9. Received: -1 to 1"),
    ],
)
def test_confusion_matrix_refuses_bad_input(labels, guesses, message):
    with pytest.raises(ValueError, match=message):
        confusion_matrix(np.array(labels), np.array(guesses))


def test_accuracy_is_scikit_learns():
    assert accuracy(LABELS, PROBABILITIES) == reference.accuracy_score(LABELS, GUESSES)


def test_cross_entropy_is_keras():
    expected = keras.losses.SparseCategoricalCrossentropy()(LABELS, PROBABILITIES)
    assert cross_entropy(LABELS, PROBABILITIES) == pytest.approx(float(expected), rel=1e-5)


def test_cross_entropy_survives_underflow():
    certain = np.array([[1, 0]], np.float32)
    assert cross_entropy(np.array([0]), certain) == 0
    assert cross_entropy(np.array([1]), certain) == pytest.approx(87.3, abs=0.1)


def test_worst_mistakes_are_wrong_and_sorted():
    worst = worst_mistakes(LABELS, PROBABILITIES, limit=12)
    assert len(worst) == 12
    assert (GUESSES[worst] != LABELS[worst]).all()
    confidence = PROBABILITIES.max(axis=1)
    assert (np.diff(confidence[worst]) <= 0).all()
    others = np.setdiff1d(np.flatnonzero(GUESSES != LABELS), worst)
    assert confidence[worst].min() >= confidence[others].max()


def test_no_mistakes():
    assert worst_mistakes(GUESSES, PROBABILITIES).size == 0


def test_calibration_error_is_the_formula_of_guo_et_al():
    confidence, right = PROBABILITIES.max(axis=1), GUESSES == LABELS
    expected = 0.0
    for low in np.arange(15) / 15:
        inside = (confidence >= low) & (confidence < low + 1 / 15)
        if inside.any():
            gap = abs(right[inside].mean() - confidence[inside].mean())
            expected += inside.mean() * gap
    found = reliability(LABELS, PROBABILITIES)
    assert found.calibration_error == pytest.approx(expected, abs=1e-6)
    assert found.count.sum() == 200
    assert found.count.min() > 0


def test_certainty_falls_into_the_last_bin():
    found = reliability(np.array([3, 4]), np.eye(10)[[3, 3]])
    assert found.confidence.tolist() == [1]
    assert found.accuracy.tolist() == [0.5]
    assert found.calibration_error == 0.5


def test_area_under_roc_is_scikit_learns_ties_included():
    positive = np.round(RANDOM.normal(1, 1, 300), 1)
    negative = np.round(RANDOM.normal(0, 1, 200), 1)
    expected = reference.roc_auc_score(
        np.repeat([1, 0], [300, 200]), np.concatenate([positive, negative])
    )
    assert area_under_roc(positive, negative) == pytest.approx(expected)


def test_share_passed_counts_what_reaches_the_threshold():
    scores = np.array([0.1, 0.5, 0.5, 0.9])
    shares = share_passed(scores, np.array([0, 0.1, 0.5, 0.51, 0.9, 0.91]))
    np.testing.assert_allclose(shares, [1, 1, 0.75, 0.25, 0.25, 0])
