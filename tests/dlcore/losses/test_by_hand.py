"""The line by hand: its error, and the least there is, against NumPy's own fit."""

import numpy as np
import pytest

from dlcore.losses.by_hand import HandLine, least_squares
from dlcore.losses.line_fit import sample_points


def test_the_error_of_a_line_is_the_mean_of_squares():
    x, y = np.array([0.0, 1.0, 2.0]), np.array([1.0, 1.0, 5.0])
    line = HandLine(2.0, 1.0)
    assert line.at(x).tolist() == [1, 3, 5]
    assert line.squared_error(x, y) == pytest.approx(4 / 3)


def test_the_line_of_least_squares_is_numpy_s_and_none_near_it_is_better():
    x, y = sample_points()
    found = least_squares(x, y)
    np.testing.assert_allclose([found.slope, found.intercept], np.polyfit(x, y, 1))
    least = found.squared_error(x, y)
    for slope, intercept in ((0.01, 0), (-0.01, 0), (0, 0.01), (0, -0.01), (0.01, -0.05)):
        near = HandLine(found.slope + slope, found.intercept + intercept)
        assert near.squared_error(x, y) > least
