"""Several functions in one call, gaps, and the zones where a unit learns slowly."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from dlcore.activations.curves import OWN, ActivationChoice, Gap, curves, flat_zones, gap
from dlcore.activations.functions import evaluate
from dlcore.errors import LabError
from dlcore.validation import ConfigError


def test_each_choice_is_drawn_and_read_out():
    found = curves(
        [
            ActivationChoice("sigmoid"),
            ActivationChoice("elu", {"alpha": 2.0}),
            ActivationChoice(OWN, formula="x^2 + 1"),
        ],
        -4.0,
        4.0,
        points=9,
        at=0.5,
    )
    np.testing.assert_array_equal(found.x, np.arange(-4, 5))
    sigmoid, elu, own = pickle.loads(pickle.dumps(found)).lines
    assert sigmoid.y_at == pytest.approx(1 / (1 + np.exp(-0.5)))
    np.testing.assert_array_equal(elu.y, evaluate("elu", found.x, alpha=2.0)[0])
    np.testing.assert_allclose(own.y, found.x**2 + 1)
    np.testing.assert_allclose(own.dy, 2 * found.x, atol=1e-12)
    assert (own.y_at, own.dy_at) == pytest.approx((1.25, 1.0))


@pytest.mark.parametrize(
    ("low", "high"),
    [(1.0, 1.0), (2.0, -2.0), (np.nan, 1.0), (0.0, np.inf), (-1e5, 0.0), (0.0, 1e-9)],
)
def test_a_range_that_is_none_is_refused(low, high):
    with pytest.raises(ConfigError):
        curves([ActivationChoice("relu")], low, high)


def test_a_reversed_range_is_said():
    with pytest.raises(ConfigError, match=r"from a smaller to a larger x.*Received: from 2 to -2"):
        curves([ActivationChoice("relu")], 2.0, -2.0)


def test_too_much_at_once_is_refused():
    with pytest.raises(ConfigError, match="functions must be a whole number from 0 to 12"):
        curves([ActivationChoice("relu")] * 13, -1.0, 1.0)
    with pytest.raises(ConfigError, match="points"):
        curves([ActivationChoice("relu")], -1.0, 1.0, points=100_000)
    with pytest.raises(ConfigError, match="x must be a number"):
        curves([ActivationChoice("relu")], -1.0, 1.0, at=float("nan"))


def test_nothing_chosen_is_an_empty_picture():
    assert curves([], -1.0, 1.0).lines == ()


@pytest.mark.parametrize("formula", ["1/0", "log(-1)", "exp(exp(exp(x)))", "x**x**x**x**x", "1/x"])
def test_a_formula_without_end_leaves_gaps(formula):
    found = curves([ActivationChoice(OWN, formula=formula)], -6.0, 6.0)
    assert gap(found.x, found.lines[0].y, found.lines[0].dy) is not None


def test_a_formula_that_cannot_be_read_is_said():
    with pytest.raises(LabError, match="Character 1"):
        curves([ActivationChoice(OWN, formula="__import__('os')")], -1.0, 1.0)


def test_gaps_are_counted_from_the_first():
    x = np.array([-1.0, 0.0, 1.0, 2.0])
    assert gap(x, np.array([1, np.nan, 2, 3]), np.array([1, np.inf, np.inf, 3])) == Gap(0.0, 2)
    assert gap(x, x, x) is None


def test_the_sigmoid_is_flat_where_its_slope_says():
    found = curves([ActivationChoice("sigmoid")], -6.0, 6.0)
    (left, right) = flat_zones(found.x, found.lines[0].dy)
    s = (1 + np.sqrt(1 - 0.4)) / 2  # s (1 - s) = 0.1
    x = np.log(s / (1 - s))
    assert left == pytest.approx((-6, -x), abs=1e-3)
    assert right == pytest.approx((x, 6), abs=1e-3)


def test_zones_end_where_there_is_no_slope():
    x = np.arange(6.0)
    assert flat_zones(x, np.array([0, 0, np.nan, 1, 0, 0.0])) == [(0.0, 1.0), (3.9, 5.0)]
    assert flat_zones(x, np.ones(6)) == []
    assert flat_zones(x, np.zeros(6)) == [(0.0, 5.0)]
