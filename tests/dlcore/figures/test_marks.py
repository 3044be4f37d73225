"""Marks are what plotly reads: it refuses any property that it does not know."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore.figures import marks
from dlcore.figures.layout import figure
from dlcore.figures.lines import Line

X = np.arange(3.0)
RED = "#FF0000"
TRACES = {
    "curve": marks.curve(X, X, RED, dash="dot"),
    "line": marks.line(Line(X, X, "a", RED, "dash", marked=True)),
    "points": marks.points(X, X, RED, 9, symbol="star", edge=(RED, 2)),
    "ring": marks.ring(X, X, RED),
    "spots": marks.spots(X, X, ["a", "b", "c"]),
    "bars": marks.bars(X, X, {"color": RED}, texts=["a", "b", "c"]),
    "table": marks.table(np.eye(3), X, X, np.full((3, 3), "a"), RED),
}
SHAPES = {  # with x0, y0, x1, y1 and what y is counted in
    "upright": (marks.upright(3), (3, 0, 3, 1, "paper")),
    "level": (marks.level(3), (0, 3, 1, 3, "y")),
    "rectangle": (marks.rectangle(1, 2, 3, 4, line={"color": RED}), (1, 2, 3, 4, None)),
    "band": (marks.band(2, 3, RED), (2, 0, 3, 1, "paper")),
}


@pytest.mark.parametrize("mark", TRACES.values(), ids=TRACES)
def test_a_trace_has_its_data_and_what_else_is_said_of_it(mark):
    (trace,) = figure([mark | {"hovertemplate": "%{x}"}], 200).data
    np.testing.assert_array_equal(trace.x, X)
    assert trace.hovertemplate == "%{x}"


@pytest.mark.parametrize(("mark", "place"), SHAPES.values(), ids=SHAPES)
def test_a_shape_stands_where_it_is_put(mark, place):
    (shape,) = figure([], 200, shapes=[mark]).layout.shapes
    assert tuple(shape[end] for end in ("x0", "y0", "x1", "y1", "yref")) == place


def test_a_line_looks_as_it_says():
    plain, marked = (marks.line(Line(X, X, "a", RED, "dash", marked=m)) for m in (False, True))
    assert plain["line"] == marked["line"] == {"color": RED, "width": 2.5, "dash": "dash"}
    assert (plain["mode"], marked["mode"], plain["name"]) == ("lines", "lines+markers", "a")


def test_a_level_is_named_where_it_is_on_either_axis():
    assert marks.level_name(0.01, "limit")["y"] == 0.01
    assert marks.level_name(0.01, "limit", log=True)["y"] == -2  # plotly's own way for words
    name = figure([], 200, annotations=[marks.level_name(0.5, "limit")]).layout.annotations[0]
    assert (name.text, name.showarrow) == ("limit", False)


def test_a_picture_hangs_from_its_upper_left_corner():
    (image,) = figure([], 200, images=[marks.image("data:,", 1, 2, 3, 4)]).layout.images
    assert (image.x, image.y, image.sizex, image.sizey) == (1, 2, 3, 4)


def test_a_measured_line_goes_over_steps_or_epochs():
    points = [(16, 2.0), (32, 1.0)]
    np.testing.assert_array_equal(Line.measured(points).x, [16, 32])
    over_epochs = Line.measured(points, "a", RED, steps_per_epoch=16)
    np.testing.assert_array_equal(over_epochs.x, [1, 2])
    np.testing.assert_array_equal(over_epochs.y, [2, 1])
    assert (over_epochs.label, over_epochs.colour) == ("a", RED)
    assert len(Line.measured(()).x) == 0
