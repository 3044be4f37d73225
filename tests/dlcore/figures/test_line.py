"""Charts of a line: what stands in which column, how it is read, and what moves in the film."""

from __future__ import annotations

import numpy as np
import pytest

from dlcore.figures import line as drawing
from dlcore.figures import palette

SIGNS = ("–", *map(str, range(10)), "?")
URI = "data:image/png;base64,"


def reading(path, chosen=None):
    beliefs = np.full((len(path), 12), 0.01, np.float32)
    beliefs[np.arange(len(path)), path] = 0.89
    words = drawing.LineWords(SIGNS, "place", "path", "merged", "read", "%{z}")
    found = drawing.reading(URI, (40, 32), beliefs, chosen=chosen, words=words, height=400)
    return beliefs, *found


PATH = [0, 5, 5, 0, 8, 8, 8, 0, 8, 11]  # 4, 7, 7 and no digit


def test_belief_and_path_stand_in_the_same_columns():
    beliefs, figure, grown, edges = reading(PATH)
    cells, *blocks = figure.data
    np.testing.assert_array_equal(cells.z, beliefs.T)
    np.testing.assert_array_equal(cells.x, np.arange(1, 11))
    for block in blocks:  # a film begins with a point before the first place
        np.testing.assert_array_equal(block.x, np.arange(11))
        assert block.y[0] == 0
    assert [figure.data.index(figure.data[i]) for i in grown] == [1, 2, 3]
    assert edges == ((0, "x0"), (1, "x0"), (1, "x1"))
    assert {figure.layout.shapes[i][edge] for i, edge in edges} == {10.5}
    (picture,) = figure.layout.images
    assert (picture.x, picture.sizex, picture.sizey) == (0.5, 10, 32)
    assert figure.layout.yaxis2.scaleratio == pytest.approx(10 / 40)  # no wider than high


def test_repeats_are_merged_and_blanks_dropped():
    _, figure, _, _ = reading(PATH)
    _, path, merged, read = figure.data
    assert "".join(merged.text) == "–4–7–7?"
    assert "".join(read.text) == "<b>4</b><b>7</b><b>7</b><b>?</b>"
    shown = [colour for colour in read.marker.color if colour != "rgba(0,0,0,0)"]
    assert len(shown) == sum(symbol > 0 for symbol in PATH)
    assert path.marker.color[2] == palette.rgba(palette.CLASSES[4], 0.75)


def test_the_chosen_digit_is_marked():
    _, figure, _, _ = reading(PATH, chosen=(4, 7))
    mark = figure.layout.shapes[2]
    assert (mark.x0, mark.x1) == (4.5, 7.5)


def test_ranked_bars_go_down_from_the_first():
    spec = drawing.ranked(["a", "b"], [0.6, 0.1], ["60%", "10%"], best=1, height=90)
    (bars,) = spec["data"]
    assert bars["x"] == [0.6, 0.1]
    assert bars["marker"]["color"] == [palette.RIGHT, palette.MUTED]
    assert spec["layout"]["yaxis"]["ticktext"] == ["a", "b"]
    assert drawing.ranked([], [], [], best=0, height=90)["data"][0]["x"] == []


def test_the_trellis_has_the_steps_that_there_are():
    alpha = np.array([[0.5, 0.5], [0.2, 0.3]])
    shares = np.array([[0.25, 0.75], [0.0, 1.0]])
    steps = np.array([[[0.0, 0.25], [0.0, 0.75]]])
    ways = np.array([[True, True], [False, True]])
    words = drawing.TrellisWords(["–", "7"], "place", "state", list("abcd"))
    spec = drawing.trellis(
        alpha, shares, steps, ways, colours=drawing.colours(["–", "7"]), words=words, height=200
    )
    (points,) = spec["data"]
    assert points["text"] == ["0.5", "0.5", "0.2", "0.3"]
    sizes = points["marker"]["size"]
    assert sizes[2] == min(sizes)
    assert sizes[3] == max(sizes)
    found = {(s["y0"], s["y1"]): s["line"]["width"] for s in spec["layout"]["shapes"]}
    assert set(found) == {(0, 0), (0, 1), (1, 1)}
    assert found[0, 0] < found[0, 1] < found[1, 1]


def test_the_handles_are_the_logits():
    values = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, -1.0]])
    words = drawing.PullWords(["–", "7", "0"], "place", "logit")
    figure = drawing.logits(values, (-6, 6), words=words, height=300)
    handles = figure.data[-1]
    np.testing.assert_array_equal(handles.y, values.ravel())
    np.testing.assert_array_equal(np.round(handles.x), [1, 1, 1, 2, 2, 2])
    assert list(handles.marker.color[:3]) == drawing.colours(["–", "7", "0"])


def test_the_gradient_lies_between_bar_and_mark():
    believed = np.array([[0.2, 0.8], [0.5, 0.5]])
    needed = np.array([[0.1, 0.9], [1.0, 0.0]])
    words = drawing.PullWords(["–", "7"], "place", "", "believed", "expected", "%{x}")
    spec = drawing.pull(believed, needed, words=words, height=300)
    bars, marks = spec["data"]
    assert (bars["y"], marks["y"]) == (believed.ravel().tolist(), needed.ravel().tolist())
    ends = [(s["y0"], s["y1"]) for s in spec["layout"]["shapes"]]
    assert ends == list(zip(bars["y"], marks["y"], strict=True))
    np.testing.assert_allclose([row[3] for row in bars["customdata"]], (believed - needed).ravel())
