"""Hidden units: their values against NumPy's other formulas, the hat of three, and the script."""

import numpy as np
import pytest

from dlcore.activations.unit import BENDS, HiddenUnit, added, unit_script
from dlcore.neuron.formulas import FORMULAS

X = np.linspace(-4, 4, 161)
HAT = (HiddenUnit(1, 1, 1), HiddenUnit(1, 0, -2), HiddenUnit(1, -1, 1))


@pytest.mark.parametrize("name", BENDS)
def test_a_unit_bends_its_line_as_the_activation_of_that_name_does(name):
    unit = HiddenUnit(1.5, -0.5, 2.0)
    np.testing.assert_allclose(unit.line(X), 1.5 * X - 0.5)
    expected = 2 * FORMULAS[name].value(1.5 * X - 0.5)
    np.testing.assert_allclose(unit.output(name, X), expected, atol=1e-12)


def test_the_bend_lies_where_the_line_crosses_zero():
    assert HiddenUnit(2.0, 1.0).middle == -0.5
    assert HiddenUnit(0.0, 1.0).middle is None


def test_three_corners_make_a_hat():
    hat = added(HAT, "relu", X)
    np.testing.assert_allclose(hat, np.maximum(0, 1 - np.abs(X)), atol=1e-12)


def test_lines_add_up_to_a_line():
    line = added(HAT, "linear", X)
    np.testing.assert_allclose(np.diff(line, 2), 0, atol=1e-12)


@pytest.mark.parametrize("name", BENDS)
def test_the_script_computes_the_same(name):
    space: dict = {}
    exec(unit_script(HAT, name), space)
    np.testing.assert_allclose(space["y"], added(HAT, name, X), atol=1e-12)
