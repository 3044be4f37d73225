"""What people type, and what is said where it is no sum."""

import pickle

import pytest

from dlcore.addition.question import Sum, read_sum
from dlcore.errors import LabError


@pytest.mark.parametrize(
    ("typed", "first", "second"),
    [
        ("47+85", 47, 85),
        ("  47 + 85 ", 47, 85),
        ("4 7+8\t5\n", 47, 85),
        ("0+0", 0, 0),
        ("007+000", 7, 0),
        ("000000000000047+85", 47, 85),
        ("47+85=", 47, 85),
        ("47 + 85 = ?", 47, 85),
        ("４７＋８５", 47, 85),  # full-width, as Chinese keyboards write
        ("４７　＋　８５＝？", 47, 85),
        ("47﹢85", 47, 85),
        ("47➕85", 47, 85),
        ("47加85", 47, 85),
        ("٤٧+٨٥", 47, 85),  # Arabic
        ("999+999", 999, 999),
    ],
)
def test_sums_as_people_type_them(typed, first, second):
    assert read_sum(typed, 3) == Sum(first, second)


def test_a_question_knows_its_text_and_its_answer():
    assert Sum(7, 95).text == "7+95"
    assert Sum(7, 95).answer == "102"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Nothing is written yet"),
        ("   ", "Nothing is written yet"),
        ("=?", "Nothing is written yet"),
        ("4a+85", "digits and a plus alone.* Found: a"),
        ("seven+3", "Found: e n s v"),
        ("七+3", "Found: 七"),
        ("4.5+1", r"Found: \."),
        ("3*4", r"Found: \*"),
        ("1+2=3", "Found: ="),
        ("<script>", "digits and a plus alone"),
        ("４７", "A plus is missing.* Received: 47"),
        ("4785", "A plus is missing.* Received: 4785"),
        ("1+2+3", r"exactly two numbers.* Received: 1\+2\+3"),
        ("1++2", "exactly two numbers"),
        ("47+", r"A number is missing .* Received: 47\+"),
        ("+85", "A number is missing"),
        ("+", "A number is missing"),
        ("-4+5", r"no minus sign, no negative number\. Received: -4\+5"),
        ("4+−5", "no minus sign"),
        ("9–4", "no minus sign"),
        ("９－４", "no minus sign"),
        ("1234+5", "up to 999. Received one of 4 digits: 1234"),
        ("5+0012345", "up to 999. Received one of 5 digits: 12345"),
        ("9" * 100_000 + "+1", f"Received one of 100000 digits: {'9' * 40}$"),
    ],
)
def test_what_is_no_sum_gets_one_sentence(typed, message):
    with pytest.raises(LabError, match=message) as caught:
        read_sum(typed, 3)
    assert len(str(caught.value)) < 200
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@pytest.mark.parametrize("digits", [1, 2, 4])
def test_how_long_a_number_may_be_is_up_to_the_network(digits):
    longest = "9" * digits
    assert read_sum(f"{longest}+{longest}", digits).first == int(longest)
    with pytest.raises(LabError, match=f"up to {int(longest):,}\\. Received"):
        read_sum(f"{longest}9+1", digits)
