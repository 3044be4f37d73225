"""Which of several readings of one picture is believed."""

import numpy as np
import pytest

from dlcore.digits import Classification
from dlcore.digits.choice import choose, steadied
from dlcore.digits.verdict import CERTAIN

LEAST = 0.3


def _ink(*boxes):
    """Ink in boxes of top, left, bottom, right."""
    ink = np.zeros((100, 100), np.float32)
    for top, left, bottom, right in boxes:
        ink[top:bottom, left:right] = 1
    return ink


def _answers(*said):
    """Of a digit, its probability and a digit score each."""
    probabilities = np.stack([np.full(10, (1 - p) / 9, np.float32) for _, p, _ in said])
    for row, (digit, p, _) in enumerate(said):
        probabilities[row, digit] = p
    return Classification(probabilities, np.array([score for *_, score in said], np.float32))


WHOLE = _ink((20, 20, 80, 30), (20, 30, 50, 60))
STEM = _ink((20, 20, 80, 30))
ELSEWHERE = _ink((10, 70, 90, 80))
EDGE = _ink((0, 85, 100, 99))


def test_the_only_sure_one_is_taken():
    index, probabilities = choose([STEM, WHOLE], _answers((1, 0.9, 0.1), (9, 0.9, 0.8)), LEAST)
    assert index == 1
    assert probabilities.argmax() == 9


def test_a_part_of_a_sure_digit_is_none():
    for order in (1, -1):
        inks = [WHOLE, STEM][::order]
        said = [(9, 0.99, 0.95), (1, 0.99, 1.0)][::order]
        index, probabilities = choose(inks, _answers(*said), LEAST)
        assert inks[index] is WHOLE
        assert probabilities[9] > CERTAIN


def test_a_whole_that_is_hardly_a_digit_does_not_hide_its_part():
    index, probabilities = choose([WHOLE, STEM], _answers((9, 0.9, 0.35), (1, 1.0, 1.0)), LEAST)
    assert index == 1
    assert probabilities.argmax() == 1


def test_two_sure_digits_in_two_places_leave_it_open():
    said = _answers((9, 1.0, 1.0), (1, 1.0, 1.0))
    _, probabilities = choose([WHOLE, ELSEWHERE], said, LEAST)
    assert probabilities.max() < CERTAIN
    np.testing.assert_allclose(probabilities[[1, 9]], 0.5)


def test_what_comes_from_outside_the_picture_is_no_rival():
    index, probabilities = choose([EDGE, WHOLE], _answers((1, 1.0, 1.0), (9, 1.0, 1.0)), LEAST)
    assert index == 1
    assert probabilities[9] > CERTAIN


def test_where_none_is_sure_the_likeliest_digit_is_taken():
    index, _ = choose([WHOLE, ELSEWHERE], _answers((9, 0.5, 0.1), (1, 0.4, 0.2)), LEAST)
    assert index == 1


def _by_column(wanted, sure):
    """Says 7 of ink whose first column is one of those that are wanted, else 1."""

    def classify(batch):
        first = batch[..., 0].any(axis=1).argmax(axis=1)
        return _answers(*((7 if column in wanted else 1, sure, 1.0) for column in first))

    return classify


SEEN = np.zeros((28, 28, 1), np.float32)
SEEN[4:24, 12:15] = 1


def test_what_is_said_wherever_the_ink_lies_stays():
    classify = _by_column({11, 12, 13}, 0.98)
    said = classify(SEEN[None]).probabilities[0]
    assert steadied(SEEN, said, classify) is said


def test_what_a_pixel_decides_is_in_doubt():
    """At three places of nine, or at six, it is another digit."""
    for wanted, share in (({11, 12}, 2 / 3), ({12}, 1 / 3)):
        classify = _by_column(wanted, 0.98)
        said = classify(SEEN[None]).probabilities[0]
        found = steadied(SEEN, said, classify)
        assert found.sum() == pytest.approx(1)
        assert found.max() < CERTAIN
        assert found[7] == pytest.approx(0.98 * share + 0.02 / 9 * (1 - share))


def test_no_other_digit_is_named_alone_instead():
    classify = _by_column(set(), 0.99)
    said = _answers((7, 0.99, 1.0)).probabilities[0]
    found = steadied(SEEN, said, classify)
    assert found.argmax() == 1
    assert found.max() < CERTAIN
    assert found.sum() == pytest.approx(1)


def test_what_was_never_sure_is_not_asked_again():
    said = _answers((7, CERTAIN - 0.01, 1.0)).probabilities[0]
    assert steadied(SEEN, said, None) is said
