"""Charts about the inside of a network of any classes, whose names are a stranger's text."""

from __future__ import annotations

import numpy as np
import pytest
from plotly.graph_objects import Figure

from dlcore.data.dataset import DIGITS
from dlcore.figures import cnn, palette

STRANGE = ("<b>α</b>", "x%{y}", "a name that is much too long")
LETTERS = tuple(chr(ord("A") + i) for i in range(26))
WORDS = cnn.ReadingWords("right", "epochs", "probability")


def plane(names, coloured, truth) -> Figure:
    points = np.random.default_rng(0).random((len(truth), 2))
    return cnn.plane(
        points,
        np.asarray(truth),
        np.zeros(2),
        names,
        coloured,
        chosen=0,
        own_label="yours",
        others_label="others",
        hover="{number}: {truth}",
        text_colour="#000000",
        height=300,
    )


def crowd(figure: Figure) -> list:
    return [trace for trace in figure.data if trace.hoverinfo == "text"]


def test_digits_are_their_own_marks_in_ten_colours():
    found = crowd(plane(DIGITS, range(10), np.arange(10).repeat(3)))
    assert [set(trace.text) for trace in found] == [{digit} for digit in DIGITS]
    assert len({trace.textfont.color for trace in found}) == 10
    assert found[2].hovertext[0] == "6: 2"


def test_long_names_are_dots_with_a_legend_and_are_text():
    found = crowd(plane(STRANGE, range(3), [0, 1, 2, 0]))
    assert {trace.mode for trace in found} == {"markers"}
    assert [trace.name for trace in found] == ["&lt;b&gt;α&lt;/b&gt;", "x%{y}", "a name th…"]
    assert found[0].hovertext == ("0: &lt;b&gt;α&lt;/b&gt;", "3: &lt;b&gt;α&lt;/b&gt;")
    assert all(trace.showlegend for trace in found)


def test_of_many_classes_the_rest_is_grey_and_every_image_is_there_once():
    truth = np.arange(26).repeat(2)
    grey, *found = crowd(plane(LETTERS, [25, 3, 7], truth))
    assert grey.name == "others"
    assert [trace.name for trace in found] == ["Z", "D", "H"]
    assert grey.textfont.color == palette.rgba(palette.MUTED, 0.75)
    assert len(grey.x) + sum(len(trace.x) for trace in found) == 52
    assert not {"Z", "D", "H"} & set(grey.text)


@pytest.mark.parametrize("names", [("no", "yes"), STRANGE, LETTERS[:12]], ids=str)
def test_both_answers_have_a_bar_for_each_name(names):
    before, after = np.random.default_rng(0).dirichlet(np.ones(len(names)), 2)
    words = cnn.AnswerWords("before", "now", "probability")
    figure = cnn.answers(before, after, names, words=words, height=300)
    bars, marks = figure.data
    np.testing.assert_array_equal(bars.x, after)
    np.testing.assert_array_equal(marks.x, before)
    assert len(set(bars.y)) == len(names)
    assert bars.marker.color[int(after.argmax())] == palette.RIGHT


def test_a_long_name_stands_at_the_highest_point_of_its_line_and_a_short_one_at_each():
    probabilities = np.array([[0.1, 0.9], [0.7, 0.3], [0.6, 0.4]])
    names = ("<b>long</b>", "7")
    figure = cnn.readings(
        np.arange(3.0), probabilities, names, None, now=1.0, words=WORDS, height=300
    )
    long, short = figure.data
    assert long.text == ("", "&lt;b&gt;long&lt;/…", "")
    assert short.text == ("7", "7", "7")
    assert "<b>" not in long.hovertemplate
    assert (long.textposition, short.textposition) == ("top center", "top center")


@pytest.mark.parametrize(("highest", "position"), [(0, "top right"), (2, "top left")])
def test_a_long_name_at_an_edge_stands_inwards(highest, position):
    probabilities = np.eye(3)[:, [highest]]
    figure = cnn.readings(
        np.arange(3.0), probabilities, STRANGE[2:], None, now=1.0, words=WORDS, height=300
    )
    assert figure.data[0].textposition == position


def test_a_name_is_no_field_of_a_template():
    probabilities = np.array([[0.5], [0.5]])
    figure = cnn.readings(
        np.arange(2.0), probabilities, ("%{x}",), np.ones(2), now=0.0, words=WORDS, height=300
    )
    assert figure.data[0].hovertemplate.count("%{") == 1
    assert len(figure.data) == 2
