"""What “Show the code” shows is run, and gives the numbers of the page."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dlcore.losses import LOSSES, LossChoice, of_family
from dlcore.losses import script as loss_script
from dlcore.losses.curves import curves
from dlcore.losses.examples import WRITTEN, example_losses
from dlcore.losses.line_fit import FITTED, fit_lines, sample_points
from dlcore.losses.saturation import COMPARED, saturate


def run(source: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(source, "script", "exec"), names)
    return names


def altered(name: str) -> LossChoice:
    """A loss with parameters other than Keras' own."""
    return LossChoice(name, {p.keyword: p.default / 2 + 0.1 for p in LOSSES[name].parameters})


@pytest.mark.parametrize(
    ("family", "target", "low", "high", "logits"),
    [
        ("regression", 0.5, -3, 3, False),
        ("probability", 0.8, 0, 1, False),
        ("probability", 1.0, -8, 8, True),
        ("margin", -1, -2.5, 3, False),
    ],
)
def test_curves(family, target, low, high, logits):
    choices = [altered(name) for name in of_family(family)]
    names = run(loss_script.curves_script(choices, target, low, high, 101, logits))
    found = curves(choices, float(target), low, high, low, 101, logits)
    np.testing.assert_allclose(names["x"].numpy()[:, 0], found.x, atol=1e-12)
    for name, curve in found.curves.items():
        np.testing.assert_allclose(names["values"][name], curve.loss, rtol=1e-6, atol=1e-9)
        np.testing.assert_allclose(names["gradients"][name], curve.gradient, rtol=1e-6, atol=1e-9)


def test_lines():
    x, y = (
        np.append(column, value) for column, value in zip(sample_points(), (9, -8), strict=True)
    )
    choices = [altered(name) for name in FITTED]
    names = run(loss_script.fit_script(x, y, choices))
    for name, line in fit_lines(x, y, choices).items():
        np.testing.assert_allclose(names["lines"][name], [line.slope, line.intercept], atol=1e-4)


def test_saturation():
    names = run(loss_script.saturation_script(-3, steps=20))
    for name in COMPARED:
        part = saturate(-3).descents[name]
        assert names["gradients"][name] == pytest.approx(part.gradient_at, abs=1e-6)
        np.testing.assert_allclose(names["paths"][name], part.path[:21], atol=1e-6)


@pytest.mark.parametrize("name", WRITTEN)
def test_examples(name):
    weights, classes = [[90, 7, 3], [30, 45.5, 25]], [0, 2]
    names = run(loss_script.examples_script(altered(name), classes, weights))
    found = example_losses(altered(name), classes, weights)
    np.testing.assert_allclose(names["values"], found.values, rtol=1e-6)
    assert names["mean"] == pytest.approx(found.mean, rel=1e-6)


def test_the_code_of_nothing_runs():
    assert run(loss_script.curves_script([], 0, 0, 1))["values"] == {}
