"""Pictures of small networks: colours that say the answer, and links as large as their numbers."""

from __future__ import annotations

import base64
import io

import numpy as np
import pytest
from PIL import Image
from plotly.graph_objects import Figure

from dlcore.figures import neuron as drawing
from dlcore.figures import palette

WORDS = drawing.GraphWords(("x₁", "x₂"), ("input", "tanh", "sigmoid", "loss"))


def pixels(uri: str) -> np.ndarray:
    data = base64.b64decode(uri.removeprefix("data:image/png;base64,"))
    return np.array(Image.open(io.BytesIO(data)).convert("RGBA")).astype(int)


def marked(classes: int, n: int = 40) -> drawing.MarkedPoints:
    rng = np.random.default_rng(0)
    y = np.arange(n) % classes if classes else rng.uniform(-1, 1, n)
    return drawing.MarkedPoints(rng.uniform(-6, 6, (n, 2)), y, classes, np.arange(n) % 4 < 2)


def graph(**more) -> drawing.PointGraph:
    parts = {
        "nodes": [[0.5, -0.5], [0.2, None, -3.0], [None]],
        "links": [np.array([[1.0, 0.0, -1.0], [0.1, 0.2, 0.3]]), np.array([[1.0], [2.0], [-2.0]])],
        "lit": 1,
        "chosen": (1, 2),
        "loss": None,
    }
    return drawing.PointGraph(**parts | more)


def drawn(of: drawing.PointGraph) -> Figure:
    """As plotly reads it, who raises at what it does not know."""
    look = {"text_colour": "#111111", "page_colour": "#ffffff"}
    return Figure(drawing.point_graph(of, words=WORDS, **look))


def test_the_ground_has_the_colour_of_the_answer_and_is_clear_where_unsure():
    shown = pixels(drawing.ground([[0, 1], [2, 3]], [[1, 1], [0.5, 0]]))
    assert tuple(shown[1, 0, :3]) == palette.rgb(drawing.CLASS_COLOURS[0])  # row 0 is the lowest
    assert tuple(shown[1, 1, :3]) == palette.rgb(drawing.CLASS_COLOURS[1])
    assert shown[1, 0, 3] > shown[0, 0, 3] > shown[0, 1, 3] == 0


def test_values_are_blue_below_0_and_orange_above_and_what_is_no_number_is_clear():
    ((blue, orange, clear),) = pixels(drawing.signed_ground([[-2.0, 1.0, np.nan]]))
    assert tuple(blue[:3]) == palette.rgb(drawing.NEGATIVE)
    assert tuple(orange[:3]) == palette.rgb(drawing.POSITIVE)
    assert blue[3] == orange[3] > clear[3] == 0


@pytest.mark.parametrize("classes", [0, 2, 3, 4])
def test_every_point_is_drawn_once_and_test_points_are_hollow(classes):
    points = marked(classes)
    uri = drawing.signed_ground(np.zeros((2, 2)))
    look = {"text_colour": "#111111", "page_colour": "#ffffff"}
    spec = drawing.plane(points, uri, span=6, height=300, chosen=3, **look)
    Figure(spec)  # which raises at what it does not know
    *dots, ring = spec["data"]
    assert sum(len(trace["x"]) for trace in dots) == len(points.x)
    hollow = [trace for trace in dots if trace["marker"]["symbol"].endswith("-open")]
    assert sum(len(trace["x"]) for trace in hollow) == points.test.sum()
    assert ring["x"] == [round(points.x[3, 0], 3)]


def test_a_click_finds_the_unit_that_is_drawn_there():
    widths = [2, 3, 1]
    figure = drawn(graph())
    units = next(trace for trace in figure.data if trace.mode == "markers+text")
    places = [(i, unit) for i, units in enumerate(widths) for unit in range(units)]
    for x, y, place in zip(units.x, units.y, places, strict=True):
        assert drawing.unit_at(widths, x + 0.2, y - 0.3) == place
    assert drawing.unit_at(widths, 99, 99) == (2, 0)


def test_links_say_sign_and_size():
    figure = drawn(graph())
    lit = [t for t in figure.data if t.mode == "lines" and "0.85" in t.line.color]
    by_colour = {t.line.color: t for t in sorted(lit, key=lambda t: t.line.width)}
    thickest = {colour: t.line.width for colour, t in by_colour.items()}
    blue, orange = (palette.rgba(c, 0.85) for c in (drawing.NEGATIVE, drawing.POSITIVE))
    assert thickest[blue] == thickest[orange] == max(thickest.values())
    assert by_colour[palette.rgba(palette.MUTED, 0.85)].line.dash == "dot"  # the weight of 0
    assert sum(len(t.x) for t in lit) == 3 * 6


def test_what_overflowed_or_has_not_come_yet_can_be_drawn():
    empty = graph(
        nodes=[[np.inf, np.nan], [None] * 3, [None]],
        links=[np.full((2, 3), np.nan), np.full((3, 1), np.inf)],
        lit=None,
        chosen=(0, -1),
    )
    figure = drawn(empty)
    units = next(trace for trace in figure.data if trace.mode == "markers+text")
    assert list(units.text) == ["x₁<br>∞", "x₂<br>?", "", "", "", ""]


def test_numbers_fit_into_a_unit():
    cases = {0.0: "0.00", -1.234: "−1.23", 0.0001: "1e−4", -12345.0: "−1e4", 123.4: "123"}
    assert {value: drawing.short(value) for value in cases} == cases
    assert all(len(text) <= 6 for text in cases.values())
