"""Charts of losses: every case is drawn, empty ones too, and shows the numbers it was given."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore.figures import losses as figures
from dlcore.figures.palette import line_styles

X = np.linspace(-2, 2, 5)
STYLE = line_styles(["huber"])["huber"]
LABELS = {"x_label": "ŷ", "loss_label": "loss", "gradient_label": "gradient"}


def pair(label="MSE"):
    return figures.Pair(label, STYLE, X**2, 2 * X, 1.0, -2.0)


def test_loss_stands_above_its_gradient_in_one_style():
    drawn = figures.loss_and_gradient(X, {"huber": pair()}, -1.0, **LABELS)
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
    drawn = figures.loss_and_gradient(X, {"huber": pair()}, 0.0, shade=shade, **LABELS)
    assert (drawn.layout.shapes[1].x0, drawn.layout.shapes[1].x1) == (-2, -1)
    assert drawn.layout.annotations[0].text == "plateau"


def test_limits_are_kept():
    drawn = figures.loss_and_gradient(
        X, {"huber": pair()}, 0.0, loss_limit=5.0, gradient_limit=10.0, **LABELS
    )
    assert drawn.layout.yaxis.range[1] == 5
    assert drawn.layout.yaxis2.range == (-10, 10)


@pytest.mark.parametrize("x", [X, np.array([])])
def test_no_loss_is_an_empty_chart(x):
    assert not figures.loss_and_gradient(x, {}, 0.0, **LABELS).data
