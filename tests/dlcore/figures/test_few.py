"""Two networks that get better side by side, and the answers to one drawing."""

from __future__ import annotations

import numpy as np

from dlcore.figures.few import PassesWords, answer_bars, passes
from dlcore.figures.lines import Line

WORDS = PassesWords("right", "passes", "all learn")


def test_each_network_has_its_line_over_the_whole_run():
    lines = [
        Line.measured([(1, 0.4), (2, 0.8)], "a", "#111111"),
        Line.measured([(1, 0.2)], "b", "#222222", "dash"),
    ]
    chart = passes(lines, epochs=30, frozen=15, words=WORDS)
    assert [trace.name for trace in chart.data] == ["a", "b"]
    np.testing.assert_array_equal(chart.data[0].y, [0.4, 0.8])
    assert chart.layout.xaxis.range[1] >= 30
    assert chart.layout.shapes[0].x0 == 15


def test_nothing_is_drawn_before_there_is_anything():
    chart = passes([], epochs=2, frozen=0, words=WORDS)
    assert not chart.data
    assert not chart.layout.shapes


def test_the_likeliest_class_stands_on_top_and_a_name_is_text():
    names = ["α", "<b>x</b>", "a class with a very long name"]
    (bars,) = answer_bars(np.array([0.1, 0.7, 0.2], np.float32), names).data
    np.testing.assert_allclose(bars.x, [0.7, 0.2, 0.1])
    assert list(bars.y) == ["&lt;b&gt;x&lt;/b&gt;", names[2], "α"]
    assert list(bars.text) == ["70%", "20%", "10%"]
