"""Charts of a network that adds: their numbers, and every case drawn, the empty one too."""

import numpy as np

from dlcore.addition.answering import Character
from dlcore.figures import addition, palette
from dlcore.figures.lines import Line


def test_lines_are_shares_over_epochs():
    history = {"right_2": [(0, 0.0), (80, 0.25), (160, 1.0)], "right_1": [], "loss": [(8, 2.0)]}
    lines = addition.lines_info(history, steps_per_epoch=80)
    assert list(lines) == [1, 2]
    np.testing.assert_array_equal(lines[2].x, [0, 1, 2])
    np.testing.assert_array_equal(lines[2].y, [0, 0.25, 1])
    assert len(lines[1].x) == 0


def drawn(lines):
    return addition.right_by_length(
        lines, {1: "one", 2: "two", 3: "three"}, epochs=25, epoch_label="epoch", goal_label="95 %"
    )


def test_every_length_has_its_line_from_the_first_moment():
    figure = drawn({})
    assert [trace.name for trace in figure.data] == ["one", "two", "three"]
    assert all(len(trace.x) == 0 for trace in figure.data)
    assert figure.layout.xaxis.range == (0, 25)
    full = drawn(addition.lines_info({"right_3": [(0, 0.5)]}, 1))
    assert [len(trace.x) for trace in full.data] == [0, 0, 1]
    assert len({(t.line.color, t.marker.symbol) for t in full.data}) == 3


def test_a_loss_of_zero_can_stand_on_a_logarithmic_axis():
    line = Line.measured([(8, 2.0), (16, 0.0)], steps_per_epoch=8)
    figure = addition.loss_line(line, epochs=2, epoch_label="epoch")
    assert figure.data[0].y.min() > 0
    assert len(addition.loss_line(Line.measured([]), epochs=2, epoch_label="e").data) == 1


def test_right_and_wrong_characters_are_told_apart_by_more_than_colour():
    characters = [Character(c, 0.5 + i / 10, "9", 0.1) for i, c in enumerate("122 ")]
    right, wrong = addition.confidence(
        [c.said for c in characters],
        "132 ",
        [c.probability for c in characters],
        shares=["a", "b", "c", "d"],
        hover=["A", "B", "C", "D"],
        words=addition.ConfidenceWords(end="end", right="right", wrong="wrong", x="x", y="y"),
        height=300,
    ).data
    assert (list(right.x), list(wrong.x)) == ([0, 2, 3], [1])
    assert (list(right.text), list(wrong.hovertext)) == (["a", "c", "d"], ["B"])
    np.testing.assert_allclose(right.y, [0.5, 0.7, 0.8])
    assert right.marker.color == palette.RIGHT
    assert right.marker.pattern.shape != wrong.marker.pattern.shape


def test_a_table_has_a_row_for_each_length_of_the_first_number():
    shares = np.array([[1.0, 0.5], [0.25, 0.0]])
    (table,) = addition.right_table(
        shares,
        np.array([[11, 71], [71, 500]]),
        words=addition.RightWords("first", "second", hover="{first} {second} {share} {count}"),
        text_colour="#000000",
    ).data
    np.testing.assert_array_equal(table.z, shares)
    assert list(table.y) == ["1", "2"]
    assert list(map(list, table.text)) == [["100.0%", "50.0%"], ["25.0%", "0.0%"]]
