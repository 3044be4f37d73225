"""Which sums are trained on and which are held out."""

import numpy as np
import pytest

from dlcore.addition.alphabet import decode
from dlcore.addition.sums import (
    TEST,
    TRAIN,
    VALIDATION,
    Sums,
    draw_training,
    encode_sums,
    held_out,
    part_of,
)

M64 = 2**64 - 1


def splitmix(state: int) -> int:
    """The output of SplitMix64 (Steele et al. 2014) in Python's whole numbers."""
    z = state & M64
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M64
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M64
    return z ^ (z >> 31)


def part_in_python(a: int, b: int) -> int:
    low, high = sorted((a, b))
    drawn = splitmix((low * 10_000 + high + 11) * 0x9E3779B97F4A7C15) % 100
    return TEST if drawn < 10 else VALIDATION if drawn < 15 else TRAIN


def pairs(sums: Sums) -> set[tuple[int, int]]:
    """Whichever number stands first."""
    return {tuple(sorted(p)) for p in zip(sums.first.tolist(), sums.second.tolist(), strict=True)}


def test_the_part_of_a_pair_is_what_python_computes():
    random = np.random.default_rng(0)
    first, second = random.integers(0, 10_000, (2, 300))
    expected = [part_in_python(a, b) for a, b in zip(first.tolist(), second.tolist(), strict=True)]
    assert part_of(first, second).tolist() == expected
    np.testing.assert_array_equal(part_of(first, second), part_of(second, first))


def test_ten_in_a_hundred_pairs_are_for_the_test_and_five_are_watched():
    first, second = (grid.ravel() for grid in np.mgrid[:1000, :1000])
    shares = np.bincount(part_of(first, second), minlength=3) / 1e6
    assert shares == pytest.approx([0.85, 0.05, 0.10], abs=0.002)


@pytest.mark.parametrize("digits", [1, 2, 3, 4])
def test_no_pair_is_in_two_parts(digits):
    trained = pairs(draw_training(50_000, digits, np.random.default_rng(1)))
    watched, test = (
        set().union(*map(pairs, held_out(part, 300, digits).values()))
        for part in (VALIDATION, TEST)
    )
    assert not trained & watched
    assert not trained & test
    assert not watched & test


def test_held_out_sums_are_even_over_the_lengths_and_never_twice():
    found = held_out(TEST, 300, 3)
    assert list(found) == [(m, n) for m in (1, 2, 3) for n in (1, 2, 3)]
    for (m, n), sums in found.items():
        assert {len(str(a)) for a in sums.first} == {m}
        assert {len(str(b)) for b in sums.second} == {n}
        assert len(set(sums.questions)) == len(sums)
    tested = [
        sum(part_in_python(a, b) == TEST for a in range(10) for b in longer)
        for longer in (range(10), range(10, 100))
    ]
    assert {lengths: len(sums) for lengths, sums in found.items() if len(sums) < 300} == {
        (1, 1): tested[0],
        (1, 2): tested[1],
        (2, 1): tested[1],
    }


def test_of_the_short_sums_all_that_are_held_out_are_asked():
    found = {lengths: set(sums.questions) for lengths, sums in held_out(TEST, 2000, 2).items()}
    for (m, n), texts in found.items():
        of_length = [range(0 if k == 1 else 10 ** (k - 1), 10**k) for k in (m, n)]
        assert texts == {
            f"{a}+{b}" for a in of_length[0] for b in of_length[1] if part_in_python(a, b) == TEST
        }


def test_held_out_sums_are_the_same_each_time():
    one, other = (held_out(VALIDATION, 50, 3)[3, 3].questions for _ in range(2))
    assert one == other


def test_training_sums_come_from_the_seed_and_are_as_many_as_asked_for():
    one, same, other = (
        draw_training(1000, 3, np.random.default_rng(seed)).questions for seed in (4, 4, 5)
    )
    assert one == same != other
    assert len(one) == 1000
    assert len(draw_training(1, 1, np.random.default_rng(0))) == 1


def test_a_digit_more_is_twice_as_frequent():
    first = draw_training(100_000, 3, np.random.default_rng(0)).first
    shares = np.bincount([len(str(a)) for a in first], minlength=4)[1:] / len(first)
    assert shares == pytest.approx([1 / 7, 2 / 7, 4 / 7], abs=0.01)


def test_what_a_network_is_given_and_what_it_is_to_say():
    sums = Sums(np.array([47, 0, 99]), np.array([85, 7, 1]))
    plain, ones_first = (encode_sums(sums, 2, flag) for flag in (False, True))
    assert decode(plain.questions) == ["47+85", "0+7", "99+1"]
    assert decode(plain.answers) == ["132", "7", "100"]
    assert decode(plain.prompts) == ["=13", "=7", "=10"]
    np.testing.assert_array_equal(ones_first.questions, plain.questions)
    assert decode(ones_first.answers) == ["231", "7", "001"]
    assert decode(ones_first.prompts) == ["=23", "=7", "=00"]
