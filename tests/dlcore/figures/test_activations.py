"""Charts of activations: their numbers, and that nothing empty or endless breaks them."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore.figures import palette
from dlcore.figures.activations import (
    CurveWords,
    DepthWords,
    bars,
    curves,
    depth,
    jacobian,
)
from dlcore.figures.lines import ValueAndGradient

X = np.linspace(-2, 2, 5)
STYLES = list(palette.line_styles("ab").values())


def line(y, name="a", style=STYLES[0]) -> ValueAndGradient:
    y = np.asarray(y, dtype=float)
    return ValueAndGradient(name, style, y, y / 2, float(y[1]), float(y[1] / 2))


def draw(lines, x=X, zones=(), at=-1.0):
    return curves(
        x,
        lines,
        at=at,
        zones=zones,
        zone_colour="#1F83C4",
        level=0.1,
        words=CurveWords(zone="flat", value="f(x)", slope="f′(x)"),
    )


def test_f_stands_above_its_slope_in_the_same_colour():
    figure = draw([line(X**2), line(-X, "b", STYLES[1])])
    f, g, slope, _, points, slope_points = figure.data
    np.testing.assert_array_equal(f.y, X**2)
    np.testing.assert_array_equal(slope.y, X**2 / 2)
    assert (f.yaxis, slope.yaxis) == ("y", "y2")
    assert f.line.color == slope.line.color != g.line.color
    assert figure.layout.yaxis.domain[0] > figure.layout.yaxis2.domain[1]
    assert [d.showlegend for d in figure.data] == [True, True, False, False, False, False]
    np.testing.assert_array_equal(points.x, [-1, -1])
    np.testing.assert_array_equal(points.y, [1, 1])
    np.testing.assert_array_equal(slope_points.y, [0.5, 0.5])


def test_zones_are_shaded_and_the_widest_is_named():
    figure = draw([line(X)], zones=[(-2.0, -1.5), (0.0, 2.0)])
    rectangles = [s for s in figure.layout.shapes if s.type == "rect"]
    assert {(r.x0, r.x1) for r in rectangles} == {(-2.0, -1.5), (0.0, 2.0)}
    (name,) = figure.layout.annotations
    assert (name.text, name.x) == ("flat", 1.0)


def test_the_cursor_stands_at_x():
    cursor = draw([line(X)], at=0.25).layout.shapes[-1]
    assert (cursor.x0, cursor.x1) == (0.25, 0.25)


def test_what_grows_without_end_neither_hides_the_rest_nor_breaks_the_picture():
    figure = draw([line(X), line([np.nan, 1e300, np.inf, -1e300, 0], "b")])
    assert np.abs(figure.layout.yaxis.range).max() < 5
    np.testing.assert_array_equal(figure.data[1].y, [np.nan, 4e3, np.nan, -4e3, 0])


def test_what_is_steep_all_over_is_in_the_picture():
    figure = draw([line(100 * X)])
    assert figure.layout.yaxis.range[1] > 200
    assert figure.layout.yaxis2.range[1] > 100


@pytest.mark.parametrize("x", [X, np.zeros(0)])
def test_no_functions_are_an_empty_picture(x):
    assert len(draw([], x=x).data[0].x) == 0


def test_bars_show_probabilities_on_the_axis_of_all_shares():
    made = bars(
        np.array([0.2, 0.8]),
        ["a", "b"],
        texts=["20 %", "80 %"],
        colour="#000000",
        y_label="p",
        probabilities=True,
    )
    np.testing.assert_array_equal(made.data[0].y, [0.2, 0.8])
    assert made.layout.yaxis.range == (0, 1.1)
    logs = bars(-X, ["a"] * 5, texts=[""] * 5, colour="#000000", y_label="", probabilities=False)
    assert logs.layout.yaxis.range is None


def test_a_jacobian_is_coloured_by_sign():
    made = jacobian(
        np.array([[0.2, -0.2], [-0.2, 0.2]]), "ab", "cd", title="t", text_colour="#000000"
    )
    assert (made.data[0].zmin, made.data[0].zmax) == (-0.2, 0.2)
    assert made.data[0].text[0][1] == "-0.200"
    jacobian(np.zeros((2, 2)), "ab", "cd", title="t", text_colour="#000000")


def draw_depth(values, gradients, median):
    return depth(
        np.linspace(-1, 1, 5),
        np.asarray(values, dtype=float),
        np.linspace(-4, 0, 5),
        np.asarray(gradients, dtype=float),
        np.asarray(median, dtype=float),
        colour="#1F83C4",
        gradient_range=(-5.0, 1.0),
        words=DepthWords(value="v", gradient="g", layer="l", median="m"),
    )


def test_each_layer_is_a_column():
    shares = [[0.25, 0.75, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1]]
    figure = draw_depth(shares, shares, [1e-3, 0, np.nan])
    values, gradients, median = figure.data
    np.testing.assert_array_equal(values.x, [1, 2, 3])
    np.testing.assert_allclose(values.z[:, 0], [0.5, np.sqrt(0.75), np.nan, np.nan])
    np.testing.assert_array_equal(gradients.y, [-3.5, -2.5, -1.5, -0.5])
    np.testing.assert_allclose(median.y, [-3, np.nan, np.nan])
    assert figure.layout.yaxis2.range == (-5, 1)


def test_nothing_to_draw_is_an_empty_picture():
    draw_depth(np.zeros((2, 4)), np.zeros((2, 4)), [np.nan, np.nan])
    draw_depth(np.zeros((0, 4)), np.zeros((0, 4)), [])
