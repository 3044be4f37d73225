"""The attack against scikit-learn's ROC, and what luck does against luck itself."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score, roc_curve

from dlcore.limits.membership.attack import LossAttack, losses_of


def drawn(inside: int, outside: int, ties: bool, seed: int = 0) -> LossAttack:
    random = np.random.default_rng(seed)
    losses = random.exponential(1.0, inside), random.exponential(1.5, outside)
    if ties:
        losses = tuple(np.round(one, 1) for one in losses)
    return LossAttack(*(one.astype(np.float32) for one in losses))


CASES = [(1, 1, False), (7, 3, True), (300, 200, False), (300, 200, True)]


@pytest.mark.parametrize(("inside", "outside", "ties"), CASES)
def test_rates_and_area_are_those_of_scikit_learn(inside, outside, ties):
    attack = drawn(inside, outside, ties)
    truth = np.repeat([1, 0], [inside, outside])
    scores = -np.concatenate([attack.inside, attack.outside]).astype(float)
    wrongly, rightly, thresholds = roc_curve(truth, scores, drop_intermediate=False)
    np.testing.assert_allclose(attack.false_positives, wrongly, atol=1e-12)
    np.testing.assert_allclose(attack.true_positives, rightly, atol=1e-12)
    np.testing.assert_allclose(attack.thresholds, -thresholds, atol=1e-12)
    assert attack.auc == pytest.approx(roc_auc_score(truth, scores), abs=1e-12)
    assert attack.advantage == pytest.approx((rightly - wrongly).max(), abs=1e-12)


def test_a_threshold_counts_who_is_at_most_there():
    attack = LossAttack(np.array([0.1, 0.2, 0.2, 3.0]), np.array([0.2, 4.0]))
    assert attack.rates(0.2) == (0.75, 0.5)
    assert attack.rates(0.19) == (0.25, 0.0)
    assert attack.rates(1e-9) == (0.0, 0.0)
    assert attack.best == 3.0
    assert attack.advantage == 0.5


def test_what_can_be_had_at_one_percent_needs_a_hundred_outside():
    attack = LossAttack(np.arange(10.0), np.arange(100.0) + 4.5)
    assert attack.caught_at(0.01) == 0.6  # 0 to 5: one outside, 4.5, is 1 %
    assert math.isnan(LossAttack(np.arange(10.0), np.arange(99.0)).caught_at(0.01))


def test_luck_stays_within_its_bounds_in_95_of_100_cases():
    random = np.random.default_rng(0)
    attacks = [LossAttack(random.random(40), random.random(60)) for _ in range(2000)]
    within = np.mean([abs(one.auc - 0.5) <= one.luck for one in attacks])
    assert within == pytest.approx(0.95, abs=0.015)


def test_luck_can_do_anything_with_one_image():
    assert LossAttack(np.ones(1), np.zeros(1)).luck > 0.5


def test_losses_are_cross_entropies_and_finite():
    probabilities = np.array([[0.25, 0.75], [1.0, 0.0]], np.float32)
    found = losses_of(np.array([1, 1]), probabilities)
    assert found.dtype == np.float32
    assert found[0] == pytest.approx(-math.log(0.75))
    assert 80 < found[1] < 90
