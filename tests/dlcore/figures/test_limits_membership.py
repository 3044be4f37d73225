"""Losses, the curve of an attack, and bars: the numbers in them, and that nothing is too little."""

from __future__ import annotations

import json

import numpy as np
import pytest

from dlcore.figures.limits import membership as drawing
from dlcore.figures.limits.membership import LossSidesWords, RocWords, WayBar

WORDS = LossSidesWords("in", "out", "loss", "learnt", "{count} images")
LOOK = {"text_colour": "#111111"}


def drawn(spec) -> dict:
    """As plotly itself takes it, so that a misspelt name is found."""
    from plotly.graph_objects import Figure

    json.dumps(spec)
    return Figure(spec).to_dict()


def test_each_loss_is_counted_once_and_what_is_outside_stands_at_the_end():
    losses = np.array([0.0, 1e-9, 1e-6, 0.5, 9.9, 1e3])
    counts = drawing.loss_bins(losses)
    assert counts.sum() == 6
    assert (counts[0], counts[-1]) == (3, 2)
    at = int((np.log10(0.5) + 6) / 7 * 42)
    assert counts[at] == 1


def test_one_side_goes_up_and_the_other_down_and_what_is_accused_is_full():
    inside, outside = np.array([0.01, 0.01, 1.0]), np.array([0.02, 2.0])
    figure = drawn(drawing.losses(inside, outside, 0.1, words=WORDS, **LOOK))
    up, down = figure["data"]
    assert (sum(up["y"]), sum(down["y"])) == (3, -2)
    for bars, full in ((up, 2), (down, 1)):
        accused = [c.endswith(",1)") for c in bars["marker"]["color"]]
        assert sum(n for n, a in zip(bars["customdata"], accused, strict=True) if a) == full
    assert figure["layout"]["shapes"][0]["x0"] == pytest.approx(-1)
    assert up["hovertemplate"].startswith("%{customdata} images")


def test_a_threshold_beyond_the_axis_stays_in_the_picture():
    for threshold in (1e-12, 1e6):
        figure = drawn(drawing.losses(np.ones(1), np.ones(1), threshold, words=WORDS, **LOOK))
        assert drawing.LOWEST <= figure["layout"]["shapes"][0]["x0"] <= drawing.HIGHEST


def test_a_curve_keeps_its_corners_alone():
    x = np.array([0, 0, 0, 0.5, 1.0])
    y = np.array([0, 0.2, 0.4, 0.7, 1.0])
    assert drawing.corners(x, y).tolist() == [0, 2, 4]
    assert drawing.corners(x[:2], y[:2]).tolist() == [0, 1]
    random = np.random.default_rng(0)
    steps = random.random(500) < 0.5
    x, y = np.cumsum(steps) / 500, np.cumsum(~steps) / 500
    kept = drawing.corners(x, y)
    assert len(kept) < 400
    assert np.trapezoid(y[kept], x[kept]) == pytest.approx(np.trapezoid(y, x), abs=1e-12)
    many = np.sort(random.random((2, 5000)))
    kept = drawing.corners(*many)
    assert (len(kept), kept[0], kept[-1]) == (500, 0, 4999)


def test_the_threshold_is_a_point_on_the_curve():
    words = RocWords("wrongly", "rightly", "a coin")
    ends = np.array([0.0, 1.0])
    curve, coin, point = drawn(drawing.roc(ends, ends, (0.1, 0.4), words=words, **LOOK))["data"]
    assert (list(point["x"]), list(point["y"])) == ([0.1], [0.4])
    assert list(curve["x"]) == list(coin["y"]) == [0, 1]
    assert drawn(drawing.roc(ends[:0], ends[:0], (0, 0), words=words, **LOOK))


def test_bars_begin_where_the_axis_does():
    bars = [WayBar("no cure", 0.7, "0.70", plain=True), WayBar("cure", 0.45, "0.45")]
    figure = drawn(drawing.ways(bars, ends=(0.5, 0.8), height=99, luck=(0.5, 0.53), luck_said="g"))
    (bar,) = figure["data"]
    assert list(bar["x"]) == pytest.approx([0.2, 0.0])
    assert bar["base"] == 0.5
    assert list(bar["text"]) == ["0.70", "0.45"]
    assert len(set(bar["marker"]["color"])) == 2
    assert len(figure["layout"]["shapes"]) == 1
    assert drawn(drawing.ways([], ends=(0.0, 1.0), height=50))["data"]
