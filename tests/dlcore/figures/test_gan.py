"""Charts of a GAN: every case is drawn, and what is measured is in them."""

from xml.etree import ElementTree

import numpy as np
import pytest

from dlcore.figures.gan import CountWords, counts, game, last, reach
from dlcore.figures.gan_schema import SchemaWords, game_schema
from dlcore.figures.lines import Line

POINTS = [(16, 1.0), (32, 0.5), (48, 0.7)]


def drawn(lines, **more):
    return game(lines, title="Losses", step_label="step", steps=100, **more)


def test_lines_hold_their_points_and_the_axis_the_whole_run():
    figure = drawn([Line.measured(POINTS, "d", "#123456", "dash")], level=(0.69, "guess"))
    (trace,) = figure.data
    np.testing.assert_array_equal(trace.x, [16, 32, 48])
    np.testing.assert_array_equal(trace.y, [1.0, 0.5, 0.7])
    assert trace.line.dash == "dash"
    assert figure.layout.xaxis.range == (0, 100)
    assert figure.layout.shapes[0].y0 == 0.69
    assert figure.layout.annotations[0].text == "guess"


def test_nothing_measured_is_an_empty_chart():
    assert len(drawn([Line.measured((), "d", "#123456")]).data[0].x) == 0
    assert drawn([], bounds=(0, 1), percent=True).layout.yaxis.tickformat == ".0%"


def test_a_rare_leap_does_not_flatten_the_rest():
    values = np.array([1.0 + i % 2 for i in range(300)] + [1e6])
    low, high = reach([values], 0.5)
    assert low < 0.5
    assert 2 < high < 100
    assert reach([], None) == pytest.approx((-0.1, 1.1))
    assert np.isfinite(reach([np.array([np.nan])], None)).all()


def test_counts_stand_beside_what_was_asked_for():
    read, asked = np.arange(10), np.full(10, 4)
    words = CountWords(read="read", asked="asked", label="digit")
    both, alone = (counts(read, one, classes="0123456789", words=words) for one in (asked, None))
    np.testing.assert_array_equal(both.data[0].y, read)
    np.testing.assert_array_equal(both.data[1].y, asked)
    assert len(alone.data) == 1
    assert counts(np.zeros(10), None, classes="0123456789", words=words).layout.yaxis.range[1] > 0


def test_the_newest_value():
    assert last({"a": POINTS}, "a") == 0.7
    assert last({}, "a") is None


def test_the_schema_is_a_picture_with_all_its_words():
    words = SchemaWords("noise", "generator", "drawing", "real", "discriminator", "real?", "slope")
    root = ElementTree.fromstring(game_schema(words, text_colour="#000000"))
    texts = [e.text for e in root.iter() if e.tag.endswith("text")]
    assert set(texts) == set(vars(words).values())


def test_names_of_classes_are_texts_and_as_many_as_there_is_room_for():
    words = CountWords(read="read", asked="asked", label="class")
    names = ["<b>bold</b>", "2", "10", *(f"class {i}" for i in range(59))]
    found = counts(np.arange(62), np.ones(62), classes=names, words=words)
    assert found.data[0].x[0] == "&lt;b&gt;bold&lt;/b&gt;"
    assert len(found.data[0].x) == 62
    assert len(found.layout.xaxis.ticktext) <= 20
    assert found.layout.xaxis.type == "category"  # else plotly would count with 2 and 10
