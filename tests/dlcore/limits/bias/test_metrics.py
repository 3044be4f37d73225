"""Recalls against scikit-learn, intervals against their definition, the paradox against counts."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest
from sklearn.metrics import recall_score

from dlcore.limits.bias import metrics
from dlcore.limits.bias.config import BiasConfig, BiasNetwork, BiasResult
from dlcore.limits.bias.metrics import RightShare, wilson
from dlcore.limits.bias.paradox import GroupAccuracies


def made(count=500, **more):
    random = np.random.default_rng(0)
    labels = random.integers(0, 10, count).astype(np.uint8)
    wrong = random.random(count) < 0.3
    guesses = np.where(wrong, random.integers(0, 10, count), labels).astype(np.uint8)
    parts = {name: random.integers(0, 5, count).astype(np.uint8) for name in ("stroke", "slant")}
    network = BiasNetwork(
        name="thinned", images=count, shown=count, rare=20, seconds=1.0, guesses=guesses
    )
    return BiasResult(
        seconds=1.0,
        stopped=False,
        config=BiasConfig(),
        source="file",
        labels=labels,
        parts=parts,
        middles=dict.fromkeys(parts, (0.0, 1.0, 2.0, 3.0, 4.0)),
        available=100,
        examples=np.zeros((0, 28, 28), np.uint8),
        places=np.zeros(0, np.int32),
        networks=(network,),
        **more,
    )


def test_recalls_are_those_of_scikit_learn():
    found = made()
    (network,) = found.networks
    theirs = recall_score(found.labels, network.guesses, average=None)
    ours = [share.value for share in metrics.recalls(found, network, "digit")]
    np.testing.assert_allclose(ours, theirs, atol=1e-12)
    assert metrics.recall_of(found, "thinned") == pytest.approx(theirs[8])
    assert math.isnan(metrics.recall_of(found, "full"))
    for part, share in enumerate(metrics.recalls(found, network, "slant")):
        of_part = found.parts["slant"] == part
        theirs = recall_score(found.labels[of_part], network.guesses[of_part], average="micro")
        assert share.value == pytest.approx(theirs)
    assert sum(share.of for share in metrics.recalls(found, network, "stroke")) == 500


def test_the_worst_group_and_groups_without_anybody():
    shares = (RightShare(1, 2), RightShare(0, 0), RightShare(1, 5), RightShare(4, 4))
    assert metrics.worst(shares) == 2
    assert math.isnan(shares[1].value)
    assert shares[1].interval == (0.0, 1.0)


def test_wilsons_interval_is_where_the_normal_test_does_not_reject():
    """Every p within it is at most z standard deviations from what was seen, and none outside."""
    z = 1.96
    for right, of in ((0, 20), (3, 20), (74, 974), (50, 50), (881, 974)):
        low, high = wilson(right, of, z)
        p = np.linspace(1e-6, 1 - 1e-6, 200_001)
        accepted = p[np.abs(right / of - p) <= z * np.sqrt(p * (1 - p) / of)]
        assert low == pytest.approx(accepted.min(), abs=2e-5)
        assert high == pytest.approx(accepted.max(), abs=2e-5)


def test_wilsons_interval_holds_the_truth_as_often_as_it_says():
    random = np.random.default_rng(1)
    intervals = [wilson(k, 200) for k in random.binomial(200, 0.1, 4000).tolist()]
    held = [low <= 0.1 <= high for low, high in intervals]
    assert np.mean(held) == pytest.approx(0.95, abs=0.02)


def test_who_reads_more_is_what_the_binomial_test_says():
    """Of images that one of the two reads: 20 only the first, so many only the second."""
    found = made()
    (one,) = found.networks
    everyone = np.ones(500, bool)
    for ahead, behind in ((20, 0), (20, 5), (20, 8), (20, 12), (20, 20), (5, 0), (6, 0), (0, 0)):
        first, second = found.labels.copy(), found.labels.copy()
        second[:ahead] += 1
        first[ahead : ahead + behind] += 1
        ours, theirs = replace(one, guesses=first), replace(one, guesses=second)
        exact = ahead > behind and binomtest(ahead, ahead + behind).pvalue < 0.05
        assert metrics.reads_more(found, ours, theirs, everyone) == exact, (ahead, behind)
        assert not metrics.reads_more(found, theirs, ours, everyone)
    assert not metrics.reads_more(found, ours, theirs, ~everyone)


def test_the_order_turns_where_counting_says():
    a, b = GroupAccuracies(0.97, 0.5), GroupAccuracies(0.9, 0.2)
    assert a.dominates(b)
    assert not b.dominates(a)
    rare, others = 300, 700  # cases that a is asked
    right = 0.5 * rare + 0.97 * others
    assert a.overall(0.3) == pytest.approx(right / 1000)
    turn = a.share_at(b.overall(0.1))
    assert a.overall(turn) == pytest.approx(b.overall(0.1))
    assert a.overall(turn + 0.01) < b.overall(0.1) < a.overall(turn - 0.01)
    assert a.share_at(0.4) is None  # never so bad
    assert GroupAccuracies(0.9, 0.9).share_at(0.9) is None
    assert not a.dominates(GroupAccuracies(0.97, 0.1))


def test_the_paradox_of_the_kidney_stones():
    """Charig et al. 1986: A is better for small and large stones, B in all."""
    a, b = GroupAccuracies(81 / 87, 192 / 263), GroupAccuracies(234 / 270, 55 / 80)
    assert a.dominates(b)
    assert a.overall(263 / 350) == pytest.approx(273 / 350)
    assert b.overall(80 / 350) == pytest.approx(289 / 350)
    assert a.overall(263 / 350) < b.overall(80 / 350)
