"""A recurrent network small enough to follow with a pencil: two letters, three units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlcore.errors import LabError
from dlcore.messages import N_
from dlcore.validation import check_choice

LETTERS = "ab"
UNITS = 3
LONGEST = 8  # letters
_MOST_SHOWN = 40  # characters of a text that is refused

Vectors = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ToyCell:
    """Weights of a simple cell (Elman 1990), set by hand.

    Attributes:
        title: an English msgid.
        kernel: W, (3, 2): a row a unit, a column a letter.
        recurrent: U, (3, 3): from the state before, a column a unit.
        bias: b, (3,).
    """

    title: str
    kernel: Vectors
    recurrent: Vectors
    bias: Vectors


@dataclass(frozen=True, eq=False)
class ToyPass:
    """What goes on at each of T steps.

    Attributes:
        inputs: x, (T, 2): a 1 at the letter that is read.
        read: W x_t, (T, 3).
        carried: U h_{t-1}, (T, 3).
        sums: W x_t + U h_{t-1} + b, (T, 3).
        states: h, (T + 1, 3): before anything is read, which is 0, and after each step.
    """

    inputs: Vectors
    read: Vectors
    carried: Vectors
    sums: Vectors
    states: Vectors


_KERNEL = np.array([[2.0, -2.0], [0.0, 0.0], [6.0, 0.0]])
_BIAS = np.array([0.0, 0.0, -1.0])
# Unit 3 keeps its sign: 3 h reaches further than b, and only an a reaches further than both.
_MEMORY = np.array([[0.0, 0.0, 0.0], [2.0, 0.0, 0.0], [0.0, 0.0, 3.0]])
TOYS = {
    "memory": ToyCell(N_("With a memory"), _KERNEL, _MEMORY, _BIAS),
    "none": ToyCell(N_("Without: U = 0"), _KERNEL, np.zeros((UNITS, UNITS)), _BIAS),
}


def read_word(typed: str) -> str:
    """The letters of a word of a's and b's as people type it: "aB ba" is "abba".

    Raises:
        LabError: it has other characters, none, or more than 8.
    """
    word = "".join(typed.split()).lower()
    if not word or set(word) - set(LETTERS) or len(word) > LONGEST:
        raise LabError(
            N_("A word of 1 to {most} letters is wanted, each of them a or b. Received: {text}"),
            most=LONGEST,
            text=typed[:_MOST_SHOWN],
        )
    return word


def toy_pass(word: str, cell: str) -> ToyPass:
    """Reads a word letter by letter: h_t = tanh(W x_t + U h_{t-1} + b), with h_0 = 0.

    Args:
        word: of the letters a and b.
        cell: key of `TOYS`.

    Raises:
        LabError: the word is none, see `read_word`, or there is no such cell.
    """
    check_choice("cell", cell, tuple(TOYS))
    weights = TOYS[cell]
    inputs = np.eye(len(LETTERS))[[LETTERS.index(letter) for letter in read_word(word)]]
    read = inputs @ weights.kernel.T
    states = [np.zeros(UNITS)]
    carried, sums = [], []
    for seen in read:
        carried.append(weights.recurrent @ states[-1])
        sums.append(seen + carried[-1] + weights.bias)
        states.append(np.tanh(sums[-1]))
    return ToyPass(inputs, read, np.array(carried), np.array(sums), np.array(states))


def toy_script(word: str, cell: str) -> str:
    """The same as a plain Keras program, to read, run and change.

    Raises:
        LabError: as `toy_pass`.
    """
    check_choice("cell", cell, tuple(TOYS))
    weights = TOYS[cell]
    return f'''\
"""A simple cell of three units reads a word of a's and b's, letter by letter."""

import keras
import numpy as np

word = "{read_word(word)}"
x = np.eye(2)[["{LETTERS}".index(letter) for letter in word]]  # (letters, 2), one-hot

# Keras multiplies from the other side, so its matrices are these, turned over.
W = np.array({weights.kernel.tolist()})
U = np.array({weights.recurrent.tolist()})
b = np.array({weights.bias.tolist()})
cell = keras.layers.SimpleRNN({UNITS}, return_sequences=True)
cell.build((None, None, 2))
cell.set_weights([W.T, U.T, b])

states = keras.ops.convert_to_numpy(cell(x[None].astype("float32")))[0]  # (letters, 3)
for letter, state in zip(word, states):
    print(letter, np.round(state, 2))
'''
