"""Answers, character by character."""

import numpy as np
import pytest

from dlcore.addition.alphabet import ALPHABET, encode
from dlcore.addition.answering import answer, greedy_decode
from dlcore.addition.config import AdditionConfig
from dlcore.addition.network import build_addition
from dlcore.errors import LabError


def test_greedy_one_question_and_one_character_at_a_time(model):
    questions = ["47+85", "9+0", "10+10"]
    decoding = greedy_decode(model, questions)
    for row, question in enumerate(questions):
        written = "="
        for place in range(3):
            prompt = encode([written], 3)
            shares = model.predict_on_batch((encode([question], 5), prompt))[0, place]
            np.testing.assert_allclose(decoding.probabilities[row, place], shares, atol=1e-5)
            written += ALPHABET[shares.argmax()]
        assert decoding.texts[row] == written[1:].rstrip()


def test_an_answer_has_a_probability_for_each_character(model):
    found = answer(model, " 47 + 85 ")
    assert found.question.text == "47+85"
    assert len(found.characters) == 3
    assert "".join(c.said for c in found.characters).rstrip() == found.said
    assert not found.ones_first
    for character in found.characters:
        assert 0 < character.runner_up_probability <= character.probability <= 1
        assert character.said != character.runner_up
    assert found.right == (found.said == "132")


class Adder:
    """A network that knows how to add, and writes ones first if it is told to."""

    def __init__(self, name):
        self.name = name
        self.input_shape = [(None, 5), (None, 3)]

    def predict_on_batch(self, inputs):
        asked = "".join(ALPHABET[code] for code in inputs[0][0]).strip()
        total = str(sum(map(int, asked.split("+"))))
        total = total[::-1] if self.name.endswith("ones-first") else total
        return 0.9 * np.eye(len(ALPHABET))[encode([total], 3)]


@pytest.mark.parametrize("name", ["addition", "addition-ones-first"])
def test_a_reader_reads_from_left_to_right_however_it_was_written(name):
    found = answer(Adder(name), "95+8")
    assert found.said == "103"
    assert found.right
    written = "".join(c.said for c in found.characters)
    assert written == ("301" if found.ones_first else "103")
    assert found.expected == written
    short = answer(Adder(name), "2+3")
    assert (short.said, short.expected) == ("5", "5  ")


def test_what_is_no_sum_for_this_network_is_refused():
    model = build_addition(AdditionConfig(digits=2, units=2))
    with pytest.raises(LabError, match="numbers up to 99"):
        answer(model, "123+4")
