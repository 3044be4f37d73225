"""Pictures of the stories: every case is drawn and shows the numbers it was given."""

from __future__ import annotations

import numpy as np

from dlcore.figures import loss_stories, palette

X = np.linspace(-2, 2, 5)
LOOKS = {"huber": ("Huber", palette.line_styles(["huber"])["huber"])}


def fit(outlier, lines):
    return loss_stories.fitted_lines(
        X,
        X,
        outlier,
        lines,
        LOOKS,
        (1.0, 0.0),
        x_range=(0, 10),
        y_range=(-5, 15),
        points_label="points",
        outlier_label="outlier",
        truth_label="truth",
    )


def test_lines_and_the_outlier_on_top():
    drawn = fit((9.0, -3.0), {"huber": (2.0, 1.0)})
    assert [trace.name for trace in drawn.data] == ["truth", "Huber", "points", "outlier"]
    assert list(drawn.data[1].y) == [1, 21]
    assert (drawn.data[-1].x[0], drawn.data[-1].y[0]) == (9.0, -3.0)


def test_without_outlier_and_lines():
    assert [trace.name for trace in fit(None, {}).data] == ["truth", "points"]


def test_paths_begin_after_the_first_step():
    drawn = loss_stories.descents(
        {"huber": np.array([0.1, 0.2, 0.9])}, LOOKS, step_label="step", probability_label="p"
    )
    assert list(drawn.data[0].x) == [1, 2]
    assert list(drawn.data[0].y) == [0.2, 0.9]
    long = np.linspace(0, 1, 1001)
    drawn = loss_stories.descents({"huber": long}, LOOKS, step_label="step", probability_label="p")
    x, y = drawn.data[0].x, drawn.data[0].y
    assert (x[0], x[-1]) == (1, 1000)
    assert len(x) <= 150
    np.testing.assert_array_equal(y, long[x])
    empty = {"huber": np.array([0.5])}
    drawn = loss_stories.descents(empty, LOOKS, step_label="step", probability_label="p")
    assert not len(drawn.data[0].x)
    assert not loss_stories.descents({}, {}, step_label="step", probability_label="p").data


def test_bars_of_examples():
    drawn = loss_stories.example_bars(
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
        not loss_stories.example_bars(np.zeros((0, 2)), [], 0, classes=["3", "5"], titles=[])
        .data[0]
        .y.size
    )
