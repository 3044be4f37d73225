"""How familiar a drawing is, and what a network is tried on that knows no better."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics.pairwise import cosine_similarity

from dlcore.data import sample
from dlcore.data.symbols import symbols
from dlcore.few.strangers import familiarity, strangers, threshold


def features(count: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).random((count, 7), dtype=np.float32)


def test_familiarity_is_the_cosine_to_the_nearest():
    asked, learnt = features(5, 0), features(9, 1)
    expected = cosine_similarity(asked, learnt).max(axis=1)
    np.testing.assert_allclose(familiarity(asked, learnt), expected, rtol=1e-5)
    assert familiarity(np.zeros((1, 7), np.float32), learnt) == 0  # no direction at all


def test_the_threshold_keeps_nineteen_of_twenty_each_without_itself():
    learnt = features(200, 2)
    reached = [
        cosine_similarity(learnt[i : i + 1], np.delete(learnt, i, axis=0)).max() for i in range(200)
    ]
    assert (np.array(reached) >= threshold(learnt)).sum() == 190


def test_a_hand_is_compared_with_other_hands():
    """Each writes the same thing twice: alone by itself that would promise too much."""
    learnt = np.repeat(features(20, 3), 2, axis=0)
    writers = np.repeat(np.arange(20, dtype=np.int32), 2)
    assert threshold(learnt) == pytest.approx(1)
    assert threshold(learnt, writers) == pytest.approx(threshold(learnt[::2]))
    assert threshold(learnt, np.zeros(40, np.int32)) == pytest.approx(1)  # there is no other


def test_strangers_are_of_no_class_of_the_set():
    random = np.random.default_rng(0)
    kind, images = strangers(symbols(), random)
    assert kind == "digits"
    assert len(images) == 400
    kind, images = strangers(sample(), random)
    assert kind == "symbols"
    own = replace(sample(), classes=(*symbols().classes[:9], "mine"))
    kind, images = strangers(own, random)
    data = symbols()
    allowed = data.x_test[data.y_test >= 9].reshape(-1, 784)
    assert kind == "symbols"
    assert {row.tobytes() for row in images.reshape(-1, 784)} <= {r.tobytes() for r in allowed}
    assert strangers(replace(sample(), classes=symbols().classes), random)[0] == "digits"
