"""Charts of whom networks fail: the numbers in them, and that nothing is too little to be drawn."""

from __future__ import annotations

import json
from math import nan

import pytest

from dlcore.figures.limits.bias import (
    CureBar,
    CureWords,
    MixLine,
    RecallBar,
    RecallWords,
    VictimBars,
    cure_bars,
    mix_lines,
    recall_bars,
    recall_rows,
    victim_bars,
)

BARS = [
    RecallBar("thin", 0.75, 0.7, 0.8),
    RecallBar("middle", nan, 0.0, 1.0),
    RecallBar("thick", 0.0625, 0.0, 0.125, victim=True),
]
WORDS = RecallWords("group", "recall", "thinned")


def drawn(spec) -> dict:
    """As plotly itself takes it, so that a misspelt name is found."""
    from plotly.graph_objects import Figure

    json.dumps(spec)
    return Figure(spec).to_dict()


def test_each_group_has_its_bar_and_interval_and_the_victim_its_word():
    figure = drawn(recall_bars(BARS, words=WORDS))
    (bars,) = figure["data"]
    assert list(bars["x"]) == ["thin", "thick"]  # who is not there has no bar
    assert list(bars["y"]) == [0.75, 0.0625]
    assert list(bars["error_y"]["array"]) == pytest.approx([0.05, 0.0625])
    assert list(bars["error_y"]["arrayminus"]) == pytest.approx([0.05, 0.0625])
    assert list(bars["marker"]["pattern"]["shape"]) == ["", "/"]
    notes = [(note["x"], note["text"]) for note in figure["layout"]["annotations"]]
    assert notes == [(0, "75%"), (2, "6.2%")]
    assert [text.count("thinned") for text in figure["layout"]["xaxis"]["ticktext"]] == [0, 0, 1]
    assert list(figure["layout"]["xaxis"]["categoryarray"]) == ["thin", "middle", "thick"]


def test_groups_with_names_of_any_length_lie_below_one_another():
    figure = drawn(recall_rows(BARS, words=WORDS))
    (bars,) = figure["data"]
    assert list(bars["y"]) == ["thin", "thick"]
    assert list(bars["x"]) == [0.75, 0.0625]
    assert list(bars["error_x"]["array"]) == pytest.approx([0.05, 0.0625])
    notes = [(note["y"], note["x"], note["text"]) for note in figure["layout"]["annotations"]]
    assert notes == [(0, 0.8, "75%"), (2, 0.125, "6.2%")]
    axis = figure["layout"]["yaxis"]
    assert list(axis["range"]) == [2.5, -0.5]  # the first on top
    assert [text.count("thinned") for text in axis["ticktext"]] == [0, 0, 1]
    assert list(axis["categoryarray"]) == ["thin", "middle", "thick"]


def test_a_cure_stands_in_the_order_given_with_the_others_beside_it():
    cures = [CureBar("full", BARS[0], 0.97), CureBar("none", BARS[1], 0.96)]
    figure = drawn(cure_bars(cures, words=CureWords("rare", "others")))
    bars, others = figure["data"]
    assert (list(bars["y"]), list(bars["x"])) == (["full"], [0.75])
    assert (list(others["y"]), list(others["x"])) == (["full", "none"], [0.97, 0.96])
    said = [note["text"] for note in figure["layout"]["annotations"]]
    assert said == ["<b>full</b> 75%", "97%", "<b>none</b>", "96%"]


def test_two_networks_stand_beside_each_other():
    pair = VictimBars("A", BARS), VictimBars("B", BARS[:1])
    figure = drawn(victim_bars(*pair, recall="right"))
    first, second = figure["data"]
    assert (first["name"], second["name"]) == ("A", "B")
    assert list(first["x"]) == ["thin", "thick"]
    assert list(second["y"]) == [0.75]
    assert figure["layout"]["barmode"] == "group"


def test_a_line_goes_from_one_group_to_the_other_and_its_point_lies_on_it():
    a, b = MixLine("A", 0.9, 0.5, 0.25), MixLine("B", 0.8, 0.2, 0.0)
    figure = drawn(mix_lines(a, b, share="share", accuracy="right"))
    line, point, _other, end = figure["data"]
    assert (list(line["x"]), list(line["y"])) == ([0, 1], [0.9, 0.5])
    assert list(point["y"]) == pytest.approx([0.75 * 0.9 + 0.25 * 0.5])
    assert list(end["y"]) == [0.8]
    levels = [shape["y0"] for shape in figure["layout"]["shapes"]]
    assert levels == pytest.approx([0.8, 0.8])


def test_nothing_can_be_drawn():
    drawn(recall_bars([], words=WORDS))
    drawn(recall_rows([], words=WORDS))
    drawn(cure_bars([], words=CureWords("rare", "others")))
    drawn(victim_bars(VictimBars("A", []), VictimBars("B", []), recall="right"))
