"""The sums: those to train on, those to validate with, those to test with.

A pair of numbers belongs to one part for good, whichever stands first, whatever the seed and the
network: where 47+85 is held out, 85+47 is never trained on either. By a hash of the pair (the last
steps of SplitMix64, Steele et al. 2014), 10 in 100 pairs are for the test and 5 in 100 for
validation.

Two kinds of drawing. Training sums are weighted: a number has a digit more twice as often as not,
since there are ten times as many such numbers to learn. Held-out sums are even over the lengths:
equally many, none of them twice, for each number of digits of the first and of the second number,
as far as there are so many. Of sums of two one-digit numbers there are only a hundred in all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.addition.alphabet import START, Codes, encode
from dlcore.addition.config import answer_length, question_length

TRAIN, VALIDATION, TEST = range(3)
TEST_SHARE, VALIDATION_SHARE = 10, 5  # in 100 pairs

VALIDATION_SUMS, TEST_SUMS = 100, 500  # of each length, at most

_LONGER = 2.0  # how much more often a number has one digit more
_SEED_OF_HELD_OUT = 20_141  # the same held-out sums for every run
_ODD = np.uint64(0x9E3779B97F4A7C15)

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Sums:
    """Pairs of numbers to add.

    Attributes:
        first, second: (n,) int64, at least 0.
    """

    first: Numbers
    second: Numbers

    def __len__(self) -> int:
        return len(self.first)

    @property
    def questions(self) -> list[str]:
        """As they are written: "47+85"."""
        return [f"{a}+{b}" for a, b in zip(self.first.tolist(), self.second.tolist(), strict=True)]

    @property
    def answers(self) -> list[str]:
        """The right answers: "132"."""
        return [str(total) for total in (self.first + self.second).tolist()]


def part_of(first: Numbers, second: Numbers) -> NDArray[np.uint8]:
    """The part that each pair belongs to, (n,): `TRAIN`, `VALIDATION` or `TEST`."""
    low = np.minimum(first, second).astype(np.uint64)
    high = np.maximum(first, second).astype(np.uint64)
    # The constant makes the few one-digit pairs of the test a fair mixture.
    draw = _mixed((low * np.uint64(10_000) + high + np.uint64(11)) * _ODD) % np.uint64(100)
    return np.where(
        draw < TEST_SHARE, TEST, np.where(draw < TEST_SHARE + VALIDATION_SHARE, VALIDATION, TRAIN)
    ).astype(np.uint8)


def _mixed(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


def draw_training(count: int, digits: int, random: np.random.Generator) -> Sums:
    """Draws sums to train on, with replacement.

    Args:
        count: how many.
        digits: the most that a number has.
        random: where chance comes from.
    """
    enough = 2 * count + 100  # 85 in 100 pairs are for training
    first, second = (_any_length(enough, digits, random) for _ in range(2))
    chosen = np.flatnonzero(part_of(first, second) == TRAIN)[:count]
    return Sums(first[chosen], second[chosen])


def held_out(part: int, count: int, digits: int) -> dict[tuple[int, int], Sums]:
    """Sums that are never trained on, the same ones each time.

    Args:
        part: `VALIDATION` or `TEST`.
        count: of each length; fewer where there are no more.
        digits: the most that a number has.

    Returns:
        Sums by (digits of the first number, digits of the second).
    """
    random = np.random.default_rng((_SEED_OF_HELD_OUT, part))
    lengths = range(1, digits + 1)
    return {(m, n): _of_length(part, count, m, n, random) for m in lengths for n in lengths}


def _of_length(part: int, count: int, m: int, n: int, random: np.random.Generator) -> Sums:
    draws = 50 * count + 5_000  # so many that each of the few short sums is among them
    pairs = np.stack([_of_digits(k, draws, random) for k in (m, n)], axis=1)
    pairs = np.unique(pairs[part_of(pairs[:, 0], pairs[:, 1]) == part], axis=0)
    chosen = random.permutation(pairs)[:count]
    return Sums(chosen[:, 0], chosen[:, 1])


def _any_length(count: int, digits: int, random: np.random.Generator) -> Numbers:
    weights = _LONGER ** np.arange(digits)
    lengths = random.choice(np.arange(1, digits + 1), size=count, p=weights / weights.sum())
    return _between(lengths, random)


def _of_digits(length: int, count: int, random: np.random.Generator) -> Numbers:
    return _between(np.full(count, length), random)


def _between(lengths: Numbers, random: np.random.Generator) -> Numbers:
    return random.integers(_smallest(lengths), 10**lengths)


def _smallest(lengths: Numbers) -> Numbers:
    return np.where(lengths == 1, 0, 10 ** (lengths - 1))


@dataclass(frozen=True)
class Encoded:
    """Sums as codes, the inputs and targets of a network.

    Attributes:
        questions: (n, question_length) uint8.
        answers: (n, answer_length) uint8, the right ones.
    """

    questions: Codes
    answers: Codes

    @property
    def prompts(self) -> Codes:
        """(n, answer_length) uint8: a "=", then the right answer but for its last character.

        The decoder's input while it is trained (teacher forcing, Williams and Zipser 1989): at each
        place the right character of the place before, whatever was predicted there.
        """
        return np.concatenate(
            [encode([START] * len(self.answers), 1), self.answers[:, :-1]], axis=1
        )


def encode_sums(sums: Sums, digits: int, ones_first: bool) -> Encoded:
    """Encodes sums and their answers.

    Args:
        digits: the most that a number has.
        ones_first: answers are reversed, the ones first.
    """
    answers = [text[::-1] for text in sums.answers] if ones_first else sums.answers
    return Encoded(
        encode(sums.questions, question_length(digits)), encode(answers, answer_length(digits))
    )
