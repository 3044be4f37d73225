"""CTC against the sum over all paths, against finite differences, and against Keras."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import numpy as np
import pytest

from dlcore.line import ctc

CASES = [(1, 3), (2, 3), (3, 3), (4, 3), (5, 3), (6, 2), (4, 4)]  # places, symbols


def beliefs(places, symbols, seed=0):
    logits = np.random.default_rng(seed).normal(0, 2, (places, symbols))
    return ctc.log_softmax(logits)


def every_path(log_beliefs):
    """Each path, what it is read as by removing repeats and zeros from text, and its log p."""
    places, symbols = log_beliefs.shape
    for path in product(range(symbols), repeat=places):
        merged = [s for i, s in enumerate(path) if i == 0 or s != path[i - 1]]
        labels = tuple(s for s in merged if s)
        yield path, labels, sum(log_beliefs[t, s] for t, s in enumerate(path))


def every_reading(log_beliefs):
    sums = defaultdict(float)
    for _, labels, log_p in every_path(log_beliefs):
        sums[labels] += np.exp(log_p)
    return sums


@pytest.mark.parametrize(("places", "symbols"), CASES)
def test_all_that_is_said_of_a_reading_is_the_sum_over_its_paths(places, symbols):
    log_beliefs = beliefs(places, symbols)
    sums = every_reading(log_beliefs)
    for labels, p in list(sums.items()):
        assert np.exp(ctc.log_probability(log_beliefs, labels)) == pytest.approx(p)
        expected, best = np.zeros((places, symbols)), (-np.inf, ())
        for path, read, log_p in every_path(log_beliefs):
            assert ctc.collapse(path) == read
            if read == labels:
                expected[np.arange(places), path] += np.exp(log_p) / p
                best = max(best, (log_p, path))
        np.testing.assert_allclose(ctc.occupancy(log_beliefs, labels), expected, atol=1e-9)
        assert ctc.alignment(log_beliefs, labels) == spans(best[1])
        exchanged = np.array(
            [
                [0.0, *(sums[(*labels[:i], s, *labels[i + 1 :])] for s in range(1, symbols))]
                for i in range(len(labels))
            ]
        ).reshape(len(labels), symbols)
        exchanged /= exchanged.sum(axis=1, keepdims=True)
        np.testing.assert_allclose(ctc.posteriors(log_beliefs, labels), exchanged, atol=1e-9)


def spans(path):
    """First and after of each run of a path that is no blank."""
    starts = [t for t, s in enumerate(path) if s and (t == 0 or path[t - 1] != s)]
    ends = [t + 1 for t, s in enumerate(path) if s and (t + 1 == len(path) or path[t + 1] != s)]
    return tuple(zip(starts, ends, strict=True))


@pytest.mark.parametrize(("places", "symbols"), CASES)
def test_a_wide_beam_finds_every_reading_with_its_probability(places, symbols):
    log_beliefs = beliefs(places, symbols)
    sums = sorted(every_reading(log_beliefs).items(), key=lambda reading: -reading[1])
    found = ctc.beams(log_beliefs, width=10_000, count=10_000)
    assert [labels for labels, _ in found] == [labels for labels, _ in sums]
    np.testing.assert_allclose(np.exp([log_p for _, log_p in found]), [p for _, p in sums])


def test_a_narrow_beam_is_a_lower_bound_and_finds_the_best_of_clear_beliefs():
    log_beliefs = ctc.log_softmax(np.random.default_rng(3).normal(0, 3, (60, 12)))
    found = ctc.beams(log_beliefs, width=8, count=5)
    assert len(found) == 5
    for labels, log_p in found:
        assert log_p <= ctc.log_probability(log_beliefs, labels) + 1e-9


def test_the_best_path_is_not_always_the_best_reading():
    log_beliefs = np.log([[0.6, 0.4], [0.6, 0.4]])
    assert ctc.collapse(log_beliefs.argmax(axis=1)) == ()
    assert ctc.beams(log_beliefs, width=4, count=1)[0][0] == (1,)  # 1 - 0.36 against 0.36


@pytest.mark.parametrize("labels", [(), (1,), (1, 1), (2, 1), (1, 2, 1)])
def test_the_gradient_is_that_of_finite_differences(labels):
    logits = np.random.default_rng(1).normal(0, 1, (6, 4))
    expected = np.zeros_like(logits)
    for at in np.ndindex(logits.shape):
        moved = np.zeros_like(logits)
        moved[at] = 1e-5
        above = ctc.log_probability(ctc.log_softmax(logits + moved), labels)
        below = ctc.log_probability(ctc.log_softmax(logits - moved), labels)
        expected[at] = -(above - below) / 2e-5
    np.testing.assert_allclose(ctc.gradient(logits, labels), expected, atol=1e-7)


@pytest.mark.parametrize("labels", [(3,), (5, 5), (1, 7, 11, 11, 2)])
def test_loss_and_gradient_are_those_of_keras(labels):
    import keras
    import tensorflow as tf

    logits = np.random.default_rng(2).normal(0, 2, (1, 15, 12)).astype("float32")
    variable = tf.Variable(logits)
    with tf.GradientTape() as tape:
        loss = keras.losses.CTC()(np.array([labels]), variable)
    # Keras takes symbol 0 as filling and as the blank.
    assert -ctc.log_probability(ctc.log_softmax(logits[0]), labels) == pytest.approx(
        float(loss), abs=1e-3
    )
    np.testing.assert_allclose(
        ctc.gradient(logits[0], labels), tape.gradient(loss, variable)[0], atol=1e-4
    )


def test_impossible_readings_have_no_probability_and_no_gradient():
    log_beliefs = beliefs(2, 3)
    assert ctc.log_probability(log_beliefs, (1, 1)) == -np.inf  # a blank has no place between
    for function in (ctc.occupancy, ctc.alignment, ctc.posteriors):
        with pytest.raises(ValueError, match="must have a path"):
            function(log_beliefs, (1, 1))


@pytest.mark.parametrize("labels", [(0,), (3,), (1, -1)])
def test_labels_are_symbols_other_than_the_blank(labels):
    with pytest.raises(ValueError, match="between 1 and 2"):
        ctc.log_probability(beliefs(4, 3), labels)


def test_beliefs_may_be_certain():
    with np.errstate(divide="ignore"):
        log_beliefs = np.log(np.eye(3)[[1, 0, 1, 2]])
    with np.errstate(invalid="raise"):
        assert ctc.log_probability(log_beliefs, (1, 1, 2)) == 0
        np.testing.assert_array_equal(ctc.occupancy(log_beliefs, (1, 1, 2)), np.exp(log_beliefs))
        np.testing.assert_array_equal(ctc.posteriors(log_beliefs, (1, 1, 2)), np.eye(3)[[1, 1, 2]])
        assert ctc.beams(log_beliefs, 8, 3) == [((1, 1, 2), 0.0)]
        assert ctc.alignment(log_beliefs, (1, 1, 2)) == ((0, 1), (2, 3), (3, 4))
