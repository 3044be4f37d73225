"""Charts of a sweep: the numbers in them, and that nothing is too little to be drawn."""

from __future__ import annotations

import json

import pytest

from dlcore.figures.sweep import SweepMark, SweepScale, sweep_cells, sweep_dots, sweep_lines

RATES = SweepScale("Learning rate", ("0.001", "0.01"), (-3.0, -2.0))
SIZES = SweepScale("Batch size", ("16", "32", "64"), (0.0, 1.0, 2.0))
TRIALS = [
    SweepMark((-3.0, 0.0), 0.5, "50.00%"),
    SweepMark((-3.0, 2.0), 0.9, "90.00%"),
    SweepMark((-2.0, 1.0), None, "<b>diverged</b>"),
]
LOOK = {"text_colour": "#111111"}


def drawn(spec) -> dict:
    """As plotly itself takes it, so that a misspelt name is found."""
    from plotly.graph_objects import Figure

    json.dumps(spec)
    return Figure(spec).to_dict()


def test_each_pair_of_values_has_its_cell_and_what_is_missing_is_empty():
    figure = drawn(sweep_cells(RATES, SIZES, TRIALS, **LOOK))
    (table,) = figure["data"]
    assert (list(table["y"]), list(table["x"])) == (["0.001", "0.01"], ["16", "32", "64"])
    assert [list(row) for row in table["z"]] == [[0.5, None, 0.9], [None, None, None]]
    assert list(table["text"][0]) == ["50.00%", "", "90.00%"]
    assert (table["zmin"], table["zmax"]) == (0.5, 0.9)
    (note,) = figure["layout"]["annotations"]
    assert (note["x"], note["y"], note["text"]) == (1, 1, "&lt;b&gt;diverged&lt;/b&gt;")


def test_points_lie_where_their_values_are():
    dots, crosses = drawn(sweep_dots(RATES, SIZES, TRIALS))["data"]
    assert (list(dots["x"]), list(dots["y"])) == ([0, 2], [-3, -3])
    assert list(dots["marker"]["color"]) == [0.5, 0.9]
    assert (list(crosses["x"]), list(crosses["y"])) == ([1], [-2])


def test_a_line_goes_through_two_values_to_an_accuracy():
    (lines,) = drawn(sweep_lines(RATES, SIZES, TRIALS, accuracy="Accuracy", **LOOK))["data"]
    assert [list(one["values"]) for one in lines["dimensions"]] == [[-3, -3], [0, 2], [0.5, 0.9]]
    assert list(lines["dimensions"][1]["ticktext"]) == ["16", "32", "64"]
    low, high = lines["dimensions"][0]["range"]
    assert low < -3
    assert high > -2


@pytest.mark.parametrize("trials", [[], TRIALS[:1], TRIALS[2:]])
def test_nothing_and_one_are_enough_to_draw(trials):
    lone = SweepScale("Seed", ("0",), (0.0,))
    for scale in (SIZES, lone):
        for spec in (
            sweep_cells(RATES, scale, trials, **LOOK),
            sweep_dots(RATES, scale, trials),
            sweep_lines(RATES, scale, trials, accuracy="Accuracy", **LOOK),
        ):
            assert drawn(spec)["data"]
    low, high = lone.ends
    assert low < 0 < high
