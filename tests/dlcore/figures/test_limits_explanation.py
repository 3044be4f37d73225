"""Charts of explanations under test: the numbers in them, and every case there is."""

import numpy as np
import pytest
from plotly.graph_objects import Figure

from dlcore.figures import palette
from dlcore.figures.limits import explanation as drawing
from dlcore.figures.runs import CurvesWords

WORDS = CurvesWords("x", "y")
NAMES = [f"method {i}" for i in range(5)]


def row(columns):
    return drawing.MapRow("Saliency", "0.58", "data:image/png;base64,", ["said"] * columns)


@pytest.mark.parametrize("columns", [1, 5, 7])
def test_a_film_frames_one_column_and_says_something_of_each_tile(columns):
    chosen = columns - 1
    look = {"chosen": chosen, "text_colour": "#111111", "height": 400}
    drawn = drawing.film([row(columns)] * 5, columns=7, **look)
    Figure(drawn)  # plotly raises at what it does not know
    frames = drawn["layout"]["shapes"]
    assert {(one["x0"], one["x1"]) for one in frames} == {(chosen, chosen + 1)}
    pictures = drawn["layout"]["images"]
    assert [one["sizex"] for one in pictures] == [columns] * 5
    assert [one["y0"] for one in frames] == [one["y"] for one in pictures]
    (spots,) = drawn["data"]
    assert len(spots["x"]) == len(spots["hovertext"]) == 5 * columns
    for x, y in zip(spots["x"], spots["y"], strict=True):  # in the middle of a tile
        assert x % 1 == 0.5
        assert any(one["y"] + 0.5 == pytest.approx(y) for one in pictures)
    texts = [one["text"] for one in drawn["layout"]["annotations"]]
    assert texts.count("Saliency") == texts.count("0.58") == 5
    assert texts[-7:] == list("0123456")  # those that are not known yet too


def test_curves_of_likeness_leave_out_what_is_not_known():
    values = np.array([1, 0.25, np.nan], np.float32)
    shared = {"ticks": ["0", "1", "2"], "alike": 0.5, "words": WORDS, "other": "accuracy"}
    shared |= {"height": 300}
    drawn = drawing.similarity(dict.fromkeys(NAMES, values), values, now=2, **shared)
    Figure(drawn)
    assert [one["name"] for one in drawn["data"]] == [*NAMES, "accuracy"]
    assert all(one["y"] == [1.0, 0.25, None] for one in drawn["data"])
    level, upright = drawn["layout"]["shapes"]
    assert level["y0"] == 0.5
    assert upright["x0"] == 2
    alone = drawing.similarity(dict.fromkeys(NAMES, values), None, now=None, **shared)
    Figure(alone)
    assert len(alone["data"]) == 5
    assert len(alone["layout"]["shapes"]) == 1


def test_no_two_methods_are_told_apart_by_colour_alone():
    values, shares = np.linspace(1, 0, 3), np.linspace(0, 1, 3)
    drawn = drawing.removal(
        dict.fromkeys([*NAMES, "by chance"], values), shares, now=0.1, words=WORDS, height=300
    )
    Figure(drawn)
    assert drawn["data"][0]["x"] == [0, 0.5, 1]
    for look in ("color", "dash"):
        assert len({one["line"].get(look) for one in drawn["data"]}) == 6
    assert len({one["marker"]["symbol"] for one in drawn["data"]}) == 6
    assert {one["line"]["color"] for one in drawn["data"]} <= set(palette.SERIES)
    assert drawn["layout"]["shapes"][0]["x0"] == 0.1
