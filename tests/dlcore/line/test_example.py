"""The worked example: its paths are counted another way, its parts add up to one another."""

from __future__ import annotations

from itertools import pairwise
from math import comb

import numpy as np
import pytest

from dlcore.line import ctc
from dlcore.line.example import pulled, reachable, work


@pytest.mark.parametrize(
    ("places", "labels"), [(4, (1,)), (5, (1, 2)), (6, (1, 1)), (6, (1, 2, 1))]
)
def test_the_parts_add_up(places, labels):
    logits = np.random.default_rng(places).normal(0, 1, (places, 3))
    found = work(logits, labels)
    # Each pair of neighbours that are alike needs a place for its blank.
    alike = sum(a == b for a, b in pairwise(labels))
    assert len(found.paths) == comb(places + len(labels) - alike, 2 * len(labels))
    assert sum(p for _, p in found.paths) == pytest.approx(found.probability)
    assert found.paths == tuple(sorted(found.paths, key=lambda each: -each[1]))
    np.testing.assert_allclose(found.shares.sum(axis=1), 1)
    np.testing.assert_allclose(found.steps.sum(axis=(1, 2)), 1)
    np.testing.assert_allclose(found.steps.sum(axis=2), found.shares[:-1])
    np.testing.assert_allclose(found.steps.sum(axis=1), found.shares[1:])
    assert found.alpha[-1, -2:].sum() == pytest.approx(found.probability)
    np.testing.assert_allclose(found.gradient, found.beliefs - found.occupancy)
    assert found.after > found.probability


def test_which_state_follows_which():
    found = reachable(ctc.states((1, 1, 2)))
    assert [tuple(np.flatnonzero(row)) for row in found] == [
        (0, 1),
        (1, 2),  # the same symbol again needs the blank
        (2, 3),
        (3, 4, 5),
        (4, 5),
        (5, 6),
        (6,),
    ]


def test_pulling_makes_the_reading_certain():
    logits = np.zeros((5, 3))
    before, after = (work(pulled(logits, (1, 2), n), (1, 2)) for n in (0, 100))
    assert before.probability == pytest.approx(comb(7, 4) / 3**5)
    assert before.after == pytest.approx(work(pulled(logits, (1, 2), 1), (1, 2)).probability)
    assert after.probability > 0.95
