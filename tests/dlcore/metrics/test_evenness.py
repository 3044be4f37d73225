"""Evenness against SciPy's entropy."""

import numpy as np
import pytest
from scipy.stats import entropy

from dlcore.metrics import evenness


def test_it_is_scipys_entropy_in_units_of_the_largest():
    counts = [3, 0, 10, 7]
    assert evenness(counts) == pytest.approx(entropy(counts, base=4))


def test_equal_counts_are_even_and_a_single_class_is_not():
    assert evenness(np.full(10, 500)) == pytest.approx(1)
    assert evenness([0, 0, 12]) == 0


@pytest.mark.parametrize("counts", [[0, 0], [5], [1, -1, 3]])
def test_counts_that_are_none(counts):
    with pytest.raises(ValueError, match="at least two numbers, none negative"):
        evenness(counts)
