"""Greedy decoding of the answer to a sum.

At each place the most probable character is taken, and fed to the decoder for the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dlcore.addition.alphabet import ALPHABET, BLANK, START, decode, encode
from dlcore.addition.network import digits_of, is_ones_first
from dlcore.addition.question import Sum, read_sum

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True)
class Character:
    """One character of an answer.

    Attributes:
        said: the most probable character; a blank behind the end of the answer.
        probability: of it, in [0, 1], given the question and the characters before it.
        runner_up: the second most probable one.
        runner_up_probability: its probability.
    """

    said: str
    probability: float
    runner_up: str
    runner_up_probability: float


@dataclass(frozen=True)
class DecodedAnswer:
    """A sum and its answer, decoded greedily.

    Attributes:
        question: the sum.
        said: the decoded answer, read from left to right; "" where it is all blank.
        characters: in the order of decoding, one a place, blanks at the end included.
        ones_first: that order is from the last digit to the first.
    """

    question: Sum
    said: str
    characters: tuple[Character, ...]
    ones_first: bool

    @property
    def right(self) -> bool:
        """Whether every character is that of the sum."""
        return self.said == self.question.answer

    @property
    def expected(self) -> str:
        """The target: the right characters in the order of decoding, blanks included."""
        right = self.question.answer[::-1] if self.ones_first else self.question.answer
        return right.ljust(len(self.characters), BLANK)


@dataclass(frozen=True)
class Decoding:
    """Answers to n sums, place by place in the order of decoding.

    Attributes:
        codes: (n, answer_length) uint8, of the decoded characters.
        probabilities: (n, answer_length, characters) float32, of each place given the decoded
            characters before it.
        ones_first: the order of decoding is from the last digit to the first.
    """

    codes: NDArray[np.uint8]
    probabilities: NDArray[np.float32]
    ones_first: bool

    @property
    def texts(self) -> list[str]:
        """The answers as text, read from left to right."""
        texts = decode(self.codes)
        return [text[::-1] for text in texts] if self.ones_first else texts


def answer(model: keras.Model, typed: str) -> DecodedAnswer:
    """Decodes the answer to one sum.

    Args:
        model: as `build_addition` makes it.
        typed: the sum as text, see `read_sum`.

    Raises:
        LabError: it is not a sum that this network was made for.
    """
    question = read_sum(typed, digits_of(model))
    decoding = greedy_decode(model, [question.text])
    written = tuple(_character(row) for row in decoding.probabilities[0])
    return DecodedAnswer(question, decoding.texts[0], written, decoding.ones_first)


def greedy_decode(model: keras.Model, questions: Sequence[str]) -> Decoding:
    """Decodes the answers to n sums at once, one step of the decoder for each place.

    Args:
        questions: n texts such as "47+85".
    """
    (_, asked_length), (_, answer_length) = model.input_shape
    asked = encode(questions, asked_length)
    prompt = np.zeros((len(asked), answer_length), np.uint8)
    prompt[:, 0] = ALPHABET.index(START)
    for place in range(answer_length):
        probabilities = model.predict_on_batch((asked, prompt))
        said = probabilities.argmax(axis=-1).astype(np.uint8)
        prompt[:, place + 1 :] = said[:, place:-1]
    return Decoding(said, probabilities, is_ones_first(model))


def _character(probabilities: NDArray[np.float32]) -> Character:
    second, first = np.argsort(probabilities)[-2:]
    return Character(
        ALPHABET[first],
        float(probabilities[first]),
        ALPHABET[second],
        float(probabilities[second]),
    )
