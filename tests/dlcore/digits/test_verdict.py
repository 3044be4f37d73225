"""A digit, one of two or three, or no digit."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from dlcore.digits import verdict
from dlcore.digits.verdict import Guess, judge


def spread(**shares: float) -> np.ndarray:
    """Ten probabilities: some named ("d4"), the others share the rest."""
    named = {int(name[1:]): share for name, share in shares.items()}
    rest = (1 - sum(named.values())) / (10 - len(named))
    return np.array([named.get(digit, rest) for digit in range(10)])


def test_a_probable_digit_is_named_alone():
    found = judge(spread(d4=0.97, d9=0.02), 0.99, 0.5)
    assert found.kind == "sure"
    assert found.candidates == (4,)
    assert found.best == Guess(4, pytest.approx(0.97))
    assert [guess.label for guess in found.guesses[:2]] == [4, 9]
    assert len(found.guesses) == 3


def test_two_likely_digits_are_both_named():
    found = judge(spread(d4=0.55, d9=0.40), 0.99, 0.5)
    assert found.kind == "unsure"
    assert found.candidates == (4, 9)


def test_three_are_named_where_two_do_not_cover_it_and_never_four():
    assert judge(spread(d1=0.5, d7=0.3, d2=0.15), 0.9, None).candidates == (1, 7, 2)
    assert len(judge(np.full(10, 0.1), 0.9, None).candidates) == 3


@pytest.mark.parametrize("seed", range(20))
def test_candidates_are_the_fewest_that_cover_it(seed):
    probabilities = np.random.default_rng(seed).dirichlet(np.full(10, 0.3))
    found = judge(probabilities, 1.0, None)
    if found.kind == "unsure":
        sizes = [
            size
            for size in (1, 2, 3)
            if any(sum(some) >= verdict.COVERED for some in combinations(probabilities, size))
        ]
        assert len(found.candidates) == min(sizes, default=3)


def test_what_scores_below_the_threshold_is_no_digit_however_probable():
    found = judge(spread(d7=0.98), 0.41, 0.42)
    assert found.kind == "none"
    assert found.candidates == ()
    assert found.best.label == 7


def test_the_threshold_itself_passes():
    assert judge(spread(d7=0.98), 0.42, 0.42).kind == "sure"


def test_a_network_without_a_threshold_never_says_that_it_is_no_digit():
    assert judge(spread(d7=0.98), 0.0, None).kind == "sure"


def test_a_digit_exactly_at_the_limit_is_named_alone():
    assert judge(spread(d3=verdict.CERTAIN), 1.0, None).kind == "sure"


def test_other_shapes_are_refused():
    for shape in ((1, 10), (1,), ()):
        with pytest.raises(ValueError, match=r"shape \(k,\), k > 1\. Received: \("):
            judge(np.full(shape, 0.1), 1.0, None)


@pytest.mark.parametrize("count", [2, 3, 26, 100])
def test_of_any_number_of_classes_the_likeliest_are_named(count):
    probabilities = np.random.default_rng(count).dirichlet(np.ones(count))
    found = judge(probabilities, 0.0, None)
    labels = [guess.label for guess in found.guesses]
    assert labels == sorted(range(count), key=lambda i: -probabilities[i])[:3]
    assert set(found.candidates) <= set(labels)
    assert judge(probabilities, -0.5, -0.4).kind == "none"
