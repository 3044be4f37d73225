"""The network with three units: Keras' numbers, and what is said of its units, for every word."""

from __future__ import annotations

from itertools import product

import keras
import numpy as np
import pytest

from dlcore.errors import LabError
from dlcore.rnn import toy

WORDS = ["".join(word) for n in range(1, toy.LONGEST + 1) for word in product("ab", repeat=n)]


@pytest.mark.parametrize("cell", toy.TOYS)
@pytest.mark.parametrize("word", ["a", "bbabb", "abbabaab"])
def test_it_is_a_simple_rnn_of_keras(cell, word):
    weights, found = toy.TOYS[cell], toy.toy_pass(word, cell)
    layer = keras.layers.SimpleRNN(3, return_sequences=True)
    layer.build((None, None, 2))
    layer.set_weights([weights.kernel.T, weights.recurrent.T, weights.bias])
    one_hot = np.array([[letter == "a", letter == "b"] for letter in word], np.float32)
    states = keras.ops.convert_to_numpy(layer(one_hot[None]))[0]
    np.testing.assert_allclose(found.states[1:], states, atol=1e-6)
    assert not found.states[0].any()
    np.testing.assert_allclose(found.sums, found.read + found.carried + weights.bias)
    np.testing.assert_array_equal(found.inputs, one_hot)


def test_unit_1_hears_the_letter_unit_2_the_one_before_unit_3_whether_there_was_an_a():
    for word in WORDS:
        states = toy.toy_pass(word, "memory").states
        assert states[1, 1] == 0  # before the first letter there is none
        for t, letter in enumerate(word, 1):
            assert (states[t, 0] > 0) == (letter == "a")
            assert t == 1 or (states[t, 1] > 0) == (word[t - 2] == "a")
            assert (states[t, 2] > 0) == ("a" in word[:t])


def test_without_u_a_state_knows_its_letter_only():
    for word in WORDS:
        for letter, state in zip(word, toy.toy_pass(word, "none").states[1:], strict=True):
            np.testing.assert_array_equal(state, toy.toy_pass(letter, "none").states[1])
            assert (state[2] > 0) == (letter == "a")
            assert state[1] == 0


@pytest.mark.parametrize("cell", toy.TOYS)
def test_the_code_says_the_same(cell, capsys):
    space: dict = {}
    exec(compile(toy.toy_script("BB abb", cell), "shown", "exec"), space)
    shown = toy.toy_pass("bbabb", cell).states[1:]
    np.testing.assert_allclose(space["states"], shown, atol=1e-6)
    assert len(capsys.readouterr().out.splitlines()) == 5


@pytest.mark.parametrize("typed", ["", " ", "abc", "a1", "ä", "a" * 9, "\U0001f642"])
def test_what_is_no_word_is_refused(typed):
    with pytest.raises(LabError, match="each of them a or b"):
        toy.read_word(typed)


def test_a_word_is_read_as_people_type_it():
    assert toy.read_word(" aB ba") == "abba"


def test_a_cell_that_is_not_there_is_refused():
    with pytest.raises(LabError):
        toy.toy_pass("ab", "lstm")
