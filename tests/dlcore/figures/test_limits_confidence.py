"""Charts of what a network claims and what is right: the numbers in them, and what is not known."""

from __future__ import annotations

import json

import numpy as np
import plotly.graph_objects as go
import pytest

from dlcore.figures import palette
from dlcore.figures.limits import confidence as drawing

WORDS = drawing.GapWords("degrees", "right", "sure", "answered")
NAN = float("nan")
X = (0, 10, 20, 40)


def gap(accuracy, confidence, answered=(1, 1, 1, 1), at=2):
    numbers = (np.array(values, np.float32) for values in (accuracy, confidence, answered))
    made = drawing.gap_curves(X, *numbers, at=at, words=WORDS, text_colour="#111111")
    json.dumps(made, allow_nan=False)
    go.Figure(made)  # who raises at what plotly does not know
    return made


def named(made, name):
    (trace,) = [trace for trace in made["data"] if trace.get("name") == name]
    return trace


def surfaces(made):
    return [trace for trace in made["data"] if trace.get("fill") == "toself"]


def test_what_is_claimed_too_much_is_shaded():
    made = gap((1, 0.5, 0.25, 0.75), (1, 0.75, 0.5, 0.5))
    assert named(made, "right")["y"] == [1, 0.5, 0.25, 0.75]
    assert named(made, "sure")["y"] == [1, 0.75, 0.5, 0.5]
    (surface,) = surfaces(made)
    assert surface["y"] == [1, 0.75, 0.5, 0.75, 0.75, 0.25, 0.5, 1]  # above, and back below
    assert surface["x"] == [0, 10, 20, 40, 40, 20, 10, 0]
    assert made["layout"]["shapes"][0]["x0"] == 20
    texts = {trace["text"][0]: trace["textposition"] for trace in made["data"] if "text" in trace}
    assert texts == {"<b>25%</b>": "bottom center", "<b>50%</b>": "top center"}
    assert not [trace for trace in made["data"] if trace.get("name") == "answered"]


def test_where_nothing_is_answered_there_is_a_gap():
    made = gap((1, NAN, 0.5, NAN), (1, NAN, 1, NAN), (1, 0, 0.5, 0), at=3)
    assert named(made, "answered")["y"] == [1, 0, 0.5, 0]
    assert named(made, "right")["y"] == [1, None, 0.5, None]
    assert [surface["x"] for surface in surfaces(made)] == [[0, 0], [20, 20]]
    assert not [trace for trace in made["data"] if "text" in trace]  # nothing at the slider
    assert surfaces(gap(*[[NAN] * 4] * 3)) == []


def test_cooling_shows_how_sure_would_be_honest():
    sets = [
        drawing.Cooling("as they are", np.array([1, 0.9, 0.5]), 0.99),
        drawing.Cooling("changed", np.array([0.9, 0.6, 0.2]), 0.25),
    ]
    made = drawing.cooling_curves((0.5, 1, 5), sets, at=1, x_label="T", level="{share} right")
    json.dumps(made, allow_nan=False)
    go.Figure(made)
    assert [trace["y"] for trace in made["data"]] == [[1, 0.9, 0.5], [0.9, 0.6, 0.2]]
    here, *levels = made["layout"]["shapes"]
    assert here["x0"] == 1
    assert [level["y0"] for level in levels] == [0.99, 0.25]
    assert [note["text"] for note in made["layout"]["annotations"]] == ["99% right", "25% right"]
    drawing.cooling_curves((0.5, 1, 5), [], at=1, x_label="T", level="{share}")


def test_a_network_is_a_line_with_a_dot_at_the_bound():
    styles = palette.line_styles("ab")
    networks = [
        drawing.TradeOff(name, styles[name], np.array([0, 0.1]), np.array([1, 0.5]), at=1)
        for name in "ab"
    ]
    made = drawing.trade_offs(networks, x_label="lost", y_label="answered")
    json.dumps(made, allow_nan=False)
    go.Figure(made)
    lines, dots = made["data"][::2], made["data"][1::2]
    assert [line["line"]["color"] for line in lines] == [styles[name].colour for name in "ab"]
    assert [(dot["x"], dot["y"]) for dot in dots] == [([0.1], [0.5])] * 2
    assert drawing.trade_offs([], x_label="", y_label="")["data"] == []


@pytest.mark.parametrize("at", range(4))
def test_the_two_numbers_stand_apart(at):
    made = gap((1, 0.5, 0.25, 0.75), (1, 0.5, 0.5, 0.5), at=at)
    positions = [trace["textposition"] for trace in made["data"] if "text" in trace]
    assert set(positions) == {"top center", "bottom center"}
