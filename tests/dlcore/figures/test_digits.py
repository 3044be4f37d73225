"""Ten bars, some of them the answer, large and as small as a stamp."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest
from plotly.graph_objects import Figure

from dlcore.figures import palette
from dlcore.figures.digits import probability_bars
from dlcore.figures.strip import HEIGHT, WIDTH, probability_strip

LABELS = {
    "texts": "abcdefghij",
    "x_label": "probability",
    "hover": "{digit}: {probability}",
    "height": 270,
}
SVG = "{http://www.w3.org/2000/svg}"


def seven() -> np.ndarray:
    probabilities = np.full(10, 0.05)
    probabilities[7] = 0.55
    return probabilities


@pytest.mark.parametrize("answers", [(7,), (7, 1), ()])
def test_only_the_answers_have_the_colour_of_the_answer(answers):
    bar = Figure(probability_bars(seven(), answers, **LABELS)).data[0]  # plotly checks it
    np.testing.assert_array_equal(bar.x, seven())
    assert {i for i, c in enumerate(bar.marker.color) if c == palette.RIGHT} == set(answers)
    assert bar.text[7] == "h"


def test_a_bar_for_each_of_other_classes():
    names = ("α", "<b>β</b>", "γ")
    spec = probability_bars(np.array([0.1, 0.7, 0.2]), (1,), names, **LABELS | {"texts": "abc"})
    figure = Figure(spec)
    assert figure.data[0].y == ("α", "&lt;b&gt;β&lt;/b&gt;", "γ")
    assert figure.layout.yaxis.tickvals == figure.data[0].y
    assert figure.data[0].marker.color[1] == palette.RIGHT


@pytest.mark.parametrize("answers", [(7,), (7, 1), ()])
def test_a_strip_is_a_drawing_of_the_same_ten_bars(answers):
    drawing = ElementTree.fromstring(probability_strip(seven(), answers, text_colour="#123456"))
    bars = drawing.findall(f"{SVG}rect")
    heights = np.array([float(bar.get("height")) for bar in bars])
    np.testing.assert_allclose(heights / heights.sum(), seven(), atol=0.005)
    bottoms = [float(bar.get("y")) + float(bar.get("height")) for bar in bars]
    np.testing.assert_allclose(bottoms, bottoms[0], atol=0.11)
    assert {i for i, b in enumerate(bars) if b.get("fill") == palette.RIGHT} == set(answers)
    labels = drawing.findall(f"{SVG}text")
    assert "".join(label.text for label in labels) == "0123456789"
    assert {label.get("fill") for label in labels} == {"#123456"}


def test_a_strip_stays_inside_its_frame_even_where_a_digit_is_certain():
    certain = np.eye(10)[9]
    for bar in ElementTree.fromstring(probability_strip(certain, (9,), text_colour="#000")).findall(
        f"{SVG}rect"
    ):
        assert float(bar.get("y")) >= 0
        assert float(bar.get("x")) + float(bar.get("width")) <= WIDTH
        assert float(bar.get("y")) + float(bar.get("height")) <= HEIGHT
