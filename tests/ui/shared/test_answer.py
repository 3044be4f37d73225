"""What a network reads, said of any classes, and those that there is room for."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore.data.dataset import DIGITS
from tests.strangers import HOSTILE
from ui.shared.answer import likeliest, sentence, spoken
from ui.shared.readers import Reader


def test_classes_that_a_file_has_not_named_are_numbers():
    read_by = Reader(None, found=("a", "b"))
    assert read_by.called(2) == ("a", "b")
    assert read_by.called(3) == ("0", "1", "2")


def test_where_there_is_room_all_are_shown_in_their_order():
    probabilities = np.linspace(0.19, 0.01, 10)
    found = likeliest(probabilities, DIGITS)
    assert found.names == DIGITS
    np.testing.assert_array_equal(found.probabilities, probabilities)
    assert found.places([3, 7]) == [3, 7]
    assert found.note() == ""


def test_of_many_the_likeliest_are_shown_and_the_rest_is_said():
    probabilities = np.random.default_rng(0).dirichlet(np.ones(62)).astype(np.float32)
    names = [f"class {i}" for i in range(62)]
    found = likeliest(probabilities, names, 12)
    order = np.argsort(-probabilities)[:12]
    np.testing.assert_array_equal(found.numbers, order)
    np.testing.assert_array_equal(found.probabilities, probabilities[order])
    assert found.names == tuple(names[i] for i in order)
    assert found.left_out == 50
    assert found.rest == pytest.approx(1 - probabilities[order].sum(), abs=1e-5)
    assert found.places([int(order[2])]) == [2]
    assert found.places([int(probabilities.argmin())]) == []
    assert "12 likeliest of 62 classes" in found.note()


def test_those_of_the_most_weight_are_shown_where_weights_are_given():
    found = likeliest(np.eye(20)[3], DIGITS + tuple("abcdefghij"), 2, np.arange(20))
    assert found.names == ("j", "i")
    assert found.rest == 1.0


@pytest.mark.parametrize("name", HOSTILE)
def test_a_strangers_name_is_text_in_the_sentence_and_as_it_is_in_what_is_spoken(name):
    probabilities = np.array([0.9, 0.1])
    assert f"**{name}**" not in sentence(probabilities, None, (name, "b")) or name.isalnum()
    assert spoken(probabilities, 1, (name, "b")) == f"Read as {name} with 90.0%, but it is b."
