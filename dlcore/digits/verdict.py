"""A decision from class probabilities: a digit, one of two or three, or none.

Ten probabilities sum to one whatever was drawn, so the most probable digit is an answer only where
the drawing is a digit at all, and where that digit is much more probable than the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

CERTAIN = 0.75  # a digit less probable than this is not named alone
COVERED = 0.9  # what the candidates of an unsure reading reach together
GUESSES = 3

Kind = Literal["digit", "unsure", "not_digit"]


class Guess(NamedTuple):
    """One digit and how probable it is, in [0, 1]."""

    digit: int
    probability: float


@dataclass(frozen=True)
class Verdict:
    """The decision on one drawing.

    Attributes:
        kind: "digit"; "unsure", one of `candidates`; "not_digit", rejected as none of the classes.
        guesses: the `GUESSES` most probable digits, best first.
    """

    kind: Kind
    guesses: tuple[Guess, ...]

    @property
    def best(self) -> Guess:
        """The most probable digit; only a manner of speaking where the kind is "not_digit"."""
        return self.guesses[0]

    @property
    def candidates(self) -> tuple[int, ...]:
        """The digits that are an answer, best first: one, two or three, or none."""
        if self.kind == "not_digit":
            return ()
        if self.kind == "digit":
            return (self.best.digit,)
        reached = np.cumsum([guess.probability for guess in self.guesses])
        needed = 1 + int(np.searchsorted(reached, COVERED))
        return tuple(guess.digit for guess in self.guesses[:needed])


def judge(
    probabilities: NDArray[np.floating], digit_score: float, threshold: float | None
) -> Verdict:
    """Decides on one drawing: rejection by the digit score, then by the greatest probability.

    Args:
        probabilities: (10,), calibrated, summing to 1.
        digit_score: in [0, 1], higher = more surely a digit.
        threshold: of `digit_score`, below which it is no digit (the card of the network names it);
            None for a network that cannot tell.

    Raises:
        ValueError: not ten probabilities.
    """
    if np.shape(probabilities) != (10,):
        raise ValueError(
            f"probabilities must have the shape (10,). Received: {np.shape(probabilities)}"
        )
    order = np.argsort(-probabilities, kind="stable")[:GUESSES]
    guesses = tuple(Guess(int(digit), float(probabilities[digit])) for digit in order)
    if threshold is not None and digit_score < threshold:
        return Verdict("not_digit", guesses)
    return Verdict("digit" if guesses[0].probability >= CERTAIN else "unsure", guesses)
