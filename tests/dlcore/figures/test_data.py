"""Charts of a data set: the numbers in them, and what a stranger's name may do."""

from __future__ import annotations

import json

import numpy as np
import plotly.graph_objects as go
import pytest

from dlcore.figures import data
from dlcore.figures.data import BalanceWords

WORDS = BalanceWords("drawings", "train", "test")


@pytest.mark.parametrize("classes", [1, 3, 26, 62, 100])
def test_each_class_has_a_row_of_its_own(classes):
    names = [f"class number {i}" for i in range(classes)]
    drawn = data.balance(names, range(classes), [1] * classes, words=WORDS)
    go.Figure(drawn)  # plotly takes it
    json.dumps(drawn)  # and so does the page, without plotly
    train, test = drawn["data"]
    assert train["x"] == list(range(classes))
    assert test["x"] == [1] * classes
    assert train["y"] == list(range(classes))
    axis = drawn["layout"]["yaxis"]
    assert len(axis["ticktext"]) == len(axis["tickvals"]) == classes
    assert all(len(text) <= 12 for text in axis["ticktext"])
    assert drawn["layout"]["height"] >= 20 * classes


def test_a_point_stands_where_it_is_with_the_letters_of_its_class():
    points = np.array([[0.0, 1], [2, 3], [4, 5]], np.float32)
    drawn = data.scatter(
        points,
        np.array([1, 0, 1]),
        ["α", "gamma"],
        chosen=1,
        hover=["first", "second", "third"],
        text_colour="#000",
        height=300,
    )
    go.Figure(drawn)
    json.dumps(drawn)
    first, second, ring = drawn["data"]
    assert (first["text"], second["text"]) == ("α", "ga")
    assert (second["x"], second["y"]) == ([0, 4], [1, 5])
    assert second["hovertext"] == ["first", "third"]
    assert (ring["x"], ring["y"]) == ([2], [3])


def test_nothing_is_drawn_of_nothing():
    nobody = np.zeros((0, 2)), np.zeros(0, int)
    drawn = data.scatter(*nobody, ["a"], chosen=None, hover=[], text_colour="#000", height=300)
    assert [one["x"] for one in drawn["data"]] == [[]]


def test_a_stranger_s_name_is_no_markup():
    name = '<a href="x">&</a>'
    drawn = data.balance([name, "b"], [1, 1], [1, 1], words=WORDS)
    plane = data.scatter(
        np.zeros((1, 2)),
        np.array([0]),
        [name],
        chosen=None,
        hover=[name],
        text_colour="#000",
        height=300,
    )
    assert "<a" not in json.dumps([drawn, plane])
