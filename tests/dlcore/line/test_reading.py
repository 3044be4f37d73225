"""What is made of beliefs, where beliefs are given."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore.line import ctc
from dlcore.line.picture import LinePicture
from dlcore.line.reading import BLANK, OTHER, SYMBOLS, read_picture, reread

PICTURE = LinePicture(np.zeros((32, 16), np.float32), 1, 0, 0, 0, 0)


def believing(*places: dict[int, float]):
    """A network that believes so, whatever it sees; the rest of each place is shared out."""
    beliefs = np.zeros((1, len(places), SYMBOLS), np.float32)
    for at, said in enumerate(places):
        rest = (1 - sum(said.values())) / (SYMBOLS - len(said))
        beliefs[0, at] = rest
        beliefs[0, at, list(said)] = list(said.values())
    return lambda batch: beliefs


NOTHING = {BLANK: 0.99}
FOUR_OR_NINE = {5: 0.6, 10: 0.35}
NETWORK = believing(NOTHING, FOUR_OR_NINE, NOTHING, {OTHER: 0.9}, {OTHER: 0.9}, NOTHING)


def test_the_answer_its_places_and_its_probability():
    reading = read_picture(PICTURE, NETWORK)
    assert reading.labels == (5, OTHER)
    assert reading.spans == ((1, 2), (3, 5))
    log_beliefs = np.log(reading.beliefs.astype(float))
    assert reading.probability == pytest.approx(
        np.exp(ctc.log_probability(log_beliefs, (5, OTHER))), rel=1e-5
    )
    assert reading.posteriors.shape == (2, SYMBOLS)
    np.testing.assert_allclose(reading.posteriors.sum(axis=1), 1, rtol=1e-5)
    assert reading.posteriors[0, 10] / reading.posteriors[0, 5] == pytest.approx(
        0.35 / 0.6, rel=0.05
    )
    assert reading.runners_up[0][0] == (10, OTHER)
    shares = [reading.probability, *(share for _, share in reading.runners_up)]
    assert shares == sorted(shares, reverse=True)


def test_another_answer_of_the_same_line():
    reading = read_picture(PICTURE, NETWORK)
    other = reread(reading, (10, OTHER))
    assert other.labels == (10, OTHER)
    assert other.probability == reading.runners_up[0][1]
    assert (reading.labels, reading.probability) in other.runners_up
    np.testing.assert_array_equal(other.beliefs, reading.beliefs)


def test_nothing_is_an_answer():
    reading = read_picture(PICTURE, believing(NOTHING, NOTHING))
    assert (reading.labels, reading.spans) == ((), ())
    assert reading.posteriors.shape == (0, SYMBOLS)
