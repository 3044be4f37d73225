"""Charts of runs beside one another: the numbers in them, and what a stranger's name may do."""

from __future__ import annotations

import base64
import json

import numpy as np
import plotly.graph_objects as go

from dlcore.figures import runs
from dlcore.figures.runs import LOOKS, CurvesWords, RunDot, RunLine

WORDS = CurvesWords("step", "loss")


def lines(count: int, points: int = 500, smooth: bool = True) -> list[RunLine]:
    x = np.arange(1.0, points + 1)
    return [
        RunLine(f"run {i}", LOOKS[i], x, i + 1 / x, i + 0.5 / x if smooth else None)
        for i in range(count)
    ]


def numbers(packed: dict) -> np.ndarray:
    return np.frombuffer(base64.b64decode(packed["bdata"]), packed["dtype"])


def test_a_smoothed_curve_has_its_raw_one_behind_it():
    (faint, drawn) = runs.run_curves(lines(1), words=WORDS)["data"]
    np.testing.assert_allclose(numbers(faint["y"]), 1 / np.arange(1.0, 501), rtol=1e-6)
    np.testing.assert_allclose(numbers(drawn["y"]), 0.5 / np.arange(1.0, 501), rtol=1e-6)
    np.testing.assert_array_equal(numbers(drawn["x"]), np.arange(1.0, 501))
    assert not faint["showlegend"]
    assert drawn["name"] == "run 0"


def test_an_unsmoothed_curve_stands_alone():
    assert len(runs.run_curves(lines(6, smooth=False), words=WORDS)["data"]) == 6


def test_no_two_runs_look_alike_even_without_colour():
    drawn = runs.run_curves(lines(6, points=5, smooth=False), words=WORDS)["data"]
    assert len({trace["line"]["dash"] for trace in drawn}) == 6
    assert len({trace["line"]["color"] for trace in drawn}) == 6
    assert len({trace["marker"]["symbol"] for trace in drawn}) == 6
    assert len(LOOKS) == runs.MOST


def test_a_place_in_the_scatter_and_the_others_in_grey():
    dots = [RunDot("a", 10, 0.9, LOOKS[0]), RunDot("b", 20, 0.8), RunDot("c", 30, 0.7)]
    others, chosen = runs.run_dots(dots, words=WORDS, others="others")["data"]
    assert (chosen["x"], chosen["y"], chosen["name"]) == ([10], [0.9], "a")
    assert (others["x"], others["name"]) == ([20, 30], "others")
    assert others["hovertext"] == ["b<br>80.00% · 20", "c<br>70.00% · 30"]


def test_a_confusion_counts_only_the_mistakes_in_words():
    matrix = np.array([[5, 2], [0, 7]])
    right, wrong = runs.small_confusion(
        matrix, right="{truth}: {count}", wrong="{truth} as {guess}: {count}", text_colour="#000"
    )["data"]
    assert right["text"] == [["", ""], ["", ""]]
    assert wrong["text"] == [["", "2"], ["", ""]]
    assert right["z"] == [[5**0.5, None], [None, 7**0.5]]
    assert wrong["hovertemplate"].startswith("%{y} as %{x}: %{customdata}")


def test_a_name_is_no_tag():
    name = '<a href="https://example.org">free</a>'
    curve = RunLine(name, LOOKS[0], np.ones(2), np.ones(2))
    shown = json.dumps(
        [
            runs.run_curves([curve], words=WORDS),
            runs.run_dots(
                [RunDot(name, 1, 1, LOOKS[0]), RunDot(name, 1, 1)], words=WORDS, others=""
            ),
        ]
    )
    assert "<a" not in shown
    assert "&lt;a" in shown


def test_a_small_confusion_names_classes_as_far_as_there_is_room():
    names = ["<b>α</b>", *map(str, range(61))]
    figure = runs.small_confusion(
        np.eye(62, dtype=int), names, right="{truth}", wrong="{guess}", text_colour="#000"
    )
    assert len(figure["layout"]["xaxis"]["ticktext"]) <= 16
    assert "<b>α" not in json.dumps(figure, ensure_ascii=False)
    assert len(set(figure["data"][0]["x"])) == 62


def test_all_of_them_are_plain_data_that_plotly_accepts():
    matrix = np.eye(10, dtype=int)
    for figure in (
        runs.run_curves(lines(6), words=WORDS, percent=True, logarithmic=True),
        runs.run_curves([], words=WORDS),
        runs.run_curves(lines(2, points=0), words=WORDS),
        runs.run_dots([], words=WORDS, others=""),
        runs.run_dots([RunDot("a", 1, 1, LOOKS[5])], words=WORDS, others=""),
        runs.small_confusion(matrix, right="", wrong="", text_colour="#000"),
        runs.small_confusion(0 * matrix, right="", wrong="", text_colour="#000"),
    ):
        assert go.Figure(json.loads(json.dumps(figure))).to_dict()["layout"]["height"]
