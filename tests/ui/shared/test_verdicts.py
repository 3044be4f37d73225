"""Shares and verdicts in words."""

from __future__ import annotations

import pytest

from dlcore.digits.verdict import Guess, Verdict
from ui.shared import verdicts


@pytest.mark.parametrize(
    ("share", "digits", "said"),
    [
        (0.5, 1, "50.0%"),
        (0.9989, 1, "99.9%"),
        (0.9999, 1, ">99.9%"),
        (1.0, 1, ">99.9%"),
        (0.0009, 1, "<0.1%"),
        (0.0, 0, "<1%"),
        (0.995, 0, ">99%"),
        (0.25, 0, "25%"),
    ],
)
def test_no_share_is_said_to_be_all_or_nothing(share, digits, said):
    assert verdicts.percent(share, digits) == said


@pytest.mark.parametrize(
    ("digits", "said"), [((4,), "4"), ((4, 9), "4 or 9"), ((1, 7, 2), "1, 7 or 2")]
)
def test_one_of_some_digits(digits, said):
    assert verdicts.one_of(digits) == said


def test_each_kind_has_words_and_a_mark_of_its_own():
    guesses = (Guess(4, 0.55), Guess(9, 0.4), Guess(7, 0.02))
    kinds = ("sure", "unsure", "none")
    said = {verdicts.sentence(Verdict(kind, guesses)) for kind in kinds}
    assert len(said) == len(set(verdicts.MARKS.values())) == 3
    for kind in kinds:  # the second and third guess are never hidden
        verdict = Verdict(kind, guesses)
        shown = verdicts.sentence(verdict) + verdicts.runners_up(verdict)
        assert "9 (40.0%), 7 (2.0%)" in shown
