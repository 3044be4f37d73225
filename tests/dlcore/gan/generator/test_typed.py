"""What was typed, and how it is written."""

import numpy as np
import pytest

from dlcore.gan.generator.shipped import DrawingError
from dlcore.gan.generator.typed import MOST_DIGITS, read_names, read_typed, written


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("42", "42"),
        ("2026-11-26", "2026-11-26"),
        (" 26/11/2026 ", "26/11/2026"),
        ("3.14159", "3.14159"),
        ("12:30", "12:30"),
        ("１２，５", "12,5"),
        ("2026年11月26日", "2026-11-26"),
        ("2026年11月", "2026-11"),
        ("07  1984", "07 1984"),
        ("5–7", "5-7"),
    ],
)
def test_numbers_and_dates_are_read(text, read):
    typed = read_typed(text)
    assert typed.text == read
    assert typed.labels == tuple(int(sign) for sign in read if sign.isdigit())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("26 Nov 2026", "Received: N o v"),
        ("", "at least one digit"),
        ("--", "at least one digit"),
        ("²", "Received: ²"),
        ("<b>", "Received: < b >"),
        ("1" * (MOST_DIGITS + 1), f"Received: {MOST_DIGITS + 1}"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_a_sentence(text, said):
    with pytest.raises(DrawingError) as caught:
        read_typed(text)
    assert said in str(caught.value)


def test_digits_stand_in_their_order_as_narrow_as_they_are():
    one, two = np.zeros((2, 28, 28), np.uint8)
    one[5:20, 13:15] = 255
    two[10:12, 4:24] = 200
    sheet = written(read_typed("12"), np.stack([one, two]))
    inked = sheet.max(axis=0)
    assert sheet.shape == (28, 2 + (2 + 4) + (20 + 4) + 2)
    assert list(inked[inked > 0]) == [255] * 2 + [200] * 20


@pytest.mark.parametrize("sign", "-./:,")
def test_signs_have_ink_and_a_space_has_none(sign):
    blank = np.zeros((2, 28, 28), np.uint8)
    assert written(read_typed(f"1{sign}2"), blank).max() > 100
    assert written(read_typed("1 2"), blank).max() == 0


def test_too_few_images_are_refused():
    with pytest.raises(ValueError, match="expected 3"):
        written(read_typed("123"), np.zeros((2, 28, 28), np.uint8))


NAMES = ("α", "β", "αβγ", "two words", "é", "<b>", "שלום")


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("α", (0,)),
        ("βα", (1, 0)),
        ("β  α\tβ", (1, 0, 1)),
        ("αβγ", (2,)),
        ("ααβγβ", (0, 2, 1)),
        ("two words α", (3, 0)),
        ("e\u0301", (4,)),
        ("<b>שלום", (5, 6)),
    ],
)
def test_names_of_classes_are_read_the_longest_first(text, labels):
    assert read_names(text, NAMES).labels == labels


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("αδβ", "Received: δβ"),
        ("  ", "the name of one class"),
        ("7", "Received: 7"),
        ("α" * (MOST_DIGITS + 1), f"Received: {MOST_DIGITS + 1}"),
    ],
)
def test_what_is_no_name_is_said_in_a_sentence(text, said):
    with pytest.raises(DrawingError) as caught:
        read_names(text, NAMES)
    assert said in str(caught.value)


def test_names_are_written_with_their_spaces():
    ink = np.full((2, 28, 28), 200, np.uint8)
    apart, together = (written(read_names(text, NAMES), ink) for text in ("α β", "αβ"))
    assert apart.shape[1] == together.shape[1] + 12
