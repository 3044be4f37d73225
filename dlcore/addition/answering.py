"""The answer to a sum, character by character.

Greedy: at each place the most probable character is taken, and fed to the decoder for the next.
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
        said: the character; a blank where the answer is over.
        probability: that the network gave it, in [0, 1], after the characters before it.
        runner_up: the next most probable one.
        runner_up_probability: its probability.
    """

    said: str
    probability: float
    runner_up: str
    runner_up_probability: float


@dataclass(frozen=True)
class DecodedAnswer:
    """What a network says to a sum.

    Attributes:
        question: as the network was asked.
        said: the answer, "" where it is all blank.
        characters: one a place in the order in which they were written, blanks at the end included.
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
        """What is right, character by character in the order of writing, blanks included."""
        right = self.question.answer[::-1] if self.ones_first else self.question.answer
        return right.ljust(len(self.characters), BLANK)


@dataclass(frozen=True)
class Decoding:
    """Answers of a network, place by place in the order in which they were written.

    Attributes:
        codes: (n, answer_length) uint8, numbers of the characters that were said.
        probabilities: (n, answer_length, characters) float32, each place given those written
            before it.
        ones_first: they were written from the last digit to the first.
    """

    codes: NDArray[np.uint8]
    probabilities: NDArray[np.float32]
    ones_first: bool

    @property
    def texts(self) -> list[str]:
        """The answers as text."""
        texts = decode(self.codes)
        return [text[::-1] for text in texts] if self.ones_first else texts


def answer(model: keras.Model, typed: str) -> DecodedAnswer:
    """Asks a network a sum.

    Args:
        model: as `build_addition` makes it.
        typed: the sum as a visitor typed it, see `read_sum`.

    Raises:
        LabError: it is not a sum that this network was made for.
    """
    question = read_sum(typed, digits_of(model))
    decoding = greedy_decode(model, [question.text])
    written = tuple(_character(row) for row in decoding.probabilities[0])
    return DecodedAnswer(question, decoding.texts[0], written, decoding.ones_first)


def greedy_decode(model: keras.Model, questions: Sequence[str]) -> Decoding:
    """Answers questions greedily, all of them at once.

    Args:
        questions: n of them, such as "47+85".
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
