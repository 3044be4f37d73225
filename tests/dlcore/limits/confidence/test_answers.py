"""What networks say, measured: against loops, and against scikit-learn."""

import numpy as np
import pytest
from sklearn.metrics import roc_curve

from dlcore.limits.confidence import answers
from dlcore.limits.confidence.config import REFUSED


def probabilities(count: int, classes: int = 10) -> np.ndarray:
    return np.random.default_rng(count).dirichlet(np.full(classes, 0.2), count).astype(np.float32)


def test_quality_is_what_a_loop_over_the_images_finds():
    said = probabilities(300)
    refused = np.arange(300) % 3 == 0
    labels = np.random.default_rng(0).integers(0, 10, 300)
    right, sure = [], []
    for row, truth, out in zip(said, labels, refused, strict=True):
        if not out:
            right.append(row.argmax() == truth)
            sure.append(row.max())
    error = 0.0
    for low in range(15):
        held = [i for i, one in enumerate(sure) if low / 15 <= one < (low + 1) / 15 + (low == 14)]
        error += abs(sum(right[i] for i in held) - sum(sure[i] for i in held))
    found = answers.quality(answers.Answers(said, refused), labels)
    assert found.answered == pytest.approx(2 / 3)
    assert found.accuracy == pytest.approx(np.mean(right))
    assert found.confidence == pytest.approx(np.mean(sure), rel=1e-5)
    assert found.calibration_error == pytest.approx(error / 200, rel=1e-4)


def test_who_answers_nothing_is_neither_right_nor_sure():
    nothing = answers.Answers(probabilities(5), np.ones(5, bool))
    found = answers.quality(nothing, np.zeros(5, int))
    assert found.answered == 0
    assert np.isnan([found.accuracy, found.confidence, found.calibration_error]).all()
    assert (nothing.said == REFUSED).all()
    assert (nothing.confidence == 0).all()


def test_an_eleventh_class_refuses_where_it_is_the_most_probable():
    said = probabilities(50, 11)
    found = answers.by_class(said)
    assert found.probabilities.shape == (50, 10)
    for row, one, sure in zip(said, found.said, found.confidence, strict=True):
        assert one == row.argmax()
        assert sure == (0 if one == REFUSED else row.max())


def test_a_score_refuses_below_its_threshold():
    certain, spread = np.eye(10)[[3]], np.full((1, 10), 0.1)
    said = np.concatenate([certain, spread]).astype(np.float32)
    assert answers.by_score(said, 0.3).said.tolist() == [3, REFUSED]
    assert not answers.by_score(said, None).refused.any()
    assert not answers.never_refused(said).refused.any()


def test_the_trade_off_is_scikit_learns_roc():
    random = np.random.default_rng(0)
    digits, nonsense = random.random(80).round(2), random.random(120).round(2)
    bounds = np.arange(100) / 100
    lost, answered = answers.trade_off(digits, nonsense, bounds)
    truth = np.concatenate([np.ones(80), np.zeros(120)])
    scores = np.concatenate([digits, nonsense])
    false, true, thresholds = roc_curve(truth, scores, drop_intermediate=False)
    for bound, one_lost, one_answered in zip(bounds, lost, answered, strict=True):
        place = np.flatnonzero(thresholds > bound)[-1]  # answered is what is above the bound
        assert one_lost == pytest.approx(1 - true[place])
        assert one_answered == pytest.approx(false[place])
