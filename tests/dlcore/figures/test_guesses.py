"""Guesses are counted, each once, whatever they are."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from dlcore.figures import guesses


def test_few_different_numbers_are_counted_by_themselves():
    found = guesses.bins([3, 3, 10_000_000, 0])
    assert [(b.low, b.high, b.count) for b in found] == [
        (0, 0, 1),
        (3, 3, 2),
        (10_000_000, 10_000_000, 1),
    ]
    assert guesses.bins([]) == []


@pytest.mark.parametrize("seed", range(20))
def test_stretches_hold_each_guess_once_and_do_not_overlap(seed):
    random = np.random.default_rng(seed)
    given = np.exp(random.uniform(0, 16, 40)).astype(int).tolist()
    found = guesses.bins(given)
    assert sum(b.count for b in found) == len(given)
    for one in found:
        assert one.count == sum(one.low <= guess <= one.high for guess in given)
    assert all(a.high < b.low for a, b in itertools.pairwise(found))
    assert len(found) <= 12


@pytest.mark.parametrize("counts", [[], [0, 0, 0], [3, 1]])
def test_every_case_is_drawn(counts):
    names = [f"answer {i}" for i in range(len(counts))]
    (bars,) = guesses.bars(counts, names, words="students").data
    assert list(bars.x) == counts
