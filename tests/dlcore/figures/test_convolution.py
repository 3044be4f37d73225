"""Charts about windows that slide: the numbers they show, and the empty ones."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore.figures import palette
from dlcore.figures.convolution import Branch, changes, mixture, stamps


def test_each_line_is_a_column_of_the_sweep():
    sweep = np.array([[0, 0, 0], [0.5, 0.25, 0.4]])
    figure = changes(sweep, ("a", "b", "c"), x_label="x", y_label="y", height=200)
    assert [trace.name for trace in figure.data] == ["a", "b", "c"]
    for trace, column in zip(figure.data, sweep.T, strict=True):
        np.testing.assert_array_equal(trace.y, column)
        np.testing.assert_array_equal(trace.x, [0, 1])


def test_pixels_with_the_most_stamps_stand_out_unless_all_are_alike():
    figure = stamps(np.array([1, 2, 1, 4]), even=False, x_label="x", y_label="y", height=200)
    colours = figure.data[0].marker.color
    assert [colour == palette.VALIDATION for colour in colours] == [False, False, False, True]
    even = stamps(np.array([2, 4, 4, 4]), even=True, x_label="x", y_label="y", height=200)
    assert set(even.data[0].marker.color) == {palette.TRAINING}
    nothing = stamps(np.array([], int), even=True, x_label="x", y_label="y", height=200)
    assert nothing.data[0].y.size == 0


@pytest.mark.parametrize("aspect", [0.25, 1.0, 3.0])
def test_a_filter_has_three_pictures_for_each_channel_and_one_in_the_end(aspect):
    branches = [Branch(name, "#123456", f"c{name}", f"k{name}", f"p{name}") for name in "RGB"]
    figure = mixture(branches, "out", aspect=aspect, bias="+ 1", result="channel", height=200)
    sources = [image.source for image in figure.layout.images]
    assert sorted(sources) == sorted(
        [f"{kind}{name}" for kind in "ckp" for name in "RGB"] + ["out"]
    )
    output = next(image for image in figure.layout.images if image.source == "out")
    assert output.sizey / output.sizex == pytest.approx(aspect)
    assert max(output.sizex, output.sizey) == pytest.approx(1.0)
    notes = [note.text for note in figure.layout.annotations]
    assert notes.count("×") == notes.count("=") == 3
    assert {"+ 1", "channel", "<b>R</b>"} <= set(notes)
