"""Lines under four losses, each against another way of finding it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import least_squares, linprog, minimize

from dlcore.errors import LabError
from dlcore.losses import LossChoice, line_fit
from dlcore.losses.line_fit import FITTED, fit_lines, sample_points
from dlcore.validation import ConfigError

ALL = [LossChoice(name) for name in FITTED]


def with_outlier(x=9.0, y=-8.0):
    xs, ys = sample_points()
    return np.append(xs, x), np.append(ys, y)


CLOUDS = {
    "plain": sample_points(),
    "outlier": with_outlier(),
    "far": with_outlier(5.0, 1e4),
    "aside": with_outlier(1e4, -1e4),
    "two": (np.array([0.0, 1.0]), np.array([3.0, 1.0])),
    "twice": (np.array([1.0, 1.0, 2.0, 2.0]), np.array([0.0, 1.0, 5.0, 7.0])),
    "noise": tuple(np.random.default_rng(1).normal(0, 3, (2, 40))),
}
cloud = pytest.mark.parametrize("points", CLOUDS.values(), ids=CLOUDS)


@cloud
def test_mean_squared_error_is_least_squares(points):
    line = fit_lines(*points, ALL)["mean_squared_error"]
    slope, intercept = np.polyfit(*points, 1)
    np.testing.assert_allclose(
        [line.slope, line.intercept], [slope, intercept], rtol=1e-6, atol=1e-5
    )


@cloud
def test_mean_absolute_error_is_as_small_as_linear_programming_makes_it(points):
    x, y = points
    n = len(x)
    # minimise the sum of errors e with -e <= a x + b - y <= e
    sides = np.stack([x, np.ones(n)], axis=1)
    above = np.vstack([np.hstack([sides, -np.eye(n)]), np.hstack([-sides, -np.eye(n)])])
    found = linprog(
        np.append([0, 0], np.ones(n)),
        above,
        np.append(y, -y),
        bounds=[(None, None)] * 2 + [(0, None)] * n,
    )
    line = fit_lines(x, y, ALL)["mean_absolute_error"]
    assert line.loss == pytest.approx(found.fun / n, rel=1e-7, abs=1e-9)
    assert np.abs(line.slope * x + line.intercept - y).mean() == pytest.approx(line.loss, abs=1e-9)


@cloud
@pytest.mark.parametrize("delta", [0.05, 0.5, 1.0, 20.0])
def test_huber_is_as_small_as_scipy_makes_it(points, delta):
    x, y = points

    def mean(line):
        error = np.abs(line[0] * x + line[1] - y)
        return np.where(error <= delta, error**2 / 2, delta * error - delta**2 / 2).mean()

    found = least_squares(
        lambda line: line[0] * x + line[1] - y,
        np.polyfit(x, y, 1),
        loss="huber",
        f_scale=delta,
        xtol=1e-14,
        ftol=1e-14,
        x_scale=[1 / max(np.ptp(x), 1), 1],
    )
    line = fit_lines(x, y, [LossChoice("huber", {"delta": delta})])["huber"]
    assert line.loss == pytest.approx(mean([line.slope, line.intercept]), rel=1e-9, abs=1e-12)
    assert line.loss <= mean(found.x) * (1 + 1e-6) + 1e-9


@cloud
def test_log_cosh_is_as_small_as_bfgs_on_the_formula_makes_it(points):
    x, y = points

    def mean(line):
        error = line[0] * x + line[1] - y
        return (np.logaddexp(error, -error) - np.log(2)).mean()

    line = fit_lines(x, y, ALL)["log_cosh"]
    best = min(
        minimize(mean, start, method=method).fun
        for start in (np.polyfit(x, y, 1), [line.slope, line.intercept])
        for method in ("BFGS", "Nelder-Mead")
    )
    assert line.loss == pytest.approx(mean([line.slope, line.intercept]), abs=1e-7)
    assert line.loss <= best * (1 + 1e-6) + 1e-7


def test_an_outlier_pulls_squared_error_most():
    lines = fit_lines(*with_outlier(), ALL)
    off = {name: abs(line.slope - 1) for name, line in lines.items()}
    assert off["mean_squared_error"] > 0.4
    assert all(off[name] < 0.1 for name in FITTED[1:])


def test_the_same_points_every_time():
    np.testing.assert_array_equal(sample_points(), sample_points())
    assert abs(np.polyfit(*sample_points(), 1)[0] - 1) < 0.05


def test_a_fit_asks_keras_seldom_and_traces_nothing_twice(monkeypatch):
    compiled = line_fit._compiled
    asked = []

    def counted(name):
        evaluate, compare = compiled(name)
        return lambda *arguments: asked.append(name) or evaluate(*arguments), compare

    monkeypatch.setattr(line_fit, "_compiled", counted)
    fits = np.linspace(-10, 20, 15)
    for y in fits:
        fit_lines(
            *with_outlier(y=y),
            [*ALL[:2], LossChoice("huber", {"delta": 1 + abs(float(y))}), ALL[3]],
        )
    assert 0 < len(asked) < 50 * len(fits)  # at 0.2 ms each
    assert {compiled(name)[0].experimental_get_tracing_count() for name in FITTED[2:]} == {1}


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([], []),
        ([1.0], [1.0]),
        ([1.0, 1.0], [0.0, 2.0]),
        ([1.0, 2.0], [1.0]),
        ([1.0, float("nan")], [1.0, 2.0]),
        ([1.0, 2.0], [1.0, float("inf")]),
        ([1.0, 2.0], [1.0, 1e300]),
        (range(101), range(101)),
    ],
)
def test_points_that_make_no_line_are_refused(x, y):
    with pytest.raises(LabError):
        fit_lines(x, y, ALL)


def test_other_losses_are_refused():
    with pytest.raises(ConfigError):
        fit_lines([0, 1], [0, 1], [LossChoice("hinge")])
