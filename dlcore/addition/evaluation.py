"""Accuracy of an adding network on held-out sums, by the lengths of both numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore.addition.answering import greedy_decode
from dlcore.addition.config import AdditionConfig
from dlcore.addition.sums import Encoded, Sums, encode_sums

if TYPE_CHECKING:
    import keras

Lengths = tuple[int, int]  # digits of the first number, digits of the second


@dataclass(frozen=True)
class Example:
    """A held-out sum, its decoded answer and the right one."""

    question: str
    said: str
    answer: str

    @property
    def right(self) -> bool:
        """Whether every character is that of the sum."""
        return self.said == self.answer


class Evaluation:
    """Held-out sums of all lengths, encoded once.

    A sum counts as right when every character of its answer is (exact match), the blank after the
    last included. One pass with teacher forcing finds that out: greedy decoding differs from it
    only after its first wrong character, and then it is wrong either way.

    Attributes:
        sums: by the lengths of both numbers.
    """

    def __init__(self, sums: Mapping[Lengths, Sums], config: AdditionConfig) -> None:
        self.sums = dict(sums)
        self._digits = config.digits
        self._encoded: dict[Lengths, Encoded] = {
            lengths: encode_sums(some, config.digits, config.ones_first)
            for lengths, some in self.sums.items()
        }
        self._questions = np.concatenate([part.questions for part in self._encoded.values()])
        self._prompts = np.concatenate([part.prompts for part in self._encoded.values()])
        self._answers = np.concatenate([part.answers for part in self._encoded.values()])

    @property
    def counts(self) -> NDArray[np.int64]:
        """(digits, digits) int64, sums by the number of digits of the first and of the second."""
        counts = [len(some) for some in self.sums.values()]
        return np.array(counts).reshape(self._digits, self._digits)

    def table(self, model: keras.Model) -> NDArray[np.float64]:
        """(digits, digits) float64 in [0, 1], accuracy on the sums that `counts` counts."""
        return self._shares(self._right(model))

    def mistakes(self, model: keras.Model, each: int) -> list[Example]:
        """Up to `each` sums of each pair of lengths that the network gets wrong."""
        return self._wrong(model, self._right(model), each)

    def measured(self, model: keras.Model, each: int) -> tuple[NDArray[np.float64], list[Example]]:
        """The `table` and the `mistakes`, from one pass over the sums."""
        right = self._right(model)
        return self._shares(right), self._wrong(model, right, each)

    def examples(self, model: keras.Model, each: int) -> list[Example]:
        """The first `each` sums of two numbers of the same length, as the network answers them."""
        chosen = [self.sums[n, n] for n in range(1, self._digits + 1)]
        return _answered(
            model,
            [
                pair
                for some in chosen
                for pair in zip(some.questions[:each], some.answers[:each], strict=True)
            ],
        )

    def _shares(self, right: Mapping[Lengths, NDArray[np.bool_]]) -> NDArray[np.float64]:
        shares = [some.mean() for some in right.values()]
        return np.array(shares).reshape(self._digits, self._digits)

    def _wrong(
        self, model: keras.Model, right: Mapping[Lengths, NDArray[np.bool_]], each: int
    ) -> list[Example]:
        wrong = [
            (some.questions[index], some.answers[index])
            for some, marks in zip(self.sums.values(), right.values(), strict=True)
            for index in np.flatnonzero(~marks)[:each]
        ]
        return _answered(model, wrong)

    def _right(self, model: keras.Model) -> dict[Lengths, NDArray[np.bool_]]:
        said = model.predict_on_batch((self._questions, self._prompts)).argmax(axis=-1)
        right = (said == self._answers).all(axis=1)
        ends = np.cumsum(self.counts.ravel())[:-1]
        return dict(zip(self.sums, np.split(right, ends), strict=True))


def _answered(model: keras.Model, pairs: Sequence[tuple[str, str]]) -> list[Example]:
    """Decodes the answers to some sums.

    Args:
        pairs: of a question and the right answer.
    """
    if not pairs:
        return []
    questions, answers = zip(*pairs, strict=True)
    said = greedy_decode(model, questions).texts
    return [Example(*three) for three in zip(questions, said, answers, strict=True)]
