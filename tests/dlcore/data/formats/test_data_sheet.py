"""A data sheet says what is in a set, and strangers' text in it stays text."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from dlcore.data import parted, sample
from dlcore.data.formats.data_sheet import QUESTIONS, CardAnswers, card, known_limits, plain


def made(counts: list[int], writers: bool = True):
    labels = np.repeat(np.arange(len(counts), dtype=np.uint8), counts)
    images = np.zeros((len(labels), 28, 28), np.uint8)
    people = np.arange(len(labels), dtype=np.int32) % 6 if writers else None
    return parted(images, labels, ["α", "<b>|*x*|", "c"], name="My *set*", writers=people)


def test_a_card_counts_what_is_there():
    data = made([60, 60, 60])
    text = card(data, CardAnswers(purpose="To tell\nGreek letters."), say=str)
    assert text.startswith("# My \\*set\\*\n")
    assert "180 images" in text
    assert f"`{data.fingerprint}`" in text
    assert "Hands that drew it: 6" in text
    rows = [line for line in text.splitlines() if line.startswith("| ")][1:]
    numbers = [[int(n) for n in row.rsplit("|", 3)[1:3]] for row in rows]
    assert np.sum(numbers, axis=0).tolist() == [len(data.y_train), len(data.y_test)]
    assert "To tell Greek letters" in text
    assert text.count("Not answered.") == len(fields(CardAnswers))  # four, and the licence
    assert "Nothing that counting shows." in text


def test_text_of_strangers_is_no_markdown():
    shown = plain("<script>[a](http://x) **b** $c$\x1b[0m # d | e")
    assert "\x1b" not in shown
    for mark in "<>[]()*$#|":
        assert shown.count(mark) == shown.count("\\" + mark) > 0
    assert len(plain("x" * 5000)) == 1000
    assert r"| \<b\>\|\*x\*\| |" in card(made([20, 20, 20]))


def test_what_counting_shows_is_said():
    text = " ".join(known_limits(made([300, 6, 60], writers=False)))
    assert "Fewer than 8 images to learn from: \\<b\\>" in text
    assert "uneven: from 5 to 240" in text
    assert "not known" in text
    assert known_limits(sample()) == [
        "Who drew which image is not known: the test may hold the same hands."
    ]


def test_each_question_has_its_answer_and_all_is_said_in_the_readers_language():
    assert list(QUESTIONS) == [field.name for field in fields(CardAnswers)]
    text = card(made([60, 60, 60]), say=lambda sentence: "字" + "".join(_braces(sentence)))
    english = [word for word in ("images", "Licence", "Class", "learn") if word in text]
    assert not english


def _braces(sentence: str):
    """The fields of a template without its words."""
    for part in sentence.split("{")[1:]:
        yield "{" + part.split("}")[0] + "}"


@pytest.mark.parametrize("count", [0, 1])
def test_a_set_without_a_test_says_so(count):
    data = made([20, 20, 20])
    few = replace(data, x_test=data.x_test[:count], y_test=data.y_test[:count], writers_test=None)
    assert "Nothing to test with" in card(few)
