"""Charts of losses: every case is drawn, empty ones too, and shows the numbers it was given."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore.figures import losses as figures
from dlcore.figures.lines import ValueAndGradient
from dlcore.figures.palette import line_styles

X = np.linspace(-2, 2, 5)
STYLE = line_styles(["huber"])["huber"]
LOOKS = {"huber": ("Huber", STYLE)}
WORDS = figures.LossWords(x="ŷ", loss="loss", gradient="gradient")


def pair(label="MSE"):
    return ValueAndGradient(label, STYLE, X**2, 2 * X, 1.0, -2.0)


def test_loss_stands_above_its_gradient_in_one_style():
    drawn = figures.loss_and_gradient(X, {"huber": pair()}, -1.0, words=WORDS)
    upper, lower, dot, lower_dot = drawn.data
    assert (list(upper.y), list(lower.y)) == (list(X**2), list(2 * X))
    assert (dot.y[0], lower_dot.y[0]) == (1.0, -2.0)
    assert upper.line == lower.line
    assert upper.line.color == dot.marker.color == lower_dot.marker.color
    assert (upper.yaxis, lower.yaxis) == ("y", "y2")
    assert drawn.layout.yaxis.domain[0] > drawn.layout.yaxis2.domain[1]
    assert drawn.layout.xaxis.range == (-2, 2)
    assert drawn.layout.shapes[0].x0 == -1.0


def test_a_stretch_is_shaded_and_named():
    shade = figures.Shade(-2.0, -1.0, "plateau")
    drawn = figures.loss_and_gradient(X, {"huber": pair()}, 0.0, shade=shade, words=WORDS)
    assert (drawn.layout.shapes[1].x0, drawn.layout.shapes[1].x1) == (-2, -1)
    assert drawn.layout.annotations[0].text == "plateau"


def test_limits_are_kept():
    drawn = figures.loss_and_gradient(
        X, {"huber": pair()}, 0.0, loss_limit=5.0, gradient_limit=10.0, words=WORDS
    )
    assert drawn.layout.yaxis.range[1] == 5
    assert drawn.layout.yaxis2.range == (-10, 10)


@pytest.mark.parametrize("x", [X, np.array([])])
def test_no_loss_is_an_empty_chart(x):
    assert not figures.loss_and_gradient(x, {}, 0.0, words=WORDS).data


def fit(outlier, lines):
    return figures.fitted_lines(
        X,
        X,
        outlier,
        lines,
        LOOKS,
        (1.0, 0.0),
        x_range=(0, 10),
        y_range=(-5, 15),
        words=figures.FitWords(points="points", outlier="outlier", truth="truth"),
    )


def test_lines_and_the_outlier_on_top():
    drawn = fit((9.0, -3.0), {"huber": (2.0, 1.0)})
    assert [trace.name for trace in drawn.data] == ["truth", "Huber", "points", "outlier"]
    assert list(drawn.data[1].y) == [1, 21]
    assert (drawn.data[-1].x[0], drawn.data[-1].y[0]) == (9.0, -3.0)


def test_without_outlier_and_lines():
    assert [trace.name for trace in fit(None, {}).data] == ["truth", "points"]


def test_paths_begin_after_the_first_step():
    drawn = figures.descents(
        {"huber": np.array([0.1, 0.2, 0.9])}, LOOKS, step_label="step", probability_label="p"
    )
    assert list(drawn.data[0].x) == [1, 2]
    assert list(drawn.data[0].y) == [0.2, 0.9]
    long = np.linspace(0, 1, 1001)
    drawn = figures.descents({"huber": long}, LOOKS, step_label="step", probability_label="p")
    x, y = drawn.data[0].x, drawn.data[0].y
    assert (x[0], x[-1]) == (1, 1000)
    assert len(x) <= 150
    np.testing.assert_array_equal(y, long[x])
    empty = {"huber": np.array([0.5])}
    drawn = figures.descents(empty, LOOKS, step_label="step", probability_label="p")
    assert not len(drawn.data[0].x)
    assert not figures.descents({}, {}, step_label="step", probability_label="p").data


def test_bars_of_examples():
    drawn = figures.example_bars(
        np.array([[0.9, 0.1], [0.4, 0.6]]), [0, 0], 1, classes=["3", "5"], titles=["a", "b"]
    )
    (bar,) = drawn.data
    assert list(bar.y) == [0.9, 0.1, 0.4, 0.6]
    assert len(set(bar.x)) == 4
    assert bar.text[0] == "90%"
    assert list(drawn.layout.xaxis.ticktext) == ["3 ✓", "5", "3 ✓", "5"]
    assert len(set(bar.marker.color)) == 4
    assert [note.text for note in drawn.layout.annotations] == ["a", "b"]
    assert (
        not figures.example_bars(np.zeros((0, 2)), [], 0, classes=["3", "5"], titles=[])
        .data[0]
        .y.size
    )
