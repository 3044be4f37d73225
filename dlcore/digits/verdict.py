"""A decision from class probabilities: a class such as a digit, one of two or three, or none.

Probabilities sum to one whatever was drawn, so the most probable class is an answer only where the
drawing is of a class at all, and where that one is much more probable than the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

CERTAIN = 0.75  # a class less probable than this is not named alone
# What is left to one that is in doubt for another reason; a tenth of what is no digit may be added
# to it, see `line.number.ReadCharacter.digits`.
UNSURE = CERTAIN - 0.03
COVERED = 0.9  # what the candidates of an unsure reading reach together
GUESSES = 3

Kind = Literal["sure", "unsure", "none"]


class Guess(NamedTuple):
    """One class by its index, of digits the digit itself, and how probable it is, in [0, 1]."""

    label: int
    probability: float


@dataclass(frozen=True)
class Verdict:
    """The decision on one drawing.

    Attributes:
        kind: "sure"; "unsure", one of `candidates`; "none", rejected as none of the classes.
        guesses: the `GUESSES` most probable classes, best first; two where there are no more.
    """

    kind: Kind
    guesses: tuple[Guess, ...]

    @property
    def best(self) -> Guess:
        """The most probable class; only a manner of speaking where the kind is "none"."""
        return self.guesses[0]

    @property
    def candidates(self) -> tuple[int, ...]:
        """The classes that are an answer, best first: one, two or three, or none."""
        if self.kind == "none":
            return ()
        if self.kind == "sure":
            return (self.best.label,)
        reached = np.cumsum([guess.probability for guess in self.guesses])
        needed = 1 + int(np.searchsorted(reached, COVERED))
        return tuple(guess.label for guess in self.guesses[:needed])


def judge(probabilities: NDArray[np.floating], score: float, threshold: float | None) -> Verdict:
    """Decides on one drawing: rejection by a score, then by the greatest probability.

    Args:
        probabilities: (k,), k at least 2, summing to 1.
        score: how surely it is of any class, the higher the more: of digits the digit score, of
            other classes how familiar it is.
        threshold: of the score, below which it is none (the card of a network that ships names
            it); None for a network that cannot tell.

    Raises:
        ValueError: no such probabilities.
    """
    shape = np.shape(probabilities)
    if len(shape) != 1 or shape[0] < 2:
        raise ValueError(f"probabilities must have the shape (k,), k > 1. Received: {shape}")
    order = np.argsort(-probabilities, kind="stable")[:GUESSES]
    guesses = tuple(Guess(int(label), float(probabilities[label])) for label in order)
    if threshold is not None and score < threshold:
        return Verdict("none", guesses)
    return Verdict("sure" if guesses[0].probability >= CERTAIN else "unsure", guesses)
