import numpy as np
import pytest

from dlcore.rnn.order import ORDERS, onset, unit_order
from dlcore.validation import ConfigError

# Four units over five steps: late and strong, early, silent, falling to its strongest at once.
VALUES = np.array(
    [
        [0.0, 0.3, 0.0, -0.5],
        [0.1, 0.5, 0.0, -0.2],
        [0.2, 0.5, 0.0, 0.0],
        [0.9, 0.4, 0.0, 0.0],
        [1.0, 0.2, 0.0, 0.0],
    ]
)


def test_a_unit_fires_when_it_reaches_half_of_its_furthest():
    assert onset(VALUES).tolist() == [4, 1, 6, 1]


@pytest.mark.parametrize(
    ("by", "expected"),
    [("onset", [1, 3, 0, 2]), ("strength", [0, 1, 3, 2]), ("number", [0, 1, 2, 3])],
)
def test_units_in_an_order(by, expected):
    assert unit_order(VALUES, by).tolist() == expected
    assert by in ORDERS


def test_no_other_order():
    with pytest.raises(ConfigError, match="order must be one of"):
        unit_order(VALUES, "beauty")
